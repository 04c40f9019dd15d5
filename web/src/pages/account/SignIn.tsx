import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { call } from '../../api.ts';
import { t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { Page } from '../../ui/TopLine.tsx';
import { Heading, useTitle } from '../../ui/words.tsx';
import { usePractice } from '../practice.ts';
import { ownPath } from './ownPath.ts';
import { Fault, PasskeyTrouble } from './PasskeyTrouble.tsx';
import {
  faultText,
  firstPage,
  type PasskeySupport,
  passkeySupport,
  signInByPasskey,
} from './passkeys.ts';
import './account.css';

/** `/sign-in?to=PATH`: one button for the staff. */
export default function SignIn(props: { support?: PasskeySupport }): JSX.Element {
  const practice = usePractice();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  useTitle(t('signIn.title'));
  useEffect(() => {
    if (new URLSearchParams(location.search).has('to')) return;
    // Who is signed in already need not do it again; for everybody else this page is right.
    call('account', {}).then(
      ({ roles }) => location.replace(firstPage(roles)),
      () => undefined,
    );
  }, []);
  const signIn = async (): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      const { roles } = await signInByPasskey();
      location.assign(ownPath(new URLSearchParams(location.search).get('to')) ?? firstPage(roles));
    } catch (thrown) {
      setFault(faultText(thrown));
      setBusy(false);
    }
  };
  const support = props.support ?? passkeySupport();
  return (
    <Page practiceName={practice?.name} withoutHelp>
      <main class="first account-first">
        <Heading class="display">{t('signIn.title')}</Heading>
        <p class="lead">{t('signIn.lead')}</p>
        <Fault text={fault} />
        {support === 'works' ? (
          <Button kind="main" icon="key" busy={busy} onPress={() => void signIn()}>
            {busy ? t('signIn.busy') : t('signIn.action')}
          </Button>
        ) : (
          <PasskeyTrouble support={support} />
        )}
        <p>
          <a class="account-link" href="/recover">
            {t('signIn.recover')}
          </a>
        </p>
        <p class="small soft">{t('signIn.client')}</p>
      </main>
    </Page>
  );
}
