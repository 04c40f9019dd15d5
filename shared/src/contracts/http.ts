import { z } from 'zod';
import { rtpCapabilities } from './media.ts';
import { sessionView } from './session.ts';
import { id, instant, language, modality, phase, presence, zone } from './words.ts';

/**
 * The HTTP API. Each entry is a message's only declaration: type, check, handler and OpenAPI come
 * from it. `who` is what the caller must be; the service still checks which object they may touch.
 */
export interface HttpContract {
  method: 'get' | 'post' | 'put' | 'delete';
  /** Express path, `:name` for parameters, which are all ids. */
  path: `/api/${string}`;
  summary: string;
  who: 'anyone' | 'client' | 'psychologist';
  input: z.ZodObject;
  output: z.ZodObject;
}

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
  modality,
  phase,
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

export const http = {
  practice: {
    method: 'get',
    path: '/api/practice',
    summary: "The practice's public face: its name and first language.",
    who: 'anyone',
    input: z.object({}),
    output: z.object({ name: z.string(), language, demo: z.boolean() }),
  },
  openInvitation: {
    method: 'post',
    path: '/api/invitations/open',
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
    method: 'post',
    path: '/api/sessions/:sessionId/enter',
    summary: "A new socket ticket for a seat that this browser's cookie already holds.",
    who: 'client',
    input: z.object({ sessionId: id, moveHere: z.boolean().default(false) }),
    output: entry,
  },
  startSession: {
    method: 'post',
    path: '/api/sessions/:sessionId/start',
    summary: 'The psychologist takes their own seat in a session.',
    who: 'psychologist',
    input: z.object({ sessionId: id, moveHere: z.boolean().default(false) }),
    output: entry,
  },
  day: {
    method: 'get',
    path: '/api/day',
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
  dayTicket: {
    method: 'post',
    path: '/api/day/ticket',
    summary: "A socket ticket for the psychologist's day page.",
    who: 'psychologist',
    input: z.object({}),
    output: z.object({ ticket: z.string() }),
  },
  signOut: {
    method: 'post',
    path: '/api/sign-out',
    summary: "Ends this browser's session.",
    who: 'anyone',
    input: z.object({}),
    output: z.object({}),
  },
  demoSignIn: {
    method: 'post',
    path: '/api/demo/sign-in',
    summary: 'Demo only, from loopback only: signs in as the psychologist of the demo practice.',
    who: 'anyone',
    input: z.object({ token: z.string().min(20).max(64) }),
    output: z.object({}),
  },
  demoMails: {
    method: 'get',
    path: '/api/demo/mails',
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
          at: instant,
        }),
      ),
    }),
  },
} as const satisfies Record<string, HttpContract>;

export type HttpName = keyof typeof http;
export type HttpInput<N extends HttpName> = z.output<(typeof http)[N]['input']>;
export type HttpRequestInput<N extends HttpName> = z.input<(typeof http)[N]['input']>;
export type HttpOutput<N extends HttpName> = z.infer<(typeof http)[N]['output']>;
