import { describe, expect, test } from 'vitest';
import { type CompleteAnswers, consentsOf, isComplete, missingFields, peopleOf } from './rules.ts';

const adult: CompleteAnswers = {
  forWhom: 'me',
  modality: 'video',
  displayName: 'Adam',
  email: 'adam@example.org',
  ageYears: 30,
};
const guardian = { displayName: 'Ewa', mayConsent: true };
const child = (ageYears: number, agrees?: boolean): CompleteAnswers => ({
  ...adult,
  forWhom: 'my-child',
  child: { displayName: 'Zosia', ageYears, ...(agrees === undefined ? {} : { agrees }) },
  guardians: [guardian],
});

describe('what must be there', () => {
  test('K2 whether somebody is safe to wait is never asked for', () => {
    expect(missingFields({})).toEqual(['forWhom', 'modality', 'displayName', 'email']);
    for (const safety of ['no', 'talk', undefined] as const) {
      expect(isComplete({ ...adult, ...(safety ? { safety } : {}) })).toBe(true);
    }
  });

  test('a couple and a family need the others, a child themself', () => {
    expect(missingFields({ ...adult, forWhom: 'us-two' })).toEqual(['others']);
    expect(missingFields({ ...adult, forWhom: 'our-family', others: [] })).toEqual(['others']);
    expect(missingFields({ ...adult, forWhom: 'my-child' })).toEqual(['child']);
  });
});

describe('K5 whose yes a consent is', () => {
  test.each([
    ['an adult', adult, ['client'], []],
    ['a child below the age', child(15), ['guardian'], []],
    ['a child of that age', child(16, true), ['guardian', 'minor'], []],
    ['one who was not asked', child(16), ['guardian', 'minor'], ['child.agrees']],
    ['one who said no', child(17, false), ['guardian', 'minor'], ['child.agrees']],
    ['a son who is of age', child(18), ['client'], []],
    ['a minor alone', { ...adult, ageYears: 16 }, ['guardian', 'minor'], ['guardians']],
  ])('K5 of %s', (_who, answers, givenBy, missing) => {
    expect(consentsOf(answers, 16)).toEqual({ givenBy, missing });
  });

  test('K5 of several guardians one who may is enough, none is not', () => {
    const other = { displayName: 'Jan', mayConsent: false };
    const of = (guardians: (typeof guardian)[]) =>
      consentsOf({ ...child(9), guardians }, 16).missing;
    expect(of([other, guardian])).toEqual([]);
    expect(of([other, other])).toEqual(['guardians']);
  });
});

test('B12 who takes part, and as what', () => {
  expect(peopleOf(adult)).toEqual({ role: 'client', others: [] });
  expect(peopleOf(child(9)).role).toBe('parent');
  const others = [{ displayName: 'Bea', email: 'bea@example.org' }, { displayName: 'Cyryl' }];
  expect(peopleOf({ ...adult, forWhom: 'us-two', others }).others).toEqual([
    { role: 'partner', displayName: 'Bea', email: 'bea@example.org' },
  ]);
  expect(
    peopleOf({ ...adult, forWhom: 'our-family', others }).others.map((one) => one.role),
  ).toEqual(['member', 'member']);
});
