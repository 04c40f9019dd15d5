import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { call, type FailureCode, failureCode } from '../../api.ts';
import { t } from '../../i18n/text.ts';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { ownRoles, StaffPage } from '../../ui/StaffTop.tsx';
import { Page } from '../../ui/TopLine.tsx';
import { useTitle } from '../../ui/words.tsx';
import { Failure } from '../Failure.tsx';
import { AccountView } from './AccountView.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import './account.css';

/** `/account`: one's own passkeys, browsers and codes. */
export default function Account(): JSX.Element {
  const [account, setAccount] = useState<HttpOutput<'account'> | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  useTitle(t('account.title'));
  const load = async (): Promise<void> => {
    try {
      const found = await call('account', {});
      ownRoles.value = found.roles;
      setAccount(found);
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
  if (!account) return <Skeletons label={t('common.loading')} />;
  return (
    <StaffPage current="/account" roles={account.roles}>
      {codes ? (
        <RecoveryCodes
          codes={codes}
          onKept={() => {
            setCodes(null);
            void load();
          }}
        />
      ) : (
        <AccountView account={account} onChanged={load} onCodes={setCodes} />
      )}
    </StaffPage>
  );
}
