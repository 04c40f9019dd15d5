import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { call, failureCode } from '../../api.ts';
import { errorText, t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { Field } from '../../ui/fields.tsx';
import { Banner, Heading } from '../../ui/words.tsx';
import { CodeField } from '../intake/CodeField.tsx';

/** An address, then the code that was mailed there. The answer is the same for every address (rule A6). */
export function ClientSignIn(props: {
  onOpen: () => void;
  /** For the gallery: an address to which a code was sent. */
  sentTo?: string;
}): JSX.Element {
  const [email, setEmail] = useState(props.sentTo ?? '');
  const [sent, setSent] = useState(props.sentTo !== undefined);
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | undefined>();
  const [trouble, setTrouble] = useState<string | null>(null);

  const attempt = async (act: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    setTrouble(null);
    try {
      await act();
    } catch (thrown) {
      const failed = failureCode(thrown);
      if (failed === 'CODE_WRONG') setFault(errorText('CODE_WRONG'));
      else setTrouble(failed === 'OFFLINE' ? t('state.offlineText') : errorText(failed));
    }
    setBusy(false);
  };
  const send = (): Promise<void> =>
    attempt(async () => {
      await call('requestClientCode', { email: email.trim() });
      setCode('');
      setSent(true);
    });
  const submit = (): void => {
    if (busy) return;
    if (!sent) {
      if (/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(email.trim())) void send();
      else setFault(t('intake.fault.mail'));
    } else if (code.length !== 6) setFault(t('intake.code.six'));
    else {
      void attempt(async () => {
        await call('verifyClient', { email: email.trim(), code });
        props.onOpen();
      });
    }
  };
  return (
    <main class="first client-sign-in">
      <Heading key={String(sent)} class="display">
        {sent ? t('intake.code.title') : t('me.askTitle')}
      </Heading>
      <p class="lead">{sent ? t('me.sent', { mail: email.trim() }) : t('me.ask')}</p>
      {trouble && (
        <Banner icon="warning" tone="warm">
          {trouble}
        </Banner>
      )}
      <form
        noValidate
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {sent ? (
          <CodeField
            value={code}
            error={fault}
            onInput={(digits) => {
              setCode(digits);
              setFault(undefined);
            }}
          />
        ) : (
          <Field
            label={t('me.mail')}
            type="email"
            autocomplete="email"
            inputMode="email"
            value={email}
            error={fault}
            onInput={(text) => {
              setEmail(text);
              setFault(undefined);
            }}
          />
        )}
        <div class="row">
          <button
            type="submit"
            class={busy ? 'btn btn-main is-busy' : 'btn btn-main'}
            aria-disabled={busy ? 'true' : undefined}
          >
            {busy ? t('intake.saving') : sent ? t('me.open') : t('me.send')}
          </button>
          {sent && (
            <>
              <Button kind="quiet" onPress={() => void send()}>
                {t('intake.code.again')}
              </Button>
              <Button kind="quiet" onPress={() => setSent(false)}>
                {t('intake.code.otherMail')}
              </Button>
            </>
          )}
        </div>
      </form>
    </main>
  );
}
