import { en } from '../../web/src/i18n/en.ts';

type Key = keyof typeof en;

/**
 * A sentence of the screens in English, as a pattern for the whole text: what is filled in later
 * matches anything. Tests name sentences by their keys, so that a better wording breaks none.
 */
export function words(key: Key, values: Readonly<Record<string, string>> = {}): RegExp {
  const sentence = en[key];
  if (sentence === undefined) throw new Error(`English has no sentence named ${key}.`);
  const parts = sentence.split(/\{\{(\w+)\}\}/).map((part, index) => {
    if (index % 2 === 0) return escapePattern(part);
    const value = values[part];
    return value === undefined ? '.*' : escapePattern(value);
  });
  return new RegExp(`^\\s*${parts.join('')}\\s*$`);
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
}
