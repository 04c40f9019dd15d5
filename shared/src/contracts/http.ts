import type { z } from 'zod';
import { accountsHttp } from './http/accounts.ts';
import { appointmentsHttp } from './http/appointments.ts';
import { availabilityHttp } from './http/availability.ts';
import { intakeHttp } from './http/intake.ts';
import { practiceHttp } from './http/practice.ts';
import { sessionHttp } from './http/session.ts';

/**
 * The HTTP API. Each entry is a message's only declaration: type, check, handler and OpenAPI come
 * from it.
 */
export const http = {
  ...practiceHttp,
  ...sessionHttp,
  ...accountsHttp,
  ...availabilityHttp,
  ...appointmentsHttp,
  ...intakeHttp,
} as const;

export type { DayAppointment, InvitationView, SessionEntry } from './http/session.ts';
export type HttpName = keyof typeof http;
export type HttpInput<N extends HttpName> = z.output<(typeof http)[N]['input']>;
export type HttpRequestInput<N extends HttpName> = z.input<(typeof http)[N]['input']>;
export type HttpOutput<N extends HttpName> = z.infer<(typeof http)[N]['output']>;
