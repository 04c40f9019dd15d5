import type { Profile } from '@gabinet/shared/contracts/http/availability';
import { approaches, problems } from '@gabinet/shared/contracts/specialities';
import type { AppointmentModality, Language } from '@gabinet/shared/contracts/words';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { call } from '../../../api.ts';
import { languageNames, t } from '../../../i18n/text.ts';
import { Check, Field, TextArea } from '../../../ui/fields.tsx';
import { approachNames, problemNames } from '../../intake/specialities.ts';
import { SavedForm, useSaving } from '../useSaving.tsx';

const languages = Object.keys(languageNames) as Language[];
const everyModality: readonly AppointmentModality[] = [
  'video',
  'audio',
  'chat',
  'office',
  'message',
];

/** What clients read of a psychologist, and by what they are found (rule B15). */
export function ProfileForm(props: {
  psychologistId: string;
  profile: Profile;
  onSaved: (profile: Profile) => void;
}): JSX.Element {
  const [profile, setProfile] = useState(props.profile);
  const saving = useSaving();
  const change = (part: Partial<Profile>): void => setProfile({ ...profile, ...part });
  const save = async (): Promise<void> => {
    await call('saveProfile', { psychologistId: props.psychologistId, profile });
    props.onSaved(profile);
  };
  return (
    <SavedForm saving={saving} action={t('profile.save')} onSave={save}>
      <Field
        label={t('form.name')}
        value={profile.displayName}
        maxLength={120}
        error={profile.displayName.trim() === '' ? t('form.nameMissing') : undefined}
        onInput={(displayName) => change({ displayName })}
      />
      <Field
        label={t('profile.title')}
        value={profile.title ?? ''}
        maxLength={120}
        onInput={(title) => change({ title: title === '' ? null : title })}
      />
      <Several
        legend={t('profile.modalities')}
        all={everyModality}
        chosen={profile.modalities}
        name={(one) => t(`modality.${one}.badge`)}
        atLeastOne
        onChange={(modalities) => change({ modalities })}
      />
      <Several
        legend={t('profile.languages')}
        all={languages}
        chosen={profile.languages}
        name={(one) => languageNames[one]}
        atLeastOne
        onChange={(chosen) => change({ languages: chosen })}
      />
      {profile.languages.map((one) => (
        <TextArea
          key={one}
          label={t('profile.about', { language: languageNames[one] })}
          value={profile.about[one] ?? ''}
          maxLength={2000}
          onInput={(text) => change({ about: { ...profile.about, [one]: text } })}
        />
      ))}
      <Several
        legend={t('profile.approaches')}
        all={approaches}
        chosen={profile.approaches}
        name={(one) => t(approachNames[one])}
        onChange={(chosen) => change({ approaches: chosen })}
      />
      <Several
        legend={t('profile.problems')}
        all={problems}
        chosen={profile.problems}
        name={(one) => t(problemNames[one])}
        onChange={(chosen) => change({ problems: chosen })}
      />
      <Check checked={profile.listed} onChange={(listed) => change({ listed })}>
        {t('profile.listed')}
      </Check>
    </SavedForm>
  );
}

function Several<T extends string>(props: {
  legend: string;
  all: readonly T[];
  chosen: readonly string[];
  name: (one: T) => string;
  atLeastOne?: boolean;
  onChange: (chosen: T[]) => void;
}): JSX.Element {
  return (
    <fieldset class="plain-set several">
      <legend>{props.legend}</legend>
      <div>
        {props.all.map((one) => (
          <Check
            key={one}
            checked={props.chosen.includes(one)}
            onChange={(on) => {
              const next = props.all.filter((other) =>
                other === one ? on : props.chosen.includes(other),
              );
              if (next.length > 0 || !props.atLeastOne) props.onChange(next);
            }}
          >
            {props.name(one)}
          </Check>
        ))}
      </div>
    </fieldset>
  );
}
