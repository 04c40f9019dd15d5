import type { Language } from '@gabinet/shared/contracts/words';
import type { pl as account } from './account/pl.ts';
import type { pl as base } from './base/pl.ts';
import type { pl as calendar } from './calendar/pl.ts';
import type { pl as chat } from './chat/pl.ts';
import type { pl as devices } from './devices/pl.ts';
import type { pl as intake } from './intake/pl.ts';
import type { pl as practice } from './practice/pl.ts';
import type { pl as sealed } from './sealed/pl.ts';
import type { pl as session } from './session/pl.ts';

/** Areas of the pages; each has its words in its own folder, and they are loaded with its pages. */
export type Area =
  | 'base'
  | 'account'
  | 'calendar'
  | 'chat'
  | 'devices'
  | 'intake'
  | 'practice'
  | 'sealed'
  | 'session';

type Messages = typeof account &
  typeof base &
  typeof calendar &
  typeof chat &
  typeof devices &
  typeof intake &
  typeof practice &
  typeof sealed &
  typeof session;

type Form = 'one' | 'few' | 'many' | 'other';
type PluralKeyOf<M> = keyof M extends infer K
  ? K extends `${infer Base}_${Form}`
    ? Base
    : never
  : never;
/** A key with a count; written without its plural ending. */
export type PluralKey = PluralKeyOf<Messages>;
/** Any other key. */
export type PlainKey = Exclude<keyof Messages, `${string}_${Form}`>;

/**
 * An area in one language: every plain key of the Polish one, `_other` of each plural, and the forms
 * that the language has.
 */
export type Catalogue<M> = Record<Exclude<keyof M, `${string}_${Form}`>, string> &
  Record<`${PluralKeyOf<M>}_other`, string> &
  Partial<Record<`${PluralKeyOf<M>}_${Form}`, string>>;

type Words = Readonly<Record<string, string>>;

/** Only the reader's language is loaded, and of it the areas that the page needs. */
export const loaders: Record<Area, Record<Language, () => Promise<Words>>> = {
  base: {
    pl: async () => (await import('./base/pl.ts')).pl,
    en: async () => (await import('./base/en.ts')).en,
    uk: async () => (await import('./base/uk.ts')).uk,
    ru: async () => (await import('./base/ru.ts')).ru,
  },
  account: {
    pl: async () => (await import('./account/pl.ts')).pl,
    en: async () => (await import('./account/en.ts')).en,
    uk: async () => (await import('./account/uk.ts')).uk,
    ru: async () => (await import('./account/ru.ts')).ru,
  },
  calendar: {
    pl: async () => (await import('./calendar/pl.ts')).pl,
    en: async () => (await import('./calendar/en.ts')).en,
    uk: async () => (await import('./calendar/uk.ts')).uk,
    ru: async () => (await import('./calendar/ru.ts')).ru,
  },
  chat: {
    pl: async () => (await import('./chat/pl.ts')).pl,
    en: async () => (await import('./chat/en.ts')).en,
    uk: async () => (await import('./chat/uk.ts')).uk,
    ru: async () => (await import('./chat/ru.ts')).ru,
  },
  devices: {
    pl: async () => (await import('./devices/pl.ts')).pl,
    en: async () => (await import('./devices/en.ts')).en,
    uk: async () => (await import('./devices/uk.ts')).uk,
    ru: async () => (await import('./devices/ru.ts')).ru,
  },
  intake: {
    pl: async () => (await import('./intake/pl.ts')).pl,
    en: async () => (await import('./intake/en.ts')).en,
    uk: async () => (await import('./intake/uk.ts')).uk,
    ru: async () => (await import('./intake/ru.ts')).ru,
  },
  practice: {
    pl: async () => (await import('./practice/pl.ts')).pl,
    en: async () => (await import('./practice/en.ts')).en,
    uk: async () => (await import('./practice/uk.ts')).uk,
    ru: async () => (await import('./practice/ru.ts')).ru,
  },
  sealed: {
    pl: async () => (await import('./sealed/pl.ts')).pl,
    en: async () => (await import('./sealed/en.ts')).en,
    uk: async () => (await import('./sealed/uk.ts')).uk,
    ru: async () => (await import('./sealed/ru.ts')).ru,
  },
  session: {
    pl: async () => (await import('./session/pl.ts')).pl,
    en: async () => (await import('./session/en.ts')).en,
    uk: async () => (await import('./session/uk.ts')).uk,
    ru: async () => (await import('./session/ru.ts')).ru,
  },
};
