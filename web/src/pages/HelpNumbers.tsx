import { defaultCrisisContacts } from '@gabinet/shared/care/crisisContacts';
import type { CrisisContact } from '@gabinet/shared/contracts/intake';
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { call } from '../api.ts';
import { countryOfZone } from '../help/countries.ts';
import { language, t } from '../i18n/text.ts';

interface Contacts {
  readonly country: string;
  readonly contacts: readonly CrisisContact[];
}

/** Of whom the shipped list counts until the practice's own has come, and whenever it can't come. */
const shipped: Contacts = { country: 'PL', contacts: defaultCrisisContacts };

/** The contacts of the country where the reader's clock is, else of the practice's (rule K1). */
export function contactsHere({ country, contacts }: Contacts): readonly CrisisContact[] {
  const here = countryOfZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const own = contacts.filter((one) => one.country === here);
  return own.length > 0 ? own : contacts.filter((one) => one.country === country);
}

/** The practice's crisis contacts; never waits and never fails. */
export function useCrisisContacts(): readonly CrisisContact[] {
  const all = useSignal<Contacts>(shipped);
  useEffect(() => {
    call('crisisContacts', {}).then(
      (found) => {
        all.value = found;
      },
      () => undefined,
    );
  }, []);
  return contactsHere(all.value);
}

/** The numbers one can tap: 112 first, then who helps whom. */
export function HelpNumbers(): JSX.Element {
  const [first, ...rest] = useCrisisContacts();
  const text = (words: CrisisContact['name']): string =>
    words[language()] ?? words.en ?? words.pl ?? '';
  return (
    <div class="help-numbers">
      {first && (
        <a class="help-first" href={telephone(first.number)}>
          <span class="num">{first.number}</span>
          <p>{t('help.emergency')}</p>
        </a>
      )}
      <ul>
        {rest.map((one) => (
          <li key={one.number}>
            <a class="num" href={telephone(one.number)}>
              {one.number}
            </a>
            <b>{text(one.name)}</b>
            <p class="soft">
              {[text(one.who), text(one.hours)].filter((part) => part !== '').join(', ')}
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What a tap on a number opens. */
export function telephone(number: string): string {
  return `tel:${number.replaceAll(/[^0-9+]/g, '')}`;
}
