import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { PracticeSettings } from '@gabinet/shared/contracts/http/practice';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { call, type FailureCode, failureCode } from '../../api.ts';
import { useNow } from '../../clock.ts';
import { t } from '../../i18n/text.ts';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { StaffPage } from '../../ui/StaffTop.tsx';
import { Page } from '../../ui/TopLine.tsx';
import { useTitle } from '../../ui/words.tsx';
import { Failure } from '../Failure.tsx';
import { PracticeView } from './PracticeView.tsx';
import '../calendar/calendar.css';
import '../calendar/availability/availability.css';
import './practice.css';

export interface PracticeRead {
  readonly settings: PracticeSettings;
  readonly crisis: HttpOutput<'crisisContacts'>;
  readonly texts: HttpOutput<'consentTexts'>['texts'];
}

/** `/practice`: what the owner sets. */
export default function PracticePage(): JSX.Element {
  const [read, setRead] = useState<PracticeRead | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const now = useNow(60_000);
  useTitle(t('practice.title'));
  const load = async (): Promise<void> => {
    try {
      const [settings, crisis, { texts }] = await Promise.all([
        call('practiceSettings', {}),
        call('crisisContacts', {}),
        call('consentTexts', {}),
      ]);
      setRead({ settings, crisis, texts });
      setFailure(null);
    } catch (thrown) {
      setFailure(failureCode(thrown));
    }
  };
  useEffect(() => void load(), []);
  if (failure) {
    return (
      <Page withoutHelp>
        <Failure code={failure} staff onRetry={() => void load()} />
      </Page>
    );
  }
  if (!read) return <Skeletons label={t('common.loading')} />;
  return (
    <StaffPage current="/practice">
      <PracticeView read={read} now={now} />
    </StaffPage>
  );
}
