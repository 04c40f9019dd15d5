import { z } from 'zod';
import { chatImageBytes } from '../chat.ts';
import { rtpCapabilities } from '../media.ts';
import { paths } from '../paths.ts';
import { qualityOfPerson } from '../quality.ts';
import { sessionView } from '../session.ts';
import { appointmentModality, id, instant, language, phase, presence, zone } from '../words.ts';
import { bytesOutput, type HttpContract } from './contract.ts';

/** Entering a session, and the psychologist's day around it. */

const person = z.object({ displayName: z.string(), title: z.string().nullable() });

/** What the invitation page shows before and after the seat is taken. */
const invitationView = z.object({
  participantId: id,
  psychologist: person,
  yourName: z.string(),
  language,
  session: sessionView,
});
export type InvitationView = z.infer<typeof invitationView>;

const entry = z.object({
  invitation: invitationView,
  /** For the socket's handshake; 2 minutes, once. */
  ticket: z.string(),
  /** What the page's media device loads; null when no media node answers just now. */
  routerRtpCapabilities: rtpCapabilities.nullable(),
});
export type SessionEntry = z.infer<typeof entry>;

const dayAppointment = z.object({
  sessionId: id,
  startsAt: instant,
  endsAt: instant,
  modality: appointmentModality,
  /** Of an appointment in the office always `scheduled`: there is no session to open. */
  phase,
  /** `requested` waits for the psychologist's yes. */
  status: z.enum(['requested', 'confirmed']),
  address: z.string().nullable(),
  people: z.array(
    z.object({
      participantId: id,
      displayName: z.string(),
      presence,
      connected: z.boolean(),
      arrivedAt: instant.nullable(),
    }),
  ),
});
export type DayAppointment = z.infer<typeof dayAppointment>;

export const sessionHttp = {
  openInvitation: {
    ...paths.openInvitation,
    summary: "A person's click on an invitation: takes the seat and sets the session cookie.",
    who: 'anyone',
    input: z.object({
      /** From the link's fragment: 160 random bits, base64url. */
      token: z.string().regex(/^[A-Za-z0-9_-]{27}$/),
      /** True after the person answered "move here" (rule S6). */
      moveHere: z.boolean().default(false),
    }),
    output: entry,
  },
  enterSession: {
    ...paths.enterSession,
    summary: "A new socket ticket for a seat that this browser's cookie already holds.",
    who: 'seated',
    input: z.object({ sessionId: id, moveHere: z.boolean().default(false) }),
    output: entry,
  },
  startSession: {
    ...paths.startSession,
    summary: 'The psychologist takes their own seat in a session.',
    who: 'psychologist',
    input: z.object({ sessionId: id, moveHere: z.boolean().default(false) }),
    output: entry,
  },
  putChatImage: {
    ...paths.putChatImage,
    summary:
      'An image for the chat (JPEG, PNG or WebP), before the message that shows it. Its id is made by the page: twice is once.',
    who: 'seated',
    input: z.object({ sessionId: id, imageId: id }),
    body: { maxBytes: chatImageBytes },
    output: z.object({}),
  },
  chatImage: {
    ...paths.chatImage,
    summary: 'The bytes of an image that a message shows, for who may read that message.',
    who: 'seated',
    input: z.object({ sessionId: id, imageId: id }),
    output: bytesOutput,
    answer: 'bytes',
  },
  day: {
    ...paths.day,
    summary: "The psychologist's appointments of today, and who is waiting since when.",
    who: 'psychologist',
    input: z.object({}),
    output: z.object({
      psychologist: person.extend({ psychologistId: id, language }),
      practiceName: z.string(),
      zone,
      now: instant,
      appointments: z.array(dayAppointment),
    }),
  },
  nextWaiting: {
    ...paths.nextWaiting,
    summary: 'Whose session with this psychologist comes next today, and since when they wait.',
    who: 'psychologist',
    input: z.object({ sessionId: id }),
    output: z.object({
      next: z
        .object({
          sessionId: id,
          startsAt: instant,
          names: z.array(z.string()),
          /** The first arrival among those who wait; null while nobody does. */
          waitingSince: instant.nullable(),
        })
        .nullable(),
    }),
  },
  sessionQuality: {
    ...paths.sessionQuality,
    summary: 'How the connection of each side of a session was and is; its psychologist alone.',
    who: 'psychologist',
    input: z.object({ sessionId: id }),
    output: z.object({
      sessionId: id,
      startsAt: instant,
      endsAt: instant,
      phase,
      now: instant,
      people: z.array(qualityOfPerson),
    }),
  },
  dayTicket: {
    ...paths.dayTicket,
    summary: 'A socket ticket for the pages of staff: day and calendars.',
    who: 'staff',
    input: z.object({}),
    output: z.object({ ticket: z.string() }),
  },
  signOut: {
    ...paths.signOut,
    summary: "Ends this browser's session.",
    who: 'anyone',
    input: z.object({}),
    output: z.object({}),
  },
  demoSignIn: {
    ...paths.demoSignIn,
    summary: 'Demo only, from loopback only: signs in as the psychologist of the demo practice.',
    who: 'anyone',
    input: z.object({ token: z.string().min(20).max(64) }),
    output: z.object({}),
  },
  demoMails: {
    ...paths.demoMails,
    summary: 'Demo only, from loopback only: the mails that would have been sent, newest first.',
    who: 'anyone',
    input: z.object({}),
    output: z.object({
      mails: z.array(
        z.object({
          mailId: id,
          to: z.string(),
          subject: z.string(),
          text: z.string(),
          html: z.boolean().meta({ description: 'whether it also has an HTML part' }),
          /** Of its calendar part; null without one. */
          calendarMethod: z.enum(['REQUEST', 'CANCEL']).nullable(),
          at: instant,
        }),
      ),
    }),
  },
} as const satisfies Record<string, HttpContract>;
