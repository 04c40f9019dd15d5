import { describe, expect, it } from 'vitest';
import {
  type Draft,
  faultsOf,
  firstOpenStep,
  formsOffered,
  type Given,
  savable,
  stepOfField,
  stepsOf,
} from './flow.ts';

const given: Given = {
  fixedPsychologist: false,
  held: null,
  minorConsentAge: 16,
  consentTexts: [],
};
const held = { expiresAt: 1 } as NonNullable<Given['held']>;
const whole: Draft = {
  forWhom: 'me',
  safety: 'no',
  modality: 'video',
  psychologistId: '00000000-0000-4000-8000-000000000001',
  displayName: 'Klara',
  ageYears: 34,
  language: 'pl',
  email: 'klara@example.org',
  discreet: true,
};

describe('the steps of an intake', () => {
  it('K2 whether someone is safe to wait keeps nobody from going on', () => {
    for (const safety of ['yes', 'no', 'talk'] as const) {
      expect(faultsOf('safety', { ...whole, safety }, given)).toEqual({});
    }
    expect(firstOpenStep(whole, { ...given, held })).toBe('summary');
  });

  it('K3 letters skip the time; a link to a psychologist skips the search', () => {
    expect(stepsOf({ ...whole, modality: 'message' }, given)).not.toContain('time');
    expect(stepsOf(whole, { fixedPsychologist: true })).not.toContain('psychologist');
    expect(stepsOf(whole, given)).toContain('time');
  });

  it('K3 every form that the practice has is offered, and of a psychologist those they offer', () => {
    const practice = { address: 'ul. Lipowa 12', letterReplyDays: 3 };
    expect(formsOffered(practice, null)).toEqual(['video', 'audio', 'chat', 'message', 'office']);
    expect(formsOffered({ address: null, letterReplyDays: null }, null)).toEqual([
      'video',
      'audio',
      'chat',
    ]);
    expect(formsOffered(practice, { modalities: ['audio', 'office'] })).toEqual([
      'audio',
      'office',
    ]);
  });

  it('K5 a minor needs a guardian who may consent, and from the practice’s age on their own yes', () => {
    expect(stepsOf({ ...whole, ageYears: 17 }, given)).toContain('people');
    expect(stepsOf({ ...whole, ageYears: 18 }, given)).not.toContain('people');
    const child = (ageYears: number, mayConsent: boolean, agrees?: boolean): Draft => ({
      ...whole,
      forWhom: 'my-child',
      child: { displayName: 'Staś', ageYears, agrees },
      guardians: [{ displayName: 'Klara', mayConsent }],
    });
    expect(Object.keys(faultsOf('people', child(15, true), given))).toEqual([]);
    expect(Object.keys(faultsOf('people', child(15, false), given))).toEqual(['guardians']);
    expect(Object.keys(faultsOf('people', child(16, true), given))).toEqual(['child.agrees']);
    expect(Object.keys(faultsOf('people', child(16, true, true), given))).toEqual([]);
  });

  it('K4 a number needs the word whether it is safe; the discreet way asks no more', () => {
    expect(Object.keys(faultsOf('contact', whole, given))).toEqual([]);
    const reachable = { ...whole, phone: '600 123 456' };
    expect(Object.keys(faultsOf('contact', reachable, given))).toEqual(['phoneIsSafe']);
    expect(Object.keys(faultsOf('contact', { ...reachable, phoneIsSafe: false }, given))).toEqual(
      [],
    );
    expect(Object.keys(faultsOf('contact', { ...whole, discreet: false }, given))).toEqual([
      'calendarInvitations',
      'reminders',
    ]);
  });

  it('V1 half an address keeps nothing else from being saved', () => {
    const saved = savable({
      ...whole,
      email: 'klara@',
      phone: '6',
      child: { displayName: 'Staś' },
      guardians: [{ displayName: ' ', mayConsent: true }],
    });
    expect(saved).toMatchObject({ forWhom: 'me', displayName: 'Klara', guardians: [] });
    for (const field of ['email', 'phone', 'child']) expect(saved).not.toHaveProperty(field);
  });

  it('leads from a field that the service named to its step', () => {
    expect(stepOfField('answers.guardians.0.email')).toBe('people');
    expect(stepOfField('child.agrees')).toBe('people');
    expect(stepOfField('email')).toBe('contact');
  });
});
