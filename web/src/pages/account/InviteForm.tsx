import type { Language } from '@gabinet/shared/contracts/words';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { call, RequestError } from '../../api.ts';
import { language, languageNames, t } from '../../i18n/text.ts';
import { Choices, Field, SelectField } from '../../ui/fields.tsx';
import { Banner } from '../../ui/words.tsx';
import { AccountForm, looksLikeMail } from './AccountForm.tsx';
import { faultText } from './passkeys.ts';

type Role = 'psychologist' | 'coordinator';
const languages = Object.entries(languageNames) as [Language, string][];

/** A link for the next colleague. */
export function InviteForm(props: { onInvited: () => Promise<void> }): JSX.Element {
  const [displayName, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>();
  const [mailLanguage, setLanguage] = useState<Language>(language());
  const [tried, setTried] = useState(false);
  const [isTaken, setTaken] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [invited, setInvited] = useState<string | null>(null);
  const isNameMissing = displayName.trim() === '';
  const isMailWrong = !looksLikeMail(email);

  const invite = async (): Promise<void> => {
    setTried(true);
    setInvited(null);
    if (isNameMissing || isMailWrong || role === undefined) return;
    setBusy(true);
    setFault(null);
    try {
      const to = email.trim();
      await call('inviteStaff', { email: to, displayName, role, language: mailLanguage });
      await props.onInvited();
      setInvited(to);
      setName('');
      setEmail('');
      setRole(undefined);
      setTried(false);
    } catch (thrown) {
      const isMail = thrown instanceof RequestError && thrown.fields.includes('email');
      setTaken(isMail);
      if (!isMail) setFault(faultText(thrown));
    }
    setBusy(false);
  };

  const mailFault = isTaken
    ? t('enrol.emailTaken')
    : tried && isMailWrong
      ? t('enrol.emailWrong')
      : undefined;
  return (
    <section aria-labelledby="invite">
      <h2 id="invite">{t('staff.inviteTitle')}</h2>
      <p class="soft">{t('staff.inviteText')}</p>
      <AccountForm
        busy={busy}
        fault={fault}
        icon="letter"
        action={t('staff.invite')}
        doing={t('staff.inviting')}
        onSubmit={invite}
        sheet
      >
        <Field
          label={t('staff.name')}
          error={tried && isNameMissing ? t('enrol.nameMissing') : undefined}
          value={displayName}
          autocomplete="off"
          maxLength={120}
          onInput={setName}
        />
        <Field
          label={t('staff.email')}
          error={mailFault}
          type="email"
          value={email}
          autocomplete="off"
          maxLength={254}
          onInput={(value) => {
            setEmail(value);
            setTaken(false);
          }}
        />
        <Choices<Role>
          question={t('staff.role')}
          value={role}
          error={tried && role === undefined ? t('staff.roleMissing') : undefined}
          choices={[
            {
              value: 'psychologist',
              title: t('staff.rolePsychologist'),
              sentence: t('staff.rolePsychologistText'),
            },
            {
              value: 'coordinator',
              title: t('staff.roleCoordinator'),
              sentence: t('staff.roleCoordinatorText'),
            },
          ]}
          onChoose={setRole}
        />
        <SelectField<Language>
          label={t('staff.language')}
          value={mailLanguage}
          options={languages}
          onChange={(value) => value && setLanguage(value)}
        />
        {invited && <Banner icon="check">{t('staff.invited', { email: invited })}</Banner>}
      </AccountForm>
    </section>
  );
}
