import { errors } from '@gabinet/shared/contracts/errors';
import { describe, expect, it } from 'vitest';
import { type Area, loaders } from './catalogue.ts';

type Words = Readonly<Record<string, string>>;
const areas = Object.keys(loaders) as Area[];
const languages = ['pl', 'en', 'uk', 'ru'] as const;
const cases: { area: Area; language: string; catalogue: Words; pl: Words }[] = [];
for (const area of areas) {
  const polish = await loaders[area].pl();
  for (const language of languages) {
    cases.push({ area, language, catalogue: await loaders[area][language](), pl: polish });
  }
}

const form = /_(one|few|many|other)$/;
const base = (key: string): string => key.replace(form, '');
const places = (sentence: string): string[] =>
  [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1] ?? '').sort();

describe.each(cases)('$area in $language', ({ language, catalogue, pl }) => {
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
      const reference = pl[key] ?? pl[`${base(key)}_other`] ?? '';
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
});

it('no key is in two areas, for they share one name space', () => {
  const keys = cases
    .filter(({ language }) => language === 'pl')
    .flatMap(({ pl }) => Object.keys(pl));
  expect(keys.length).toBe(new Set(keys).size);
});

it.each(languages)('%s has a sentence for every error code', async (language) => {
  const catalogue = await loaders.base[language]();
  for (const code of Object.keys(errors)) expect(catalogue).toHaveProperty([`error.${code}`]);
});
