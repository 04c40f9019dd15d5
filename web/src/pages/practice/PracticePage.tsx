import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { PracticeSettings } from '@gabinet/shared/contracts/http/practice';
import type { JSX } from 'preact';
import { call } from '../../api.ts';
import { useNow } from '../../clock.ts';
import { t } from '../../i18n/text.ts';
import { StaffPage } from '../../ui/StaffTop.tsx';
import { useTitle } from '../../ui/words.tsx';
import { StaffReading, useReading } from '../reading.tsx';
import { PracticeView } from './PracticeView.tsx';
import '../calendar/calendar.css';
import '../calendar/forms.css';
import '../calendar/availability/availability.css';
import './practice.css';

export interface PracticeRead {
  readonly settings: PracticeSettings;
  readonly crisis: HttpOutput<'crisisContacts'>;
  readonly texts: HttpOutput<'consentTexts'>['texts'];
}

/** `/practice`: what the owner sets. */
export default function PracticePage(): JSX.Element {
  const now = useNow(60_000);
  useTitle(t('practice.title'));
  const reading = useReading(async (): Promise<PracticeRead> => {
    const [settings, crisis, { texts }] = await Promise.all([
      call('practiceSettings', {}),
      call('crisisContacts', {}),
      call('consentTexts', {}),
    ]);
    return { settings, crisis, texts };
  });
  return (
    <StaffReading reading={reading}>
      {(read) => (
        <StaffPage current="/practice">
          <PracticeView read={read} now={now} />
        </StaffPage>
      )}
    </StaffReading>
  );
}
