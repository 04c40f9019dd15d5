import type { JSX } from 'preact';
import { t } from '../../../i18n/text.ts';
import { Choices, Field } from '../../../ui/fields.tsx';
import { faultText } from '../faults.ts';
import type { StepProps } from './step.ts';

type YesNo = 'yes' | 'no';
const said = (value: boolean | undefined): YesNo | undefined =>
  value === undefined ? undefined : value ? 'yes' : 'no';

function YesOrNo(props: {
  question: string;
  help?: string;
  value: boolean | undefined;
  error: string | undefined;
  onChange: (value: boolean) => void;
}): JSX.Element {
  return (
    <Choices<YesNo>
      narrow
      question={props.question}
      {...(props.help ? { help: props.help } : {})}
      value={said(props.value)}
      error={props.error}
      onChoose={(value) => props.onChange(value === 'yes')}
      choices={[
        { value: 'yes', title: t('intake.yes') },
        { value: 'no', title: t('intake.no') },
      ]}
    />
  );
}

/** Which mail and phone are safe, and the discreet way (rule K4). */
export function ContactStep({ intake, faults }: StepProps): JSX.Element {
  const { draft } = intake;
  return (
    <div class="fields">
      <Field
        label={t('intake.contact.mail')}
        help={t('intake.contact.mailHelp')}
        type="email"
        autocomplete="email"
        inputMode="email"
        value={draft.email ?? ''}
        error={faultText(faults, 'email')}
        onInput={(email) => intake.change({ email: email.trim() })}
      />
      <Field
        label={t('intake.contact.phoneOptional')}
        help={t('intake.contact.phoneHelp')}
        type="tel"
        autocomplete="tel"
        inputMode="tel"
        value={draft.phone ?? ''}
        error={faultText(faults, 'phone')}
        onInput={(phone) => intake.change({ phone: phone.trim() })}
      />
      {draft.phone && (
        <YesOrNo
          question={t('intake.contact.phoneSafe')}
          help={t('intake.contact.phoneSafeHelp')}
          value={draft.phoneIsSafe}
          error={faultText(faults, 'phoneIsSafe')}
          onChange={(phoneIsSafe) => intake.change({ phoneIsSafe })}
        />
      )}
      <Choices
        question={t('intake.contact.how')}
        value={draft.discreet === undefined ? undefined : draft.discreet ? 'discreet' : 'usual'}
        error={faultText(faults, 'discreet')}
        onChoose={(way) =>
          intake.change(
            way === 'discreet'
              ? { discreet: true, calendarInvitations: false, reminders: false }
              : { discreet: false, calendarInvitations: undefined, reminders: undefined },
          )
        }
        choices={[
          {
            value: 'usual',
            icon: 'letter',
            title: t('intake.contact.usual'),
            sentence: t('intake.contact.usualText'),
          },
          {
            value: 'discreet',
            icon: 'lock',
            title: t('intake.contact.discreet'),
            sentence: t('intake.contact.discreetText'),
          },
        ]}
      />
      {draft.discreet === false && (
        <>
          <YesOrNo
            question={t('intake.contact.calendar')}
            help={t('intake.contact.calendarHelp')}
            value={draft.calendarInvitations}
            error={faultText(faults, 'calendarInvitations')}
            onChange={(calendarInvitations) => intake.change({ calendarInvitations })}
          />
          <YesOrNo
            question={t('intake.contact.reminders')}
            value={draft.reminders}
            error={faultText(faults, 'reminders')}
            onChange={(reminders) => intake.change({ reminders })}
          />
        </>
      )}
    </div>
  );
}
