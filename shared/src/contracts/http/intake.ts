import { z } from 'zod';
import { clientAppointment, onConflict, repetition, skippedOccurrence } from '../appointments.ts';
import { heldTime, intakeAnswers, intakeView } from '../intake.ts';
import { paths } from '../paths.ts';
import { appointmentModality, email, id, instant, language, zone } from '../words.ts';
import { linkToken, mailedCode } from './accounts.ts';
import type { HttpContract } from './contract.ts';
import { sessionHttp } from './session.ts';

/** From "I need help" to a confirmed appointment, and the client's own page. No account (rules K1 to K6, A6). */

const done = z.object({});
const held = z.object({ held: heldTime, skipped: z.array(skippedOccurrence) });

export const intakeHttp = {
  intake: {
    ...paths.intake,
    summary: "This browser's unfinished intake; NOT_FOUND when there is none.",
    who: 'anyone',
    input: z.object({}),
    output: intakeView,
  },
  startIntake: {
    ...paths.startIntake,
    summary: 'Begins an intake for this browser, or gives the one it has.',
    who: 'anyone',
    input: z.object({
      language,
      zone,
      /** From a psychologist's invitation to book, where only those may. */
      bookingToken: linkToken.optional(),
    }),
    output: intakeView,
  },
  saveIntake: {
    ...paths.saveIntake,
    summary: 'Replaces the answers so far; sealed before they are stored (rule V1).',
    who: 'anyone',
    input: z.object({ answers: intakeAnswers }),
    output: intakeView,
  },
  holdOpening: {
    ...paths.holdOpening,
    summary:
      'Keeps a time, or a series of them, for 10 minutes; what was kept before is let go (rule B7).',
    who: 'anyone',
    input: z.object({
      psychologistId: id,
      startsAt: instant,
      modality: appointmentModality,
      repeat: repetition.optional(),
      onConflict: onConflict.default('fail'),
    }),
    output: held,
  },
  releaseHold: {
    ...paths.releaseHold,
    summary: 'Lets the kept time go.',
    who: 'anyone',
    input: done,
    output: done,
  },
  sendIntakeCode: {
    ...paths.sendIntakeCode,
    summary: 'Mails a six-digit code and a link to the address of the answers.',
    who: 'anyone',
    input: done,
    output: z.object({ codeSentTo: email }),
  },
  confirmIntake: {
    ...paths.confirmIntake,
    summary:
      'The code turns what is held into an appointment, or a request for one. Takes an Idempotency-Key.',
    who: 'anyone',
    input: z.object({
      /** May be missing where this browser came by the mailed link. */
      code: mailedCode.optional(),
      /** With letters there is no time, only whom to write to. */
      psychologistId: id.optional(),
    }),
    output: intakeView,
  },
  resumeIntake: {
    ...paths.resumeIntake,
    summary:
      'A person’s click on the mailed link, perhaps on another device: gives the intake to this browser.',
    who: 'anyone',
    input: z.object({ token: linkToken }),
    output: intakeView,
  },
  forgetIntake: {
    ...paths.forgetIntake,
    summary: 'Deletes the unfinished answers and their key, and lets the time go.',
    who: 'anyone',
    input: done,
    output: done,
  },
  inviteToBook: {
    ...paths.inviteToBook,
    summary:
      'Mails a link with which one person may book with a psychologist who takes bookings by invitation.',
    who: 'staff',
    input: z.object({ psychologistId: id, email, language }),
    output: done,
  },

  requestClientCode: {
    ...paths.requestClientCode,
    summary: 'Mails a code for one’s own page; the answer is the same for every address (rule A6).',
    who: 'anyone',
    input: z.object({ email }),
    output: done,
  },
  verifyClient: {
    ...paths.verifyClient,
    summary: 'The mailed code opens the client’s own page in this browser.',
    who: 'anyone',
    input: z.object({ email, code: mailedCode }),
    output: done,
  },
  clientPage: {
    ...paths.clientPage,
    summary: 'The client’s appointments to come, and with whom they may book the next one.',
    who: 'verified-client',
    input: z.object({}),
    output: z.object({
      displayName: z.string(),
      language,
      practiceName: z.string(),
      now: instant,
      appointments: z.array(clientAppointment),
      psychologists: z.array(z.object({ psychologistId: id, displayName: z.string() })),
    }),
  },
  clientBook: {
    ...paths.clientBook,
    summary: 'One more appointment with a psychologist of one’s own. Takes an Idempotency-Key.',
    who: 'verified-client',
    input: z.object({
      psychologistId: id,
      startsAt: instant,
      modality: appointmentModality,
      repeat: repetition.optional(),
      onConflict: onConflict.default('fail'),
    }),
    output: z.object({
      appointments: z.array(clientAppointment),
      skipped: z.array(skippedOccurrence),
    }),
  },
  clientMove: {
    ...paths.clientMove,
    summary: 'Moves an appointment to another opening, within the policy.',
    who: 'verified-client',
    input: z.object({ appointmentId: id, startsAt: instant, sequence: z.int().optional() }),
    output: z.object({ appointment: clientAppointment }),
  },
  clientCancel: {
    ...paths.clientCancel,
    summary: 'Cancels an appointment; the answer says whether it was in time.',
    who: 'verified-client',
    input: z.object({ appointmentId: id }),
    output: z.object({ appointment: clientAppointment }),
  },
  clientModality: {
    ...paths.clientModality,
    summary: 'Another form of contact, without booking anew.',
    who: 'verified-client',
    input: z.object({ appointmentId: id, modality: appointmentModality }),
    output: z.object({ appointment: clientAppointment }),
  },
  clientDecline: {
    ...paths.clientDecline,
    summary: 'One of several participants will not come; the appointment stays (rule B12).',
    who: 'verified-client',
    input: z.object({ appointmentId: id }),
    output: done,
  },
  clientJoin: {
    ...paths.clientJoin,
    summary: 'Takes the seat in the session of one’s own appointment.',
    who: 'verified-client',
    input: z.object({ appointmentId: id, moveHere: z.boolean().default(false) }),
    output: sessionHttp.openInvitation.output,
  },
} as const satisfies Record<string, HttpContract>;
