import type { ErrorCode } from '@gabinet/shared/contracts/errors';

/** A process that died most often has another beside it: the first try comes almost at once. */
const firstDelayMilliseconds = 100;
const secondDelayMilliseconds = 200;
const longestDelayMilliseconds = 5_000;
/** Gentle, for a server that restarts is back within seconds, and nobody should wait twice that. */
const growth = 1.5;

/**
 * How long to wait before a new try, in milliseconds: 0.1 s at most before the first, then growing from
 * 0.2 s to 5 s with a random half of it taken off, so that the pages of a dead server do not return all
 * at once.
 * @param attempt 0 for the first try after a loss
 * @param random from 0 to 1
 */
export function reconnectDelay(attempt: number, random: number): number {
  if (attempt === 0) return firstDelayMilliseconds * (1 - random);
  const grown = secondDelayMilliseconds * growth ** (attempt - 1);
  const full = Math.min(longestDelayMilliseconds, grown);
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
