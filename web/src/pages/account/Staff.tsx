import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { call, type FailureCode, failureCode } from '../../api.ts';
import { t } from '../../i18n/text.ts';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { StaffPage } from '../../ui/StaffTop.tsx';
import { Page } from '../../ui/TopLine.tsx';
import { useTitle } from '../../ui/words.tsx';
import { Failure } from '../Failure.tsx';
import { StaffView } from './StaffView.tsx';
import './account.css';

/** `/staff`: who works here; the owner's page. */
export default function Staff(): JSX.Element {
  const [list, setList] = useState<HttpOutput<'staff'> | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  useTitle(t('staff.title'));
  const load = async (): Promise<void> => {
    try {
      setList(await call('staff', {}));
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
  if (!list) return <Skeletons label={t('common.loading')} />;
  const roles = list.staff.find(({ you }) => you)?.roles ?? ['owner'];
  return (
    <StaffPage current="/staff" roles={roles}>
      <StaffView list={list} onChanged={load} />
    </StaffPage>
  );
}
