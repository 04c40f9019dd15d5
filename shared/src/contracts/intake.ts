import { z } from 'zod';
import {
  appointmentModality,
  calendarDate,
  country,
  email,
  id,
  instant,
  language,
  personName,
  phone,
  zone,
} from './words.ts';

/** What a new client tells before a first appointment. All of it is sealed before it is stored (rule V1). */

export const forWhom = z.enum(['me', 'my-child', 'us-two', 'our-family']);
export type ForWhom = z.infer<typeof forWhom>;

/** "Are you safe to wait for an appointment?" Never scored, never blocks a booking (rule K2). */
export const safetyAnswer = z.enum(['yes', 'no', 'talk']);
export type SafetyAnswer = z.infer<typeof safetyAnswer>;

export const guardian = z.object({
  displayName: personName,
  email: email.optional(),
  phone: phone.optional(),
  mayConsent: z.boolean(),
  /** A note on court orders, in their own words. */
  courtNote: z.string().max(1000).optional(),
});

/** Answers so far; every part may still be missing. */
export const intakeAnswers = z
  .object({
    forWhom,
    /** What brings them, in their own words. */
    reason: z.string().max(4000),
    modality: appointmentModality,
    /** Whom they would like to meet; until a time is held, or for letters. */
    psychologistId: id,
    language,
    /** Where another one than the browser's was chosen: mails and times are in it. */
    zone,
    ageYears: z.int().min(0).max(120),
    safety: safetyAnswer,
    /** Where the client is: crisis contacts follow them (rule K1). */
    country,
    displayName: personName,
    email,
    phone,
    /** False: nobody calls, the number is for an outage of a session alone. */
    phoneIsSafe: z.boolean(),
    /** True: neutral sender and subject, no calendar part, no reminders that others read (rule K4). */
    discreet: z.boolean(),
    calendarInvitations: z.boolean(),
    reminders: z.boolean(),
    child: z.object({
      displayName: personName,
      ageYears: z.int().min(0).max(25),
      /** The minor's own yes, needed from the practice's age on. */
      agrees: z.boolean().optional(),
    }),
    guardians: z.array(guardian).max(4),
    /** The partner, or the family's other members, who take part. */
    others: z.array(z.object({ displayName: personName, email: email.optional() })).max(6),
    /** Ids of the consent texts that were accepted. */
    consents: z.array(id).max(12),
  })
  .partial();
export type IntakeAnswers = z.infer<typeof intakeAnswers>;

/** A time that is kept for the person while they answer. */
export const heldTime = z.object({
  appointmentIds: z.array(id),
  psychologistId: id,
  psychologistName: z.string(),
  psychologistZone: zone,
  startsAt: instant,
  endsAt: instant,
  /** Of a series: how many occurrences, and every how many weeks. */
  occurrences: z.int(),
  everyWeeks: z.int().nullable(),
  /** The starts of every occurrence that is kept. */
  starts: z.array(instant),
  expiresAt: instant,
});
export type HeldTime = z.infer<typeof heldTime>;

export const consentText = z.object({
  consentId: id,
  modality: appointmentModality,
  version: z.int(),
  language,
  title: z.string(),
  text: z.string(),
});
export type ConsentText = z.infer<typeof consentText>;

/** What happens with "no" or "I want to talk to someone" (rule K2). */
export const duty = z.object({
  /** Whether somebody of the practice is told and must acknowledge. */
  staffed: z.boolean(),
  /** Within how many minutes they call. */
  callWithinMinutes: z.int().min(5).max(1440).nullable(),
});

export const intakeView = z.object({
  intakeId: id,
  /** Of a psychologist's invitation to book: with whom; null otherwise. */
  invitedBy: id.nullable(),
  /** An unfinished intake is deleted then, with its key. */
  keptUntil: instant,
  answers: intakeAnswers,
  held: heldTime.nullable(),
  /** The consents that the chosen modality needs, in the chosen language. */
  consentTexts: z.array(consentText),
  /** From this age on a minor's own yes is needed. */
  minorConsentAge: z.int(),
  duty,
  /** Until when the duty calls: `duty.callWithinMinutes` after the answer; null without a call. */
  dutyCallBefore: instant.nullable(),
  /** Set once the duty has acknowledged a call for help. */
  dutyAcknowledgedAt: instant.nullable(),
  /** Where a mail with a code was sent; null before. */
  codeSentTo: email.nullable(),
  /** This browser came by the mailed link: no code needs to be typed (rule K6). */
  emailProved: z.boolean(),
  /** After confirmation. */
  confirmed: z
    .object({ status: z.enum(['confirmed', 'requested', 'letters']), appointmentIds: z.array(id) })
    .nullable(),
});
export type IntakeView = z.infer<typeof intakeView>;

/** A crisis contact of the practice (rule K1). */
export const crisisContact = z.object({
  country,
  number: z.string().min(2).max(40),
  /** By language; a missing one falls back to the practice's. */
  name: z.partialRecord(language, z.string().max(120)),
  who: z.partialRecord(language, z.string().max(200)),
  hours: z.partialRecord(language, z.string().max(80)),
  /** When someone of the practice last called it; null: verify before use. */
  verifiedOn: calendarDate.nullable(),
});
export type CrisisContact = z.infer<typeof crisisContact>;
