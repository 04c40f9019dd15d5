import type { Messages } from './pl.ts';

type Form = 'one' | 'few' | 'many' | 'other';
/** A key with a count; written without its plural ending. */
export type PluralKey = keyof Messages extends infer K
  ? K extends `${infer Base}_${Form}`
    ? Base
    : never
  : never;
/** Any other key. */
export type PlainKey = Exclude<keyof Messages, `${string}_${Form}`>;

/** One language: every plain key, `_other` of each plural, and the forms that the language has. */
export type Catalogue = Record<PlainKey, string> &
  Record<`${PluralKey}_other`, string> &
  Partial<Record<`${PluralKey}_${Form}`, string>>;
