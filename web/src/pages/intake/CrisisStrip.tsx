import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { CrisisContact } from '@gabinet/shared/contracts/intake';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { call } from '../../api.ts';
import { language, t } from '../../i18n/text.ts';
import { HelpNumbers } from '../HelpNumbers.tsx';
import { countryOfZone } from './country.ts';
import { browserZone } from './times.ts';

/** Crisis contacts, first on every page of intake and booking (rule K1). */

type Contacts = HttpOutput<'crisisContacts'>;

let asked: Promise<Contacts> | null = null;

/** The practice's contacts; null until they are here, or when the service does not answer. */
export function useCrisisContacts(): Contacts | null {
  const [contacts, setContacts] = useState<Contacts | null>(null);
  useEffect(() => {
    asked ??= call('crisisContacts', {});
    // Without an answer the pages show 112 and link to a page that needs no service.
    asked.then(setContacts, () => {
      asked = null;
    });
  }, []);
  return contacts;
}

/** Those of a country, 112 first; of the practice's country where the list has none for it. */
export function contactsIn(
  contacts: Contacts | null,
  country: string | undefined,
): readonly CrisisContact[] {
  const all = contacts?.contacts ?? [];
  const here = country ?? countryOfZone(browserZone()) ?? contacts?.country;
  const found = all.filter((one) => one.country === here);
  return found.length > 0 ? found : all.filter((one) => one.country === contacts?.country);
}

export function dialled(number: string): string {
  return `tel:${number.replace(/[^+\d]/g, '')}`;
}

/** The strip above every step: 112, the first number for where the client is, and all the others. */
export function CrisisStrip(props: { country?: string | undefined }): JSX.Element {
  const contacts = contactsIn(useCrisisContacts(), props.country);
  const second = contacts.find((one) => one.number.replaceAll(' ', '') !== '112');
  return (
    <aside class="crisis" aria-label={t('nav.help')}>
      <span>{t('nav.help')}</span>
      <a class="crisis-number num" href="tel:112">
        112
      </a>
      {second && (
        <a class="crisis-number num" href={dialled(second.number)}>
          {second.number}
        </a>
      )}
      <a href="/help">{t('intake.allNumbers')}</a>
    </aside>
  );
}

/** Every number of a country, each to tap, with whom it is for and when it answers. */
export function CrisisNumbers(props: { country?: string | undefined }): JSX.Element {
  const contacts = useCrisisContacts();
  const here = contactsIn(contacts, props.country);
  if (here.length === 0) return <HelpNumbers />;
  const word = (words: CrisisContact['name']): string => {
    const own = words[language()];
    return own ?? words.pl ?? words.en ?? '';
  };
  const first = here.find((one) => one.number.replaceAll(' ', '') === '112');
  return (
    <div class="help-numbers">
      <a class="help-first" href="tel:112">
        <span class="num">112</span>
        <p>{(first && word(first.who)) || t('help.112')}</p>
      </a>
      <ul>
        {here
          .filter((one) => one !== first)
          .map((one) => (
            <li key={one.number}>
              <a class="num" href={dialled(one.number)}>
                {one.number}
              </a>
              <b>{word(one.name)}</b>
              <p class="soft">
                {[word(one.who), word(one.hours)].filter((text) => text !== '').join(', ')}
              </p>
            </li>
          ))}
      </ul>
    </div>
  );
}
