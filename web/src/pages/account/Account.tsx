import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { call } from '../../api.ts';
import { t } from '../../i18n/text.ts';
import { ownRoles, StaffPage } from '../../ui/StaffTop.tsx';
import { useTitle } from '../../ui/words.tsx';
import { StaffReading, useReading } from '../reading.tsx';
import { AccountView } from './AccountView.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import './account.css';

/** `/account`: one's own passkeys, browsers and codes. */
export default function Account(): JSX.Element {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  useTitle(t('account.title'));
  const reading = useReading(async () => {
    const found = await call('account', {});
    ownRoles.value = found.roles;
    return found;
  });
  return (
    <StaffReading reading={reading}>
      {(account) => (
        <StaffPage current="/account" roles={account.roles}>
          {codes ? (
            <RecoveryCodes
              codes={codes}
              onKept={() => {
                setCodes(null);
                void reading.again();
              }}
            />
          ) : (
            <AccountView account={account} onChanged={reading.again} onCodes={setCodes} />
          )}
        </StaffPage>
      )}
    </StaffReading>
  );
}
