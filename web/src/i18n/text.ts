import type { ErrorCode } from '@gabinet/shared/contracts/errors';
import type { Language } from '@gabinet/shared/contracts/words';
import { signal } from '@preact/signals';
import { createInstance } from 'i18next';
import { type Area, loaders, type PlainKey, type PluralKey } from './catalogue.ts';

/** The languages that screens exist in, each named in itself. */
export const languageNames: Record<Language, string> = {
  pl: 'Polski',
  en: 'English',
  uk: 'Українська',
  ru: 'Русский',
};
const languages = Object.keys(languageNames) as Language[];
const storageKey = 'gabinet.language';

const instance = createInstance();
const current = signal<Language>('pl');
const areas = new Set<Area>(['base']);

/** The language on screen. Reading it in a component redraws that component on a change. */
export function language(): Language {
  return current.value;
}

/** The first of: `?lang=`, the remembered choice, the browser's languages, Polish. */
export function preferredLanguage(
  query: string,
  remembered: string | null,
  browser: readonly string[],
): Language {
  const wishes = [new URLSearchParams(query).get('lang'), remembered, ...browser];
  for (const wish of wishes) {
    const found = languages.find((known) => wish?.toLowerCase().split('-')[0] === known);
    if (found) return found;
  }
  return 'pl';
}

/** The reader's own regional tag of the language (`en-GB`), so that dates look as they expect. */
export function locale(): string {
  const chosen = current.value;
  return navigator.languages.find((tag) => tag.split('-')[0] === chosen) ?? chosen;
}

/** Loads a language and shows it; `remember` keeps the choice for the next visit. */
export async function showLanguage(next: Language, remember = false): Promise<void> {
  const words = await Promise.all([...areas].map((area) => loaders[area][next]()));
  if (!instance.isInitialized) {
    await instance.init({
      lng: next,
      resources: {},
      keySeparator: false,
      nsSeparator: false,
      fallbackLng: false,
      interpolation: { escapeValue: false },
    });
  }
  for (const one of words) instance.addResourceBundle(next, 'translation', one, true, true);
  await instance.changeLanguage(next);
  current.value = next;
  document.documentElement.lang = next;
  if (remember) {
    try {
      localStorage.setItem(storageKey, next);
    } catch {
      // Storage can be closed to us (private windows); the choice then lasts for this page.
    }
  }
}

/** Loads the words of an area, for the language on screen now and for any that is chosen later. */
export async function loadWords(area: Area): Promise<void> {
  if (areas.has(area)) return;
  const shown = current.value;
  const words = await loaders[area][shown]();
  areas.add(area);
  instance.addResourceBundle(shown, 'translation', words, true, true);
  // The language was changed while its words were on their way.
  if (current.value !== shown) await showLanguage(current.value);
}

/** Shows the reader's language; called once before the first drawing. */
export async function startLanguage(): Promise<void> {
  let remembered: string | null = null;
  try {
    remembered = localStorage.getItem(storageKey);
  } catch {
    // As above: no storage, no memory.
  }
  await showLanguage(preferredLanguage(location.search, remembered, navigator.languages));
}

/** One-letter words do not end a line in Polish, Ukrainian and Russian. */
export function bindShortWords(sentence: string): string {
  return sentence.replace(/(?<=^|[\s(„«])([aiouwzwAIOUWZвзікосуяВЗІКОСУЯ]) /gu, '$1\u00a0');
}

type Values = Record<string, string | number>;

/** A sentence in the reader's language. `values` fill its `{{places}}`. */
export function t(key: PlainKey, values: Values = {}): string {
  const sentence = instance.t(key, { ...values, lng: current.value });
  return current.value === 'en' ? sentence : bindShortWords(sentence);
}

/** A sentence that depends on a number, in the right plural form; `{{count}}` is the number. */
export function plural(key: PluralKey, count: number, values: Values = {}): string {
  const sentence = instance.t(key, { ...values, count, lng: current.value });
  return current.value === 'en' ? sentence : bindShortWords(sentence);
}

/** What to tell a person about an error. */
export function errorText(code: ErrorCode): string {
  return t(`error.${code}`);
}
