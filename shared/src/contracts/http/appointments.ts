import { z } from 'zod';
import {
  appointmentEvent,
  attendee,
  calendarAppointment,
  changeScope,
  onConflict,
  repetition,
  skippedOccurrence,
} from '../appointments.ts';
import { paths } from '../paths.ts';
import { appointmentModality, id, instant, language, zone } from '../words.ts';
import { openHours } from './availability.ts';
import type { HttpContract } from './contract.ts';

/** Staff's side of appointments. A coordinator sees calendars and contact details of the whole practice. */

const millis = z.coerce.number().int();
const changed = z.object({ appointments: z.array(calendarAppointment) });

export const appointmentsHttp = {
  calendars: {
    ...paths.calendars,
    summary: 'The psychologists whose calendars the caller may see.',
    who: 'staff',
    input: z.object({}),
    output: z.object({
      calendars: z.array(
        z.object({ psychologistId: id, displayName: z.string(), zone, own: z.boolean() }),
      ),
    }),
  },
  calendar: {
    ...paths.calendar,
    summary: 'Appointments, outside events and open hours between two instants, 62 days at most.',
    who: 'staff',
    input: z.object({ psychologistId: id, from: millis, to: millis }),
    output: z.object({
      zone,
      now: instant,
      durationMinutes: z.int(),
      appointments: z.array(calendarAppointment),
      /** Busy elsewhere; without titles. */
      external: z.array(z.object({ startsAt: instant, endsAt: instant })),
      openHours: z.array(openHours),
      holidays: z.array(z.object({ date: z.iso.date(), name: z.string() })),
    }),
  },
  appointment: {
    ...paths.appointment,
    summary: 'One appointment with its history.',
    who: 'staff',
    input: z.object({ appointmentId: id }),
    output: z.object({
      appointment: calendarAppointment,
      history: z.array(appointmentEvent),
      /** Mail and telephone of the people, as they said is safe. */
      contacts: z.array(
        z.object({
          participantId: id,
          email: z.string().nullable(),
          phone: z.string().nullable(),
          discreet: z.boolean(),
        }),
      ),
    }),
  },
  bookAppointment: {
    ...paths.bookAppointment,
    summary: 'Books one appointment or a series. Takes an Idempotency-Key (rule B8).',
    who: 'staff',
    input: z.object({
      psychologistId: id,
      startsAt: instant,
      durationMinutes: z.int().min(10).max(480).optional(),
      modality: appointmentModality,
      attendees: z.array(attendee).max(12),
      /** Of a group: how many may take part. */
      seats: z.int().min(2).max(12).optional(),
      repeat: repetition.optional(),
      onConflict: onConflict.default('fail'),
      /** Staff may book outside the open hours, notice and horizon; never on top of something. */
      outsideHours: z.boolean().default(false),
    }),
    output: z.object({
      appointments: z.array(calendarAppointment),
      skipped: z.array(skippedOccurrence),
    }),
  },
  moveAppointment: {
    ...paths.moveAppointment,
    summary:
      'Moves or stretches an appointment, or this and the following of its series (rule B10).',
    who: 'staff',
    input: z.object({
      appointmentId: id,
      startsAt: instant,
      durationMinutes: z.int().min(10).max(480).optional(),
      scope: changeScope.default('one'),
      /** The sequence that the mover saw; VERSION_STALE when it has grown. */
      sequence: z.int().optional(),
      outsideHours: z.boolean().default(true),
    }),
    output: changed,
  },
  cancelAppointment: {
    ...paths.cancelAppointment,
    summary: 'Cancels an appointment, or this and the following of its series (rule B11).',
    who: 'staff',
    input: z.object({ appointmentId: id, scope: changeScope.default('one') }),
    output: changed,
  },
  changeModality: {
    ...paths.changeModality,
    summary: 'Another form of contact for an appointment.',
    who: 'staff',
    input: z.object({ appointmentId: id, modality: appointmentModality }),
    output: changed,
  },
  approveAppointment: {
    ...paths.approveAppointment,
    summary: 'The psychologist’s yes to a requested appointment, or to its whole series.',
    who: 'staff',
    input: z.object({ appointmentId: id, scope: changeScope.default('following') }),
    output: changed,
  },
  declineAppointment: {
    ...paths.declineAppointment,
    summary: 'The psychologist’s no; the time is free again and the client is told.',
    who: 'staff',
    input: z.object({ appointmentId: id, scope: changeScope.default('following') }),
    output: changed,
  },
  addMember: {
    ...paths.addMember,
    summary: 'Gives a seat of a group to a client; GROUP_FULL when none is left (rule B13).',
    who: 'staff',
    input: z.object({ appointmentId: id, client: attendee.shape.client }),
    output: z.object({ appointment: calendarAppointment }),
  },
  removeMember: {
    ...paths.removeMember,
    summary: 'Takes a participant out; their seat can be taken again.',
    who: 'staff',
    input: z.object({ appointmentId: id, participantId: id }),
    output: z.object({ appointment: calendarAppointment }),
  },
  clients: {
    ...paths.clients,
    summary: 'Clients by name: a psychologist’s own, for owner and coordinator the practice’s.',
    who: 'staff',
    input: z.object({ search: z.string().max(120).default('') }),
    output: z.object({
      clients: z.array(z.object({ clientId: id, displayName: z.string(), language })),
    }),
  },
} as const satisfies Record<string, HttpContract>;
