import type { CrisisContact } from '@gabinet/shared/contracts/intake';
import type { Language } from '@gabinet/shared/contracts/words';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { call } from '../../api.ts';
import { languageNames, plural, t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { Field, SelectField } from '../../ui/fields.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Banner } from '../../ui/words.tsx';
import { dateName } from '../calendar/availability/ExceptionsEditor.tsx';
import { SavedForm, useSaving } from '../calendar/useSaving.tsx';
import { browserZone, dateIn } from '../intake/times.ts';
import { countryName, countryOptions } from './countries.ts';

const languages = Object.keys(languageNames) as Language[];
const validDays = 90;
const dayMs = 86_400_000;

/** Whether somebody must call the number again (rule K1): never called, or 90 days ago. */
function verificationDue({ verifiedOn }: CrisisContact, now: number): boolean {
  return verifiedOn === null || now - Date.parse(`${verifiedOn}T00:00:00Z`) > validDays * dayMs;
}

/** Where people in danger are sent, with the day on which somebody last called each number. */
export function CrisisContacts(props: {
  contacts: readonly CrisisContact[];
  country: string;
  language: Language;
  now: number;
}): JSX.Element {
  const [contacts, setContacts] = useState(props.contacts);
  const [country, setCountry] = useState(props.country);
  const saving = useSaving();
  const due = contacts.filter((one) => verificationDue(one, props.now)).length;
  const today = dateIn(props.now, browserZone());
  const change = (of: CrisisContact, part: Partial<CrisisContact>): void =>
    setContacts(contacts.map((one) => (one === of ? { ...one, ...part } : one)));
  const save = async (): Promise<void> => {
    await call('saveCrisisContacts', { contacts: [...contacts] });
  };
  const countries = [...new Set([props.country, ...contacts.map((one) => one.country)])];
  return (
    <div class="crisis-contacts">
      <SavedForm saving={saving} action={t('crisis.save')} onSave={save}>
        <p class="soft">{t('crisis.text')}</p>
        {due > 0 && (
          <Banner icon="warning" tone="warm">
            <b>{plural('crisis.due', due)}</b> {t('crisis.dueText')}
          </Banner>
        )}
        <SelectField
          label={t('crisis.country')}
          value={country}
          options={countryOptions(props.country).filter(
            ([code]) => countries.includes(code) || code === country,
          )}
          onChange={(next) => next && setCountry(next)}
        />
        <ul class="exceptions">
          {contacts.map((contact, index) =>
            contact.country === country ? (
              <li key={`${country}-${index}`}>
                <Contact
                  contact={contact}
                  language={props.language}
                  due={verificationDue(contact, props.now)}
                  today={today}
                  onChange={(part) => change(contact, part)}
                  onRemove={() => setContacts(contacts.filter((one) => one !== contact))}
                />
              </li>
            ) : null,
          )}
        </ul>
        <div class="row">
          <Button
            small
            icon="plus"
            onPress={() =>
              setContacts([
                ...contacts,
                { country, number: '', name: {}, who: {}, hours: {}, verifiedOn: null },
              ])
            }
          >
            {t('crisis.add', { country: countryName(country) })}
          </Button>
          <SelectField
            label={t('crisis.otherCountry')}
            value=""
            empty={t('crisis.choose')}
            options={countryOptions(props.country).filter(([code]) => !countries.includes(code))}
            onChange={(code) => {
              if (!code) return;
              setCountry(code);
              setContacts([
                ...contacts,
                { country: code, number: '112', name: {}, who: {}, hours: {}, verifiedOn: null },
              ]);
            }}
          />
        </div>
      </SavedForm>
    </div>
  );
}

function Contact(props: {
  contact: CrisisContact;
  language: Language;
  due: boolean;
  today: string;
  onChange: (part: Partial<CrisisContact>) => void;
  onRemove: () => void;
}): JSX.Element {
  const { contact, language, onChange } = props;
  const name = contact.name[language] ?? contact.number;
  const others = languages.filter((one) => one !== language);
  const wordsIn = (one: Language): JSX.Element => (
    <div class="pair" key={one}>
      <Field
        label={t('crisis.name', { language: languageNames[one] })}
        value={contact.name[one] ?? ''}
        maxLength={120}
        onInput={(text) => onChange({ name: { ...contact.name, [one]: text } })}
      />
      <Field
        label={t('crisis.who', { language: languageNames[one] })}
        value={contact.who[one] ?? ''}
        maxLength={200}
        onInput={(text) => onChange({ who: { ...contact.who, [one]: text } })}
      />
      <Field
        label={t('crisis.hours', { language: languageNames[one] })}
        value={contact.hours[one] ?? ''}
        maxLength={80}
        onInput={(text) => onChange({ hours: { ...contact.hours, [one]: text } })}
      />
    </div>
  );
  return (
    <>
      <div class="row between">
        <h3>{name || t('crisis.new')}</h3>
        <Button
          kind="plain"
          small
          label={t('crisis.removeName', { name })}
          onPress={props.onRemove}
        >
          {t('crisis.remove')}
        </Button>
      </div>
      <p class={props.due ? 'row warm' : 'row soft'}>
        <Icon name={props.due ? 'warning' : 'check'} size="s" />
        {contact.verifiedOn === null
          ? t('crisis.never')
          : t(props.due ? 'crisis.old' : 'crisis.verified', {
              date: dateName(contact.verifiedOn),
            })}
      </p>
      <div class="pair">
        <Field
          label={t('crisis.number')}
          type="tel"
          value={contact.number}
          maxLength={40}
          error={contact.number.trim().length < 2 ? t('crisis.numberMissing') : undefined}
          onInput={(number) => onChange({ number })}
        />
        <Field
          label={t('crisis.verifiedOn')}
          type="date"
          value={contact.verifiedOn ?? ''}
          onInput={(date) => onChange({ verifiedOn: date === '' ? null : date })}
        />
        <Button
          small
          label={t('crisis.todayOf', { name })}
          onPress={() => onChange({ verifiedOn: props.today })}
        >
          {t('crisis.today')}
        </Button>
      </div>
      {wordsIn(language)}
      <details class="event-history">
        <summary>{t('crisis.otherLanguages')}</summary>
        {others.map(wordsIn)}
      </details>
    </>
  );
}
