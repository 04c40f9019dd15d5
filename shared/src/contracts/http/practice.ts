import { z } from 'zod';
import { policy } from '../availability.ts';
import { consentText, crisisContact, duty } from '../intake.ts';
import { paths } from '../paths.ts';
import {
  appointmentModality,
  calendarDate,
  country,
  id,
  instant,
  language,
  personName,
  phone,
  zone,
} from '../words.ts';
import type { HttpContract } from './contract.ts';

/** The practice: its public face, and what its owner sets. */

const practiceSettings = z.object({
  name: personName,
  language,
  zone,
  country,
  /** Where `office` appointments take place; null: none are offered. */
  address: z.string().max(300).nullable(),
  /** Shown to clients; null: none. */
  phone: phone.nullable(),
  policy,
  minorConsentAge: z.int().min(0).max(21),
  duty,
  /** How long an answer to a letter takes, in working days; null: letters are not offered. */
  letterReplyDays: z.int().min(1).max(30).nullable(),
});
export type PracticeSettings = z.infer<typeof practiceSettings>;

export const practiceHttp = {
  practice: {
    ...paths.practice,
    summary: "The practice's public face.",
    who: 'anyone',
    input: z.object({}),
    output: z.object({
      name: z.string(),
      language,
      zone,
      country,
      address: z.string().nullable(),
      phone: z.string().nullable(),
      duty,
      letterReplyDays: z.int().nullable(),
      demo: z.boolean(),
      /** False: nobody has made the owner's account yet. */
      staffed: z.boolean(),
    }),
  },
  practiceSettings: {
    ...paths.practiceSettings,
    summary: 'What the owner has set.',
    who: 'owner',
    input: z.object({}),
    output: practiceSettings,
  },
  savePracticeSettings: {
    ...paths.savePracticeSettings,
    summary: 'Sets the practice; openings follow at once.',
    who: 'owner',
    input: practiceSettings,
    output: practiceSettings,
  },
  crisisContacts: {
    ...paths.crisisContacts,
    summary: 'The crisis contacts of every country the practice lists, 112 first.',
    who: 'anyone',
    input: z.object({}),
    output: z.object({
      country,
      contacts: z.array(crisisContact),
      /** Some were verified more than 90 days ago, or never. */
      verificationDue: z.boolean(),
    }),
  },
  saveCrisisContacts: {
    ...paths.saveCrisisContacts,
    summary: 'Replaces the crisis contacts and writes the static page anew.',
    who: 'owner',
    input: z.object({ contacts: z.array(crisisContact).min(1).max(200) }),
    output: z.object({ verificationDue: z.boolean() }),
  },
  consentTexts: {
    ...paths.consentTexts,
    summary: 'The newest consent texts of each form of contact and language.',
    who: 'owner',
    input: z.object({}),
    output: z.object({ texts: z.array(consentText.extend({ writtenOn: calendarDate })) }),
  },
  saveConsentText: {
    ...paths.saveConsentText,
    summary: 'A new version of a consent text; earlier consents keep theirs.',
    who: 'owner',
    input: z.object({
      modality: appointmentModality,
      language,
      title: z.string().trim().min(1).max(200),
      text: z.string().trim().min(1).max(20_000),
    }),
    output: z.object({ consentId: id, version: z.int() }),
  },
  dutyCalls: {
    ...paths.dutyCalls,
    summary:
      'People who answered that they are not safe to wait, or want to talk, unacknowledged first.',
    who: 'staff',
    input: z.object({}),
    output: z.object({
      calls: z.array(
        z.object({
          callId: id,
          at: instant,
          answer: z.enum(['no', 'talk']),
          displayName: z.string().nullable(),
          phone: z.string().nullable(),
          language,
          callBefore: instant.nullable(),
          acknowledgedAt: instant.nullable(),
        }),
      ),
    }),
  },
  acknowledgeDutyCall: {
    ...paths.acknowledgeDutyCall,
    summary: '"I am calling this person": their page says so.',
    who: 'staff',
    input: z.object({ callId: id }),
    output: z.object({}),
  },
} as const satisfies Record<string, HttpContract>;
