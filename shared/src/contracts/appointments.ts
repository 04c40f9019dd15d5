import { z } from 'zod';
import {
  appointmentModality,
  appointmentStatus,
  calendarDate,
  email,
  id,
  instant,
  language,
  personName,
  phone,
  role,
  zone,
} from './words.ts';

/** Appointments as staff and clients see them. */

/** Weekly or fortnightly, n times or until a local date of the psychologist (inclusive). */
export const repetition = z
  .object({
    everyWeeks: z.union([z.literal(1), z.literal(2)]),
    count: z.int().min(1).max(60).optional(),
    until: calendarDate.optional(),
  })
  .refine((one) => (one.count === undefined) !== (one.until === undefined), {
    message: 'needs either count or until',
  });
export type Repetition = z.infer<typeof repetition>;

export const onConflict = z.enum(['fail', 'skip']);
/** One occurrence, or "this and the following" of its series. */
export const changeScope = z.enum(['one', 'following']);
export type ChangeScope = z.infer<typeof changeScope>;

/** Someone to take part who is no client of the practice yet. */
export const newClient = z.object({
  displayName: personName,
  email: email.optional(),
  phone: phone.optional(),
  language,
  zone: zone.optional(),
});

/** Who takes part beside the psychologist. */
export const attendee = z.object({
  role: role.exclude(['psychologist']),
  client: z.union([z.object({ clientId: id }), newClient]),
});
export type Attendee = z.infer<typeof attendee>;

export const skippedOccurrence = z.object({
  index: z.int(),
  startsAt: instant,
  reason: z.enum(['busy', 'holiday']),
});
export type SkippedOccurrence = z.infer<typeof skippedOccurrence>;

export const calendarAppointment = z.object({
  appointmentId: id,
  psychologistId: id,
  status: appointmentStatus,
  modality: appointmentModality,
  startsAt: instant,
  endsAt: instant,
  /** Grows with each change: what a change must name as the one it saw. */
  sequence: z.int(),
  series: z
    .object({
      seriesId: id,
      everyWeeks: z.int(),
      /** From 1. */
      index: z.int(),
      of: z.int(),
      originalStart: instant,
      /** Moved away from its place in the series. */
      moved: z.boolean(),
    })
    .nullable(),
  /** Of a group; null otherwise. */
  seats: z.int().nullable(),
  address: z.string().nullable(),
  holdExpiresAt: instant.nullable(),
  people: z.array(
    z.object({
      participantId: id,
      clientId: id.nullable(),
      role,
      displayName: z.string(),
      declined: z.boolean(),
    }),
  ),
});
export type CalendarAppointment = z.infer<typeof calendarAppointment>;

/** One line of an appointment's history (rule B14): who, when, what; never why or what was said. */
export const appointmentEvent = z.object({
  at: instant,
  kind: z.enum([
    'held',
    'requested',
    'booked',
    'confirmed',
    'declined',
    'moved',
    'modality-changed',
    'cancelled',
    'late-cancelled',
    'joined',
    'left',
    'released',
  ]),
  by: z.enum(['client', 'psychologist', 'coordinator', 'system']),
  /** Of staff; null for clients and the system. */
  byName: z.string().nullable(),
  from: instant.nullable(),
  to: instant.nullable(),
});
export type AppointmentEvent = z.infer<typeof appointmentEvent>;

/** An appointment as its client sees it, on their own page. */
export const clientAppointment = z.object({
  appointmentId: id,
  status: appointmentStatus,
  modality: appointmentModality,
  /** The forms that may be chosen instead. */
  modalities: z.array(appointmentModality),
  psychologistName: z.string(),
  psychologistId: id,
  startsAt: instant,
  endsAt: instant,
  /** The psychologist's zone, named where it differs from the reader's. */
  zone,
  address: z.string().nullable(),
  sequence: z.int(),
  series: z.object({ seriesId: id, index: z.int(), of: z.int() }).nullable(),
  /** Others take part beside the psychologist, so that one may decline one's own part alone. */
  withOthers: z.boolean(),
  /** Until then (inclusive) a cancellation is in time. */
  cancelUntil: instant,
  /** From then on one may join; null where there is nothing to join. */
  opensAt: instant.nullable(),
});
export type ClientAppointment = z.infer<typeof clientAppointment>;
