import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { call } from '../../api.ts';
import { plural, t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Heading } from '../../ui/words.tsx';
import { AddPasskeyDialog, SureDialog } from './dialogs.tsx';
import { date, moment } from './moments.ts';
import { Fault, PasskeyTrouble } from './PasskeyTrouble.tsx';
import { faultText, freshly, type PasskeySupport, passkeySupport } from './passkeys.ts';

type Account = HttpOutput<'account'>;
type Open =
  | { dialog: 'add' | 'everywhere' | 'renew' }
  | { dialog: 'remove'; passkey: Account['passkeys'][number] }
  | null;

/** The account as its owner reads it: how one comes in, where one is, what helps when all is lost. */
export function AccountView(props: {
  account: Account;
  onChanged: () => Promise<void>;
  onCodes: (codes: readonly string[]) => void;
  support?: PasskeySupport;
}): JSX.Element {
  const { account } = props;
  const [open, setOpen] = useState<Open>(null);
  const [fault, setFault] = useState<string | null>(null);
  const support = props.support ?? passkeySupport();
  const close = (): void => setOpen(null);
  const act = async (action: () => Promise<unknown>): Promise<void> => {
    setFault(null);
    try {
      await action();
      await props.onChanged();
    } catch (thrown) {
      setFault(faultText(thrown));
    }
    close();
  };
  const leave = (action: () => Promise<unknown>): Promise<void> =>
    action().then(
      () => location.assign('/'),
      (thrown: unknown) => {
        setFault(faultText(thrown));
        close();
      },
    );

  return (
    <main class="account">
      <Heading>{account.displayName}</Heading>
      <p class="soft">
        {[account.email, ...account.roles.map((role) => t(`account.role.${role}`))]
          .filter((part) => part !== null)
          .join(' · ')}
      </p>
      <Fault text={fault} />

      <section aria-labelledby="passkeys">
        <h2 id="passkeys">{t('account.passkeys')}</h2>
        <p class="soft">{t('account.passkeysText')}</p>
        {account.passkeys.length === 0 && <p>{t('account.noPasskeys')}</p>}
        <ul class="account-list">
          {account.passkeys.map((passkey) => (
            <li key={passkey.passkeyId}>
              <Icon name="key" />
              <div>
                <b>{passkey.name}</b>
                <small>{t('account.added', { date: date(passkey.createdAt) })}</small>
                <small>
                  {passkey.lastUsedAt === null
                    ? t('account.neverUsed')
                    : t('account.lastUsed', { date: moment(passkey.lastUsedAt) })}
                </small>
              </div>
              {account.passkeys.length > 1 && (
                <Button
                  kind="quiet"
                  label={t('account.removeOf', { name: passkey.name })}
                  onPress={() => setOpen({ dialog: 'remove', passkey })}
                >
                  {t('account.remove')}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {support === 'works' ? (
          <Button icon="key" onPress={() => setOpen({ dialog: 'add' })}>
            {t('account.addPasskey')}
          </Button>
        ) : (
          <PasskeyTrouble support={support} />
        )}
      </section>

      <section aria-labelledby="browsers">
        <h2 id="browsers">{t('account.browsers')}</h2>
        <p class="soft">{t('account.browsersText')}</p>
        <ul class="account-list">
          {account.browsers.map((browser) => (
            <li key={browser.browserId}>
              <Icon name="device" />
              <div>
                <b>{browser.name}</b>
                {browser.current && <span class="badge">{t('account.thisBrowser')}</span>}
                <small>{t('account.signedIn', { date: moment(browser.signedInAt) })}</small>
                <small>{t('account.lastSeen', { date: moment(browser.lastSeenAt) })}</small>
              </div>
              {!browser.current && (
                <Button
                  kind="quiet"
                  label={t('account.signOutOf', { name: browser.name })}
                  onPress={() =>
                    void act(() => call('revokeBrowser', { browserId: browser.browserId }))
                  }
                >
                  {t('account.signOutOne')}
                </Button>
              )}
            </li>
          ))}
        </ul>
        <div class="row">
          <Button icon="leave" onPress={() => void leave(() => call('signOut', {}))}>
            {t('account.signOut')}
          </Button>
          <Button kind="danger" onPress={() => setOpen({ dialog: 'everywhere' })}>
            {t('account.everywhere')}
          </Button>
        </div>
      </section>

      <section aria-labelledby="recovery">
        <h2 id="recovery">{t('account.recovery')}</h2>
        <p class="soft">{t('account.recoveryText')}</p>
        <p class={account.recoveryCodesLeft < 3 ? 'warm' : ''}>
          {plural('account.codesLeft', account.recoveryCodesLeft)}
        </p>
        <Button icon="shield" onPress={() => setOpen({ dialog: 'renew' })}>
          {t('account.renewCodes')}
        </Button>
      </section>

      {open?.dialog === 'add' && <AddPasskeyDialog onClose={close} onAdded={props.onChanged} />}
      {open?.dialog === 'remove' && (
        <SureDialog
          title={t('account.removeTitle', { name: open.passkey.name })}
          text={t('account.removeText')}
          action={t('account.remove')}
          busy={t('account.remove')}
          onClose={close}
          onSure={() => act(() => call('removePasskey', { passkeyId: open.passkey.passkeyId }))}
        />
      )}
      {open?.dialog === 'everywhere' && (
        <SureDialog
          title={t('account.everywhereTitle')}
          text={t('account.everywhereText')}
          action={t('account.everywhere')}
          busy={t('account.everywhere')}
          onClose={close}
          onSure={() => leave(() => call('signOutEverywhere', {}))}
        />
      )}
      {open?.dialog === 'renew' && (
        <SureDialog
          title={t('account.renewTitle')}
          text={t('account.renewText')}
          action={t('account.renewCodes')}
          busy={t('account.renewing')}
          onClose={close}
          onSure={() =>
            act(async () => {
              const { recoveryCodes } = await freshly(() => call('renewRecoveryCodes', {}));
              props.onCodes(recoveryCodes);
            })
          }
        />
      )}
    </main>
  );
}
