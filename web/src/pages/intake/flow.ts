import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { HeldTime, IntakeAnswers, IntakeView } from '@gabinet/shared/contracts/intake';
import type { PlainKey } from '../../i18n/catalogue.ts';

/** The order of the questions, and what each needs before the next. Pure, so that it can be tested. */

export type Step =
  | 'for-whom'
  | 'safety'
  | 'form'
  | 'psychologist'
  | 'time'
  | 'about'
  | 'people'
  | 'contact'
  | 'consents'
  | 'summary';

export type Psychologist = HttpOutput<'psychologist'>;
export type Practice = HttpOutput<'practice'>;
export type Form = NonNullable<IntakeAnswers['modality']>;

/** Answers while they are typed: a child may have a name and no age yet. */
export type Draft = Omit<IntakeAnswers, 'child'> & {
  child?:
    | { displayName: string; ageYears?: number | undefined; agrees?: boolean | undefined }
    | undefined;
};

/** The age below which a guardian's consent is needed. */
export const adultAge = 18;

/** What stands beside the answers: whom the link was for, and the time that is kept. */
export interface Given {
  /** Of a link to one psychologist: they are not asked for. */
  fixedPsychologist: boolean;
  held: HeldTime | null;
  minorConsentAge: number;
  consentTexts: IntakeView['consentTexts'];
}

/** Whether the person who will talk is a minor who came by themselves. */
export function isMinor(answers: Draft): boolean {
  return answers.forWhom === 'me' && answers.ageYears !== undefined && answers.ageYears < adultAge;
}

/** Whether the minor's own yes is asked, beside a guardian's (rule K5). */
export function asksMinor(answers: Draft, minorConsentAge: number): boolean {
  const age = answers.forWhom === 'my-child' ? answers.child?.ageYears : undefined;
  return age !== undefined && age >= minorConsentAge && age < adultAge;
}

/** The steps that these answers ask for. Letters need no time. */
export function stepsOf(answers: Draft, given: Pick<Given, 'fixedPsychologist'>): Step[] {
  const together = answers.forWhom !== undefined && answers.forWhom !== 'me';
  return [
    'for-whom',
    'safety',
    'form',
    ...(given.fixedPsychologist ? [] : (['psychologist'] as const)),
    ...(answers.modality === 'message' ? [] : (['time'] as const)),
    'about',
    ...(together || isMinor(answers) ? (['people'] as const) : []),
    'contact',
    'consents',
    'summary',
  ];
}

/** Fields that are missing or wrong, each with the sentence that says how to mend it. */
export type Faults = Readonly<Record<string, PlainKey>>;

const mail = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;
const number = /^\+?[0-9][0-9 ()-]{4,24}$/;

/** What still keeps a step from being answered; empty when the next may come. */
export function faultsOf(step: Step, answers: Draft, given: Given): Faults {
  const faults: Record<string, PlainKey> = {};
  const need = (field: string, held: unknown, sentence: PlainKey): void => {
    if (held === undefined || held === '' || held === false) faults[field] = sentence;
  };
  switch (step) {
    case 'for-whom':
      need('forWhom', answers.forWhom, 'intake.fault.choose');
      break;
    case 'safety':
      need('safety', answers.safety, 'intake.fault.choose');
      break;
    case 'form':
      need('modality', answers.modality, 'intake.fault.form');
      break;
    case 'psychologist':
      need('psychologistId', answers.psychologistId, 'intake.fault.psychologist');
      break;
    case 'time':
      need('time', given.held ?? undefined, 'intake.fault.time');
      break;
    case 'about':
      need('displayName', answers.displayName?.trim(), 'intake.fault.name');
      need('language', answers.language, 'intake.fault.choose');
      if (answers.forWhom === 'me') need('ageYears', answers.ageYears, 'intake.fault.age');
      break;
    case 'people':
      Object.assign(faults, peopleFaults(answers, given));
      break;
    case 'contact':
      if (!mail.test(answers.email ?? '')) faults.email = 'intake.fault.mail';
      if (answers.phone && !number.test(answers.phone)) faults.phone = 'intake.fault.phone';
      // `false` is an answer here, so only the missing one counts.
      if (answers.phone && answers.phoneIsSafe === undefined) {
        faults.phoneIsSafe = 'intake.fault.choose';
      }
      if (answers.discreet === undefined) faults.discreet = 'intake.fault.choose';
      if (answers.discreet === false) {
        if (answers.calendarInvitations === undefined) {
          faults.calendarInvitations = 'intake.fault.choose';
        }
        if (answers.reminders === undefined) faults.reminders = 'intake.fault.choose';
      }
      break;
    case 'consents':
      for (const { consentId } of given.consentTexts) {
        if (!answers.consents?.includes(consentId)) faults[consentId] = 'intake.fault.consent';
      }
      break;
    case 'summary':
      break;
    default:
      step satisfies never;
  }
  return faults;
}

function peopleFaults(answers: Draft, given: Given): Record<string, PlainKey> {
  const faults: Record<string, PlainKey> = {};
  const child = answers.forWhom === 'my-child';
  if (child && !answers.child?.displayName.trim())
    faults['child.displayName'] = 'intake.fault.name';
  if (child && answers.child?.ageYears === undefined) faults['child.ageYears'] = 'intake.fault.age';
  if (asksMinor(answers, given.minorConsentAge) && !answers.child?.agrees) {
    faults['child.agrees'] = 'intake.fault.minor';
  }
  if (child || isMinor(answers)) {
    const guardians = answers.guardians ?? [];
    if (!guardians.some((one) => one.mayConsent)) faults.guardians = 'intake.fault.guardian';
    guardians.forEach((one, index) => {
      if (!one.displayName.trim()) faults[`guardians.${index}.displayName`] = 'intake.fault.name';
      if (one.email && !mail.test(one.email)) {
        faults[`guardians.${index}.email`] = 'intake.fault.mail';
      }
      if (one.phone && !number.test(one.phone)) {
        faults[`guardians.${index}.phone`] = 'intake.fault.phone';
      }
    });
  } else {
    const others = answers.others ?? [];
    if (others.length === 0) faults['others.0.displayName'] = 'intake.fault.name';
    others.forEach((one, index) => {
      if (!one.displayName.trim()) faults[`others.${index}.displayName`] = 'intake.fault.name';
      if (one.email && !mail.test(one.email)) faults[`others.${index}.email`] = 'intake.fault.mail';
    });
  }
  return faults;
}

/** Where a person who comes back goes on: the first step that is not answered. */
export function firstOpenStep(answers: Draft, given: Given): Step {
  return (
    stepsOf(answers, given).find(
      (step) => Object.keys(faultsOf(step, answers, given)).length > 0,
    ) ?? 'summary'
  );
}

/** The step of a field that the service named as wrong or missing. */
export function stepOfField(field: string): Step {
  const name = field.replace(/^answers\./, '').split('.')[0] ?? '';
  const steps: Readonly<Record<string, Step>> = {
    forWhom: 'for-whom',
    safety: 'safety',
    country: 'safety',
    modality: 'form',
    psychologistId: 'psychologist',
    time: 'time',
    held: 'time',
    reason: 'about',
    language: 'about',
    ageYears: 'about',
    displayName: 'about',
    child: 'people',
    guardians: 'people',
    others: 'people',
    consents: 'consents',
  };
  return steps[name] ?? 'contact';
}

/**
 * The answers as the service takes them: what is empty or not yet well formed is left out, so that
 * half an address does not keep the rest from being saved.
 */
export function savable(answers: Draft): IntakeAnswers {
  const { email, phone, displayName, child, guardians, others, ...rest } = answers;
  const reach = (one: { email?: string | undefined; phone?: string | undefined }) => ({
    ...(one.email && mail.test(one.email) ? { email: one.email } : {}),
    ...(one.phone && number.test(one.phone) ? { phone: one.phone } : {}),
  });
  return {
    ...rest,
    ...reach({ email, phone }),
    ...(displayName?.trim() ? { displayName: displayName.trim() } : {}),
    ...(child?.displayName.trim() && child.ageYears !== undefined
      ? { child: { ...child, ageYears: child.ageYears } }
      : {}),
    ...(guardians
      ? {
          guardians: guardians
            .filter((one) => one.displayName.trim())
            .map(({ email: itsMail, phone: itsPhone, ...one }) => ({
              ...one,
              ...reach({ email: itsMail, phone: itsPhone }),
            })),
        }
      : {}),
    ...(others
      ? {
          others: others
            .filter((one) => one.displayName.trim())
            .map(({ email: itsMail, ...one }) => ({ ...one, ...reach({ email: itsMail }) })),
        }
      : {}),
  };
}

/** The forms of contact that may be offered: the practice's, and of a chosen psychologist theirs. */
export function formsOffered(
  practice: Pick<Practice, 'address' | 'letterReplyDays'>,
  psychologist: Pick<Psychologist, 'modalities'> | null,
): readonly Form[] {
  return (['video', 'audio', 'chat', 'message', 'office'] as const).filter(
    (form) =>
      (form !== 'message' || practice.letterReplyDays !== null) &&
      (form !== 'office' || practice.address !== null) &&
      (psychologist === null || psychologist.modalities.includes(form)),
  );
}
