import { z } from 'zod';
import { availability, policy, timeWindow } from '../availability.ts';
import { paths } from '../paths.ts';
import {
  appointmentModality,
  calendarDate,
  id,
  instant,
  language,
  personName,
  zone,
} from '../words.ts';
import type { HttpContract } from './contract.ts';

/** Who can be met and when: profiles, search, openings, and the psychologist's windows. */

const slug = z.string().regex(/^[a-z0-9-]{2,40}$/);

/** What clients read of a psychologist. Approaches and problems are words of one list (rule B15). */
export const profile = z.object({
  displayName: personName,
  title: z.string().max(120).nullable(),
  about: z.partialRecord(language, z.string().max(2000)),
  approaches: z.array(slug).max(12),
  problems: z.array(slug).max(30),
  languages: z.array(language).min(1),
  modalities: z.array(appointmentModality).min(1),
  /** In the practice's search; false: only by their own link. */
  listed: z.boolean(),
});
export type Profile = z.infer<typeof profile>;

const publicPsychologist = profile.omit({ listed: true }).extend({
  psychologistId: id,
  zone,
  whoMayBook: policy.shape.whoMayBook,
  approval: z.boolean(),
  durationMinutes: z.int(),
  cancellationMinutes: z.int(),
});
export type PublicPsychologist = z.infer<typeof publicPsychologist>;

const openingsRange = {
  from: calendarDate,
  to: calendarDate,
  /** The zone whose dates `from` and `to` are; the psychologist's when absent. */
  datesIn: zone.optional(),
  modality: appointmentModality.optional(),
};

export const timeOfDay = z.enum(['morning', 'afternoon', 'evening']);

export const availabilityHttp = {
  psychologists: {
    ...paths.psychologists,
    summary:
      'Search: psychologists by their first free time (rule B15: it suggests, the booking decides).',
    who: 'anyone',
    input: z.object({
      practiceId: id.optional(),
      approach: slug.optional(),
      problem: slug.optional(),
      language: language.optional(),
      modality: appointmentModality.optional(),
      /** In the psychologist's zone: before 12, 12 to 17, from 17. */
      timeOfDay: timeOfDay.optional(),
      limit: z.coerce.number().int().min(1).max(50).default(20),
    }),
    output: z.object({
      found: z.array(publicPsychologist.extend({ firstOpenings: z.array(instant) })),
    }),
  },
  psychologist: {
    ...paths.psychologist,
    summary: "One psychologist's public profile.",
    who: 'anyone',
    input: z.object({ psychologistId: id }),
    output: publicPsychologist,
  },
  openings: {
    ...paths.openings,
    summary: 'The start times that can be booked, dates inclusive (rules B1 to B4).',
    who: 'anyone',
    input: z.object({ psychologistId: id, ...openingsRange }),
    output: z.object({ zone, durationMinutes: z.int(), openings: z.array(instant) }),
  },
  availability: {
    ...paths.availability,
    summary: "A psychologist's windows, exceptions, zones and policy.",
    who: 'staff',
    input: z.object({ psychologistId: id }),
    output: z.object({
      availability,
      /** What the psychologist has of their own; the rest is the practice's. */
      ownPolicy: policy.partial(),
      practicePolicy: policy,
      /** Of this year and the next, in the practice's country. */
      holidays: z.array(z.object({ date: calendarDate, name: z.string() })),
      /** Names the state that was read; a save must send it back. */
      version: z.int(),
      externalCalendars: z.array(
        z.object({
          calendarId: id,
          name: z.string(),
          fetchedAt: instant.nullable(),
          /** Whether the last fetch failed. */
          failing: z.boolean(),
        }),
      ),
    }),
  },
  saveAvailability: {
    ...paths.saveAvailability,
    summary:
      'Replaces windows, exceptions, zones and own policy; VERSION_STALE when changed elsewhere.',
    who: 'staff',
    input: z.object({
      psychologistId: id,
      availability,
      ownPolicy: policy.partial(),
      version: z.int(),
    }),
    output: z.object({ version: z.int() }),
  },
  previewOpenings: {
    ...paths.previewOpenings,
    summary: 'What clients would see with a draft, before it is saved.',
    who: 'staff',
    input: z.object({
      psychologistId: id,
      availability,
      ownPolicy: policy.partial(),
      ...openingsRange,
    }),
    output: z.object({ openings: z.array(instant) }),
  },
  profile: {
    ...paths.profile,
    summary: 'A profile as its owner edits it.',
    who: 'staff',
    input: z.object({ psychologistId: id }),
    output: z.object({ profile }),
  },
  saveProfile: {
    ...paths.saveProfile,
    summary: 'Saves a profile; the search follows in the same transaction.',
    who: 'staff',
    input: z.object({ psychologistId: id, profile }),
    output: z.object({}),
  },
  feed: {
    ...paths.feed,
    summary: 'Whether the psychologist’s calendar feed has a link (rule F1).',
    who: 'psychologist',
    input: z.object({ psychologistId: id }),
    output: z.object({ createdAt: instant.nullable() }),
  },
  renewFeed: {
    ...paths.renewFeed,
    summary: 'Makes a new secret link; an older one stops working. Shown once.',
    who: 'psychologist',
    input: z.object({ psychologistId: id }),
    output: z.object({ url: z.string() }),
  },
  revokeFeed: {
    ...paths.revokeFeed,
    summary: 'Stops the feed’s link.',
    who: 'psychologist',
    input: z.object({ psychologistId: id }),
    output: z.object({}),
  },
  addExternalCalendar: {
    ...paths.addExternalCalendar,
    summary: 'A calendar elsewhere whose events block this one; it is fetched in the background.',
    who: 'psychologist',
    input: z.object({
      psychologistId: id,
      name: z.string().trim().min(1).max(80),
      url: z.url({ protocol: /^https?$/ }).max(2000),
    }),
    output: z.object({ calendarId: id }),
  },
  removeExternalCalendar: {
    ...paths.removeExternalCalendar,
    summary: 'Forgets an outside calendar and what it blocked.',
    who: 'psychologist',
    input: z.object({ psychologistId: id, calendarId: id }),
    output: z.object({}),
  },
} as const satisfies Record<string, HttpContract>;

/** A window as instants, for the calendar's background. */
export const openHours = z.object({
  startsAt: instant,
  endsAt: instant,
  modalities: timeWindow.shape.modalities,
});
