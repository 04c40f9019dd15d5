import type { IntakeAnswers } from '@gabinet/shared/contracts/intake';
import type { AppointmentModality, Role } from '@gabinet/shared/contracts/words';

/** What follows from the answers of an intake; pure, so that each rule of care has its own test. */

/** Below this age a guardian consents (rule K5). */
const adultAge = 18;

/** Answers of which everything that a confirmation needs is there. */
export interface CompleteAnswers extends IntakeAnswers {
  readonly forWhom: NonNullable<IntakeAnswers['forWhom']>;
  readonly displayName: string;
  readonly email: string;
  readonly modality: AppointmentModality;
}

/** The fields that are still missing; whether someone is safe to wait is never among them (rule K2). */
export function missingFields(answers: IntakeAnswers): string[] {
  const missing: string[] = [];
  const need = (field: keyof IntakeAnswers) => {
    if (answers[field] === undefined) missing.push(field);
  };
  need('forWhom');
  need('modality');
  need('displayName');
  need('email');
  if (answers.forWhom === 'me') need('ageYears');
  if (answers.forWhom === 'my-child') need('child');
  if (minorOf(answers) !== null && (answers.guardians ?? []).length === 0)
    missing.push('guardians');
  const together = answers.forWhom === 'us-two' || answers.forWhom === 'our-family';
  if (together && (answers.others ?? []).length === 0) missing.push('others');
  return missing;
}

export function isComplete(answers: IntakeAnswers): answers is CompleteAnswers {
  return missingFields(answers).length === 0;
}

/** Of whom a guardian must consent: the child, or who comes for themself and is a minor. */
function minorOf(answers: IntakeAnswers): { ageYears: number; agrees: boolean } | null {
  if (answers.forWhom === 'my-child' && answers.child && answers.child.ageYears < adultAge) {
    return { ageYears: answers.child.ageYears, agrees: answers.child.agrees ?? false };
  }
  const { ageYears } = answers;
  if (answers.forWhom === 'me' && ageYears !== undefined && ageYears < adultAge) {
    // Who answers for themself says yes by accepting the texts.
    return { ageYears, agrees: true };
  }
  return null;
}

/** Whose yes a consent is; the fields that are missing for it (rule K5). */
export function consentsOf(
  answers: IntakeAnswers,
  minorConsentAge: number,
): { givenBy: readonly ('client' | 'guardian' | 'minor')[]; missing: string[] } {
  const minor = minorOf(answers);
  if (minor === null) return { givenBy: ['client'], missing: [] };
  const missing: string[] = [];
  if (!answers.guardians?.some((one) => one.mayConsent)) missing.push('guardians');
  const asked = minor.ageYears >= minorConsentAge;
  if (asked && !minor.agrees) missing.push('child.agrees');
  return { givenBy: asked ? ['guardian', 'minor'] : ['guardian'], missing };
}

/** Somebody who takes part beside who answered. */
export interface OtherPerson {
  readonly role: Exclude<Role, 'psychologist' | 'client'>;
  readonly displayName: string;
  /** Where their own invitation goes; without one they come on somebody else's device. */
  readonly email: string | undefined;
}

/**
 * Who takes part. Of a child's consultation the parent is the client of record; the child takes part
 * without a record of their own.
 */
export function peopleOf(answers: CompleteAnswers): {
  role: 'client' | 'parent';
  others: OtherPerson[];
} {
  const others = answers.others ?? [];
  switch (answers.forWhom) {
    case 'me':
      return { role: 'client', others: [] };
    case 'my-child':
      return {
        role: 'parent',
        others: answers.child
          ? [{ role: 'child', displayName: answers.child.displayName, email: undefined }]
          : [],
      };
    case 'us-two':
      return { role: 'client', others: others.slice(0, 1).map(as('partner')) };
    case 'our-family':
      return { role: 'client', others: others.map(as('member')) };
  }
}

function as(role: OtherPerson['role']) {
  return (one: { displayName: string; email?: string | undefined }): OtherPerson => ({
    role,
    displayName: one.displayName,
    email: one.email,
  });
}
