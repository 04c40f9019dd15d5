import type { Language } from '@gabinet/shared/contracts/words';
import type { JSX } from 'preact';
import { languageNames, t } from '../../../i18n/text.ts';
import { firstName } from '../../../i18n/time.ts';
import { Field, SelectField, TextArea } from '../../../ui/fields.tsx';
import { faultText } from '../faults.ts';
import { adultAge } from '../flow.ts';
import type { StepProps } from './step.ts';

/** Whole years from what was typed; undefined while it is none. */
export function years(text: string): number | undefined {
  return /^\d{1,3}$/.test(text.trim()) ? Number(text.trim()) : undefined;
}

/** How to call the person, their age and language, and what brings them, if they wish to say. */
export function AboutStep({ intake, faults, psychologist }: StepProps): JSX.Element {
  const { draft } = intake;
  const languages = psychologist?.languages ?? (Object.keys(languageNames) as Language[]);
  return (
    <div class="fields">
      <Field
        label={t('intake.about.name')}
        help={t('intake.about.nameHelp')}
        autocomplete="name"
        maxLength={120}
        value={draft.displayName ?? ''}
        error={faultText(faults, 'displayName')}
        onInput={(displayName) => intake.change({ displayName })}
      />
      {draft.forWhom !== 'my-child' && (
        <Field
          label={t('intake.about.age')}
          help={t('intake.about.ageHelp', { age: adultAge })}
          inputMode="numeric"
          short
          maxLength={3}
          value={draft.ageYears === undefined ? '' : String(draft.ageYears)}
          error={faultText(faults, 'ageYears')}
          onInput={(text) => intake.change({ ageYears: years(text) })}
        />
      )}
      <SelectField
        label={t('intake.about.language')}
        empty={t('intake.chooseOne')}
        value={draft.language ?? ''}
        options={languages.map((one) => [one, languageNames[one]] as const)}
        error={faultText(faults, 'language')}
        onChange={(language) => language && intake.change({ language })}
      />
      <TextArea
        label={t('intake.about.reason')}
        help={
          psychologist
            ? t('intake.about.reasonHelp', { first: firstName(psychologist.displayName) })
            : t('intake.about.reasonHelpAny')
        }
        maxLength={4000}
        value={draft.reason ?? ''}
        onInput={(reason) => intake.change({ reason })}
      />
    </div>
  );
}
