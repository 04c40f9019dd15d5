import type { ErrorCode } from '@gabinet/shared/contracts/errors';

const firstDelayMilliseconds = 200;
const longestDelayMilliseconds = 5_000;
/** Gentle, for a server that restarts is back within seconds, and nobody should wait twice that. */
const growth = 1.5;

/**
 * How long to wait before a new try, in milliseconds: grows from 0.2 s to 5 s, and a random half
 * of it is taken off, so that the pages of a dead server do not return all at once.
 * @param attempt 0 for the first try after a loss
 * @param random from 0 to 1
 */
export function reconnectDelay(attempt: number, random: number): number {
  const full = Math.min(longestDelayMilliseconds, firstDelayMilliseconds * growth ** attempt);
  return full * (1 - random / 2);
}

const finalCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'SIGN_IN_REQUIRED',
  'NOT_ALLOWED',
  'NOT_FOUND',
  'INVITATION_INVALID',
  'INVITATION_REMOVED',
  'ORIGIN_REFUSED',
  'SEAT_TAKEN',
  'SESSION_ENDED',
  'APPOINTMENT_OVER',
]);

/** Whether trying again cannot help: a person has to do something first. */
export function isFinal(code: ErrorCode): boolean {
  return finalCodes.has(code);
}
