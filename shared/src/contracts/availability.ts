import { z } from 'zod';
import { appointmentModality, calendarDate, wallTime, zone } from './words.ts';

/** What a psychologist's openings are computed from (rules B1 to B4). */

/** Open hours of a day. An end at or before its start, or `24:00`, is on the next day. */
export const timeWindow = z.object({
  start: wallTime,
  end: wallTime,
  /** The forms offered in this window; absent: every form that the psychologist offers. */
  modalities: z.array(appointmentModality).min(1).optional(),
});
export type TimeWindow = z.infer<typeof timeWindow>;

export const weeklyWindow = timeWindow.extend({
  weekday: z.int().min(1).max(7).meta({ description: 'ISO weekday, 1 is Monday' }),
});
export type WeeklyWindow = z.infer<typeof weeklyWindow>;

/** Replaces its local date; no windows: closed. */
export const dateException = z.object({
  date: calendarDate,
  windows: z.array(timeWindow).max(12),
});
export type DateException = z.infer<typeof dateException>;

/** The zone from a local date on; the first span has no `from`. */
export const zoneSpan = z.object({ from: calendarDate.nullable(), zone });
export type ZoneSpan = z.infer<typeof zoneSpan>;

export const availability = z.object({
  zones: z.array(zoneSpan).min(1).max(12),
  rules: z.array(weeklyWindow).max(84),
  exceptions: z.array(dateException).max(730),
  /** Whether public holidays of the practice's country are closed (rule B3). */
  holidaysClosed: z.boolean(),
});
export type Availability = z.infer<typeof availability>;

/** The rules of booking; a practice has a whole one, a psychologist may replace parts of it. */
export const policy = z.object({
  durationMinutes: z.int().min(10).max(480),
  stepMinutes: z.int().min(5).max(480),
  bufferBeforeMinutes: z.int().min(0).max(240),
  bufferAfterMinutes: z.int().min(0).max(240),
  /** Elapsed time, inclusive (rule B4). */
  noticeMinutes: z.int().min(0).max(43_200),
  /** Local dates of the psychologist: the last one is today + horizonDays. */
  horizonDays: z.int().min(1).max(730),
  /** Until this long before the start a cancellation is in time; elapsed, inclusive (rule B11). */
  cancellationMinutes: z.int().min(0).max(20_160),
  whoMayBook: z.enum(['anyone', 'invited', 'own-clients']),
  /** True: a booking is `requested` until the psychologist approves it. */
  approval: z.boolean(),
  /** Minutes before the start at which a reminder goes. */
  reminderMinutes: z.array(z.int().min(5).max(20_160)).max(4),
});
export type Policy = z.infer<typeof policy>;

/** What a new practice begins with. */
export const defaultPolicy: Policy = {
  durationMinutes: 50,
  stepMinutes: 60,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 10,
  noticeMinutes: 12 * 60,
  horizonDays: 60,
  cancellationMinutes: 24 * 60,
  whoMayBook: 'anyone',
  approval: false,
  reminderMinutes: [24 * 60, 60],
};
