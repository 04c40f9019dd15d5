import { z } from 'zod';

/** The words that every contract shares; see shared/PROTOCOL.md for what they mean. */

export const id = z.uuid();
/** An instant as epoch milliseconds, UTC. The one form of time on every wire. */
export const instant = z.int().meta({ description: 'epoch milliseconds, UTC' });
export const zone = z.string().min(1).max(64).meta({ description: 'IANA time zone name' });
export const language = z.enum(['pl', 'en', 'uk', 'ru']);
export type Language = z.infer<typeof language>;

/** The live ways of meeting, in the order of how much they reveal (rule S8). */
export const modality = z.enum(['chat', 'audio', 'video']);
export type Modality = z.infer<typeof modality>;

/**
 * What one person's link carries now, best first (rule L1): everything; smaller pictures; fewer
 * pictures a second; no picture of one's own; no picture either way; writing alone.
 */
export const rung = z.enum([
  'full',
  'smaller',
  'slower',
  'picture-paused',
  'audio-only',
  'chat-only',
]);
export type Rung = z.infer<typeof rung>;

export const role = z.enum([
  'client',
  'psychologist',
  'parent',
  'child',
  'partner',
  'member',
  'interpreter',
  'supervisor',
]);
export type Role = z.infer<typeof role>;

export const phase = z.enum(['scheduled', 'open', 'live', 'ended']);
export type Phase = z.infer<typeof phase>;

export const presence = z.enum(['invited', 'waiting', 'admitted', 'left', 'removed']);
export type Presence = z.infer<typeof presence>;

/** Every way of meeting; `office` is in person, `message` is asynchronous letters. */
export const appointmentModality = z.enum(['video', 'audio', 'chat', 'office', 'message']);
export type AppointmentModality = z.infer<typeof appointmentModality>;

export const appointmentStatus = z.enum([
  'hold',
  'requested',
  'confirmed',
  'cancelled',
  'late_cancelled',
]);
export type AppointmentStatus = z.infer<typeof appointmentStatus>;

/** A date of the calendar, `2027-03-28`; which zone's is said where it is used. */
export const calendarDate = z.iso.date();
/** A wall-clock time of some zone, `00:00` to `24:00`. */
export const wallTime = z
  .string()
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/)
  .meta({ description: 'HH:MM, 24:00 is the end of the day' });
export const email = z.email().max(254);
export const phone = z.string().regex(/^\+?[0-9][0-9 ()-]{4,24}$/);
export const country = z.string().regex(/^[A-Z]{2}$/);
export const personName = z.string().trim().min(1).max(120);
