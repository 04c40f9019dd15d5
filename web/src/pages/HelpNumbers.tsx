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

/**
 * The contacts of the country that the reader has named, or where their clock is, else of the
 * practice's (rule K1).
 */
function contactsHere({ country, contacts }: Contacts, named?: string): readonly CrisisContact[] {
  const here = named ?? countryOfZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const own = contacts.filter((one) => one.country === here);
  return own.length > 0 ? own : contacts.filter((one) => one.country === country);
}

/** The practice's crisis contacts of every country; never waits and never fails. */
export function useEveryContact(): Contacts {
  const all = useSignal<Contacts>(shipped);
  useEffect(() => {
    call('crisisContacts', {}).then(
      (found) => {
        all.value = found;
      },
      () => undefined,
    );
  }, []);
  return all.value;
}

/** Those for where the reader is. */
export function useCrisisContacts(named?: string): readonly CrisisContact[] {
  return contactsHere(useEveryContact(), named);
}

/** The numbers one can tap: 112 first, then who helps whom. */
export function HelpNumbers(props: { country?: string | undefined }): JSX.Element {
  const [first, ...rest] = useCrisisContacts(props.country);
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
