import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { StaffRole } from '@gabinet/shared/contracts/http/accounts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { call, failureCode, RequestError } from '../../api.ts';
import { language, t } from '../../i18n/text.ts';
import { Check, Field } from '../../ui/fields.tsx';
import { Heading } from '../../ui/words.tsx';
import { AccountForm, looksLikeMail } from './AccountForm.tsx';
import { createPasskey, faultText } from './passkeys.ts';

const roleSentences = {
  owner: 'enrol.roleOwner',
  psychologist: 'enrol.rolePsychologist',
  coordinator: 'enrol.roleCoordinator',
} as const;

/** Who one is, then the passkey: an account. */
export function EnrolForm(props: {
  link: HttpOutput<'beginEnrolment'>;
  token: string;
  onMade: (codes: readonly string[], roles: readonly StaffRole[]) => void;
  onExpired: () => void;
}): JSX.Element {
  const { link, token } = props;
  const isOwner = link.roles.includes('owner');
  const [displayName, setName] = useState(link.displayName ?? '');
  const [email, setEmail] = useState('');
  const [alsoPsychologist, setAlso] = useState(isOwner);
  const [tried, setTried] = useState(false);
  const [isTaken, setTaken] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);

  const nameFault = tried && displayName.trim() === '' ? t('enrol.nameMissing') : undefined;
  const isMailWrong = isOwner && !looksLikeMail(email);
  const mailFault = isTaken
    ? t('enrol.emailTaken')
    : tried && isMailWrong
      ? t('enrol.emailWrong')
      : undefined;

  const make = async (): Promise<void> => {
    setTried(true);
    if (displayName.trim() === '' || isMailWrong) return;
    setBusy(true);
    setFault(null);
    try {
      const { options } = await call('beginEnrolment', { token, displayName });
      const response = await createPasskey(options);
      const { recoveryCodes } = await call('finishEnrolment', {
        token,
        displayName,
        ...(isOwner ? { email: email.trim(), alsoPsychologist } : {}),
        language: language(),
        zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        response,
      });
      props.onMade(recoveryCodes, [
        ...link.roles,
        ...(isOwner && alsoPsychologist ? (['psychologist'] as const) : []),
      ]);
    } catch (thrown) {
      if (failureCode(thrown) === 'LINK_EXPIRED') return props.onExpired();
      const isMail = thrown instanceof RequestError && thrown.fields.includes('email');
      setTaken(isMail);
      if (!isMail) setFault(faultText(thrown));
      setBusy(false);
    }
  };

  return (
    <main class="first account-first">
      <Heading>{t('enrol.formTitle')}</Heading>
      {link.roles.map((role) => (
        <p key={role} class="lead">
          {t(roleSentences[role])}
        </p>
      ))}
      <AccountForm
        busy={busy}
        fault={fault}
        icon="key"
        action={t('enrol.make')}
        doing={t('enrol.making')}
        onSubmit={make}
      >
        <Field
          label={t('enrol.name')}
          help={t('enrol.nameHelp')}
          error={nameFault}
          value={displayName}
          autocomplete="name"
          maxLength={120}
          onInput={setName}
        />
        {isOwner && (
          <Field
            label={t('enrol.email')}
            help={t('enrol.emailHelp')}
            error={mailFault}
            type="email"
            value={email}
            autocomplete="email"
            maxLength={254}
            onInput={(value) => {
              setEmail(value);
              setTaken(false);
            }}
          />
        )}
        {isOwner && (
          <Check checked={alsoPsychologist} onChange={setAlso}>
            {t('enrol.alsoPsychologist')}
          </Check>
        )}
      </AccountForm>
    </main>
  );
}
