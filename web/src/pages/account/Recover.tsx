import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { call } from '../../api.ts';
import { t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { Field } from '../../ui/fields.tsx';
import { ownRoles } from '../../ui/StaffTop.tsx';
import { Page } from '../../ui/TopLine.tsx';
import { Heading, useTitle } from '../../ui/words.tsx';
import { usePractice } from '../practice.ts';
import { AccountForm, looksLikeMail } from './AccountForm.tsx';
import { PasskeyTrouble } from './PasskeyTrouble.tsx';
import { createPasskey, faultText, type PasskeySupport, passkeySupport } from './passkeys.ts';
import './account.css';

/** `/recover`: back in with a code by mail and a code on paper. */
export default function Recover(props: {
  begin?: 'mail' | 'codes';
  support?: PasskeySupport;
}): JSX.Element {
  const practice = usePractice();
  const [step, setStep] = useState(props.begin ?? 'mail');
  const [email, setEmail] = useState('');
  const support = props.support ?? passkeySupport();
  useTitle(t('recover.title'));
  return (
    <Page practiceName={practice?.name} withoutHelp>
      <main class="first account-first">
        {support !== 'works' ? (
          <>
            <Heading>{t('recover.title')}</Heading>
            <PasskeyTrouble support={support} />
          </>
        ) : step === 'mail' ? (
          <MailStep email={email} onEmail={setEmail} onSent={() => setStep('codes')} />
        ) : (
          <CodesStep email={email} onBack={() => setStep('mail')} />
        )}
      </main>
    </Page>
  );
}

function MailStep(props: {
  email: string;
  onEmail: (email: string) => void;
  onSent: () => void;
}): JSX.Element {
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const email = props.email.trim();
  const isWrong = !looksLikeMail(email);
  const send = async (): Promise<void> => {
    setTried(true);
    if (isWrong) return;
    setBusy(true);
    setFault(null);
    try {
      await call('requestRecovery', { email });
      props.onSent();
    } catch (thrown) {
      setFault(faultText(thrown));
      setBusy(false);
    }
  };
  return (
    <>
      <Heading>{t('recover.title')}</Heading>
      <p class="lead">{t('recover.lead')}</p>
      <AccountForm
        busy={busy}
        fault={fault}
        icon="letter"
        action={t('recover.send')}
        doing={t('recover.sending')}
        onSubmit={send}
      >
        <Field
          label={t('recover.email')}
          error={tried && isWrong ? t('enrol.emailWrong') : undefined}
          type="email"
          autocomplete="email"
          value={props.email}
          maxLength={254}
          onInput={props.onEmail}
        />
      </AccountForm>
    </>
  );
}

function CodesStep(props: { email: string; onBack: () => void }): JSX.Element {
  const [code, setCode] = useState('');
  const [paper, setPaper] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const digits = code.replace(/\s/g, '');
  const isCodeWrong = !/^\d{6}$/.test(digits);
  const isPaperWrong = paper.replace(/[^a-z0-9]/gi, '').length !== 12;
  const make = async (): Promise<void> => {
    setTried(true);
    if (isCodeWrong || isPaperWrong) return;
    setBusy(true);
    setFault(null);
    try {
      const { options } = await call('beginRecovery', {
        email: props.email.trim(),
        code: digits,
        recoveryCode: paper.trim(),
      });
      const { roles } = await call('finishRecovery', { response: await createPasskey(options) });
      ownRoles.value = roles;
      location.assign('/account');
    } catch (thrown) {
      setFault(faultText(thrown));
      setBusy(false);
    }
  };
  return (
    <>
      <Heading>{t('recover.codesTitle')}</Heading>
      <p class="lead">{t('recover.sent')}</p>
      <AccountForm
        busy={busy}
        fault={fault}
        icon="key"
        action={t('recover.make')}
        doing={t('signIn.busy')}
        onSubmit={make}
        after={
          <Button kind="quiet" onPress={props.onBack}>
            {t('recover.again')}
          </Button>
        }
      >
        <Field
          label={t('recover.code')}
          error={tried && isCodeWrong ? t('recover.codeWrong') : undefined}
          inputMode="numeric"
          autocomplete="one-time-code"
          short
          maxLength={7}
          value={code}
          onInput={setCode}
        />
        <Field
          label={t('recover.paper')}
          help={t('recover.paperHelp')}
          error={tried && isPaperWrong ? t('recover.paperWrong') : undefined}
          autocomplete="off"
          maxLength={40}
          value={paper}
          onInput={setPaper}
        />
        <p class="small soft">{t('recover.effect')}</p>
      </AccountForm>
    </>
  );
}
