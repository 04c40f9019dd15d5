import { errors } from '@gabinet/shared/contracts/errors';
import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { pl } from './pl.ts';
import { ru } from './ru.ts';
import { uk } from './uk.ts';

const catalogues: Record<string, Record<string, string>> = { pl, en, uk, ru };
const form = /_(one|few|many|other)$/;
const base = (key: string): string => key.replace(form, '');
const places = (sentence: string): string[] =>
  [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1] ?? '').sort();

describe.each(Object.entries(catalogues))('the %s catalogue', (language, catalogue) => {
  it('has the keys of the Polish one and no others', () => {
    const own = new Set(Object.keys(catalogue).map(base));
    expect([...own].sort()).toEqual([...new Set(Object.keys(pl).map(base))].sort());
  });

  it('has every plural form of the language', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const plurals = new Set(
      Object.keys(catalogue)
        .filter((key) => form.test(key))
        .map(base),
    );
    for (const key of plurals) {
      for (const one of forms) expect(catalogue, `${key}_${one}`).toHaveProperty([`${key}_${one}`]);
    }
  });

  it('fills the same places as the Polish one', () => {
    for (const [key, sentence] of Object.entries(catalogue)) {
      const reference =
        (pl as Record<string, string>)[key] ?? pl[`${base(key)}_other` as 'day.ahead_other'];
      // A form for exactly one may say "a minute" without the number.
      const own = places(sentence).filter((place) => place !== 'count');
      expect(own, key).toEqual(places(reference).filter((place) => place !== 'count'));
      if (!key.endsWith('_one')) {
        expect(places(sentence).includes('count'), key).toBe(places(reference).includes('count'));
      }
    }
  });

  it('has no empty sentence', () => {
    for (const [key, sentence] of Object.entries(catalogue))
      expect(sentence.trim(), key).not.toBe('');
  });

  it('has a sentence for every error code', () => {
    for (const code of Object.keys(errors)) expect(catalogue).toHaveProperty([`error.${code}`]);
  });
});
