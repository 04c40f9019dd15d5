import type { PracticeSettings } from '@gabinet/shared/contracts/http/practice';
import type { Language } from '@gabinet/shared/contracts/words';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { call } from '../../api.ts';
import { languageNames, t } from '../../i18n/text.ts';
import { Check, Field, SelectField, TextArea } from '../../ui/fields.tsx';
import { NumberField } from '../calendar/availability/NumberField.tsx';
import { PolicyFields } from '../calendar/availability/PolicyFields.tsx';
import { SavedForm, useSaving } from '../calendar/useSaving.tsx';
import { zones } from '../intake/times.ts';
import { countryOptions } from './countries.ts';

/** Name, place, language, duty, letters, and the rules of booking that hold for everyone. */
export function SettingsForm(props: { settings: PracticeSettings }): JSX.Element {
  const [settings, setSettings] = useState(props.settings);
  const saving = useSaving();
  const change = (part: Partial<PracticeSettings>): void => setSettings({ ...settings, ...part });
  const { duty } = settings;
  const save = async (): Promise<void> => {
    setSettings(await call('savePracticeSettings', settings));
  };
  return (
    <SavedForm saving={saving} action={t('practice.save')} onSave={save}>
      <Field
        label={t('practice.name')}
        value={settings.name}
        maxLength={120}
        error={settings.name.trim() === '' ? t('practice.nameMissing') : undefined}
        onInput={(name) => change({ name })}
      />
      <div class="pair">
        <SelectField
          label={t('practice.language')}
          value={settings.language}
          options={Object.entries(languageNames) as [Language, string][]}
          onChange={(language) => language && change({ language })}
        />
        <SelectField
          label={t('practice.country')}
          help={t('practice.countryHelp')}
          value={settings.country}
          options={countryOptions(settings.country)}
          onChange={(country) => country && change({ country })}
        />
        <SelectField
          label={t('practice.zone')}
          value={settings.zone}
          options={zones(settings.zone).map((one) => [one, one.replaceAll('_', ' ')] as const)}
          onChange={(zone) => zone && change({ zone })}
        />
        <Field
          label={t('practice.phone')}
          help={t('practice.phoneHelp')}
          type="tel"
          value={settings.phone ?? ''}
          onInput={(phone) => change({ phone: phone.trim() === '' ? null : phone.trim() })}
        />
      </div>
      <TextArea
        label={t('practice.address')}
        help={t('practice.addressHelp')}
        value={settings.address ?? ''}
        maxLength={300}
        onInput={(address) => change({ address: address.trim() === '' ? null : address })}
      />
      <NumberField
        label={t('practice.minorConsentAge')}
        help={t('practice.minorConsentAgeHelp')}
        value={settings.minorConsentAge}
        min={0}
        max={21}
        onChange={(minorConsentAge) => change({ minorConsentAge })}
      />
      <h3>{t('practice.duty')}</h3>
      <Check
        checked={duty.staffed}
        onChange={(staffed) =>
          change({ duty: { staffed, callWithinMinutes: staffed ? 60 : null } })
        }
      >
        {t('practice.dutyStaffed')}
      </Check>
      {duty.staffed && (
        <NumberField
          label={t('practice.dutyWithin')}
          value={duty.callWithinMinutes ?? 60}
          min={5}
          max={1440}
          onChange={(callWithinMinutes) => change({ duty: { staffed: true, callWithinMinutes } })}
        />
      )}
      <h3>{t('practice.letters')}</h3>
      <Check
        checked={settings.letterReplyDays !== null}
        onChange={(on) => change({ letterReplyDays: on ? 3 : null })}
      >
        {t('practice.lettersOffered')}
      </Check>
      {settings.letterReplyDays !== null && (
        <NumberField
          label={t('practice.letterReplyDays')}
          value={settings.letterReplyDays}
          min={1}
          max={30}
          onChange={(letterReplyDays) => change({ letterReplyDays })}
        />
      )}
      <h3>{t('practice.policy')}</h3>
      <p class="soft">{t('practice.policyText')}</p>
      <PolicyFields
        policy={settings.policy}
        onChange={(part) => change({ policy: { ...settings.policy, ...part } })}
      />
    </SavedForm>
  );
}
