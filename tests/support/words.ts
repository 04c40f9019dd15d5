import { en as account } from '../../web/src/i18n/account/en.ts';
import { en as base } from '../../web/src/i18n/base/en.ts';
import { en as calendar } from '../../web/src/i18n/calendar/en.ts';
import { en as chat } from '../../web/src/i18n/chat/en.ts';
import { en as devices } from '../../web/src/i18n/devices/en.ts';
import { en as intake } from '../../web/src/i18n/intake/en.ts';
import { en as practice } from '../../web/src/i18n/practice/en.ts';
import { en as session } from '../../web/src/i18n/session/en.ts';

const en = {
  ...account,
  ...base,
  ...calendar,
  ...chat,
  ...devices,
  ...intake,
  ...practice,
  ...session,
};

/** The key of a sentence in the catalogues. */
export type Key = keyof typeof en;

/** What fills the `{{places}}` of a sentence. */
export type Values = Readonly<Record<string, string>>;

/**
 * A sentence of the screens in English, as a pattern for the whole text: what is filled in later
 * matches anything. Tests name sentences by their keys, so that a better wording breaks none.
 */
export function words(key: Key, values: Values = {}): RegExp {
  return new RegExp(`^\\s*${phrase(key, values).source}\\s*$`);
}

/** The same as a part of a longer text. */
export function phrase(key: Key, values: Values = {}): RegExp {
  const sentence = en[key];
  if (sentence === undefined) throw new Error(`English has no sentence named ${key}.`);
  const parts = sentence.split(/\{\{(\w+)\}\}/).map((part, index) => {
    if (index % 2 === 0) return escapePattern(part);
    const value = values[part];
    return value === undefined ? '.*' : escapePattern(value);
  });
  return new RegExp(parts.join(''));
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
}
