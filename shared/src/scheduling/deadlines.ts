import { millisecondsOfMinute } from './dates.ts';

/** The last moment, epoch milliseconds, at which a cancellation is in time (rules B4 and B11). */
export function cancelUntil(startsAt: number, cancellationMinutes: number): number {
  return startsAt - cancellationMinutes * millisecondsOfMinute;
}

/** What a cancellation at a moment makes of an appointment; the deadline itself is in time. */
export function cancellationStatus(
  startsAt: number,
  cancellationMinutes: number,
  at: number,
): 'cancelled' | 'late_cancelled' {
  return at <= cancelUntil(startsAt, cancellationMinutes) ? 'cancelled' : 'late_cancelled';
}

/** When the reminders of an appointment go, earliest first: elapsed time before its start. */
export function reminderInstants(startsAt: number, minutes: readonly number[]): number[] {
  return minutes
    .map((before) => startsAt - before * millisecondsOfMinute)
    .sort((one, other) => one - other);
}
