import type { Conflict } from '../contracts/errors.ts';
import { dayOf, millisecondsOfMinute } from './dates.ts';
import type { Blocked, OpeningsQuery, Plan, StartQuery } from './plan.ts';
import { isClosedHoliday, type Window, Windows } from './windows.ts';
import { startOfDay } from './zones.ts';

export type { Blocked, OpeningsQuery, Plan, StartQuery } from './plan.ts';

/**
 * The start times that can be booked, as epoch milliseconds in order (rules B1 to B4). Pure: the
 * same for every host, and linear in the windows, the blocked ranges and the openings themselves.
 */
export function openingsOf(
  plan: Plan,
  blocked: readonly Blocked[],
  query: OpeningsQuery,
): number[] {
  return firstOpenings(plan, blocked, query, Number.POSITIVE_INFINITY);
}

/** The first `count` of {@link openingsOf}. */
export function firstOpenings(
  plan: Plan,
  blocked: readonly Blocked[],
  query: OpeningsQuery,
  count: number,
): number[] {
  const windows = new Windows(plan, query.modality);
  const bounds = boundsOf(plan, windows, query.now);
  const [low, high] = within(windows, bounds, query);
  const duration = query.durationMinutes ?? plan.policy.durationMinutes;
  return startsIn(windows.merged(low, high, duration), plan, blocked, {
    low,
    high,
    duration,
    count,
  });
}

/**
 * Why a start time is not offered, or null where it is: `openingsOf` and this agree on every
 * instant. What can't be changed by choosing another time of the day is told first.
 */
export function whyNotOffered(
  plan: Plan,
  blocked: readonly Blocked[],
  query: StartQuery,
): Conflict['reason'] | null {
  const { startsAt, modality } = query;
  if (modality !== undefined && !plan.modalities.includes(modality)) return 'modality';
  const duration = query.durationMinutes ?? plan.policy.durationMinutes;
  const windows = new Windows(plan, modality);
  const { earliest, end } = boundsOf(plan, windows, query.now);
  const minute = Math.floor(startsAt / millisecondsOfMinute);
  if (minute < earliest) return 'notice';
  if (minute >= end) return 'horizon';
  const whole = startsAt % millisecondsOfMinute === 0;
  if (!whole || !isOnGrid(windows, plan, minute, duration)) {
    if (isClosedHoliday(plan, windows.dayAt(minute))) return 'holiday';
    const otherForm =
      whole && modality !== undefined && isOnGrid(new Windows(plan), plan, minute, duration);
    return otherForm ? 'modality' : 'outside';
  }
  const { bufferBeforeMinutes, bufferAfterMinutes } = plan.policy;
  const from = (minute - bufferBeforeMinutes) * millisecondsOfMinute;
  const to = (minute + duration + bufferAfterMinutes) * millisecondsOfMinute;
  const hits = blocked.filter(
    (one) => one.startsAt < one.endsAt && one.startsAt < to && one.endsAt > from,
  );
  if (hits.length === 0) return null;
  return hits.every((one) => one.source === 'external') ? 'external' : 'busy';
}

/** In minutes since the epoch: the earliest start that notice allows, and the end of the horizon. */
function boundsOf(plan: Plan, windows: Windows, now: number) {
  const { noticeMinutes, horizonDays } = plan.policy;
  const today = windows.dayAt(Math.floor(now / millisecondsOfMinute));
  return {
    today,
    earliest: Math.ceil(now / millisecondsOfMinute + noticeMinutes),
    end: windows.beginOfDay(today + horizonDays + 1),
    lastDay: today + horizonDays,
  };
}

/** The stretch of minutes in which starts are asked for and allowed. */
function within(
  windows: Windows,
  bounds: ReturnType<typeof boundsOf>,
  query: OpeningsQuery,
): [low: number, high: number] {
  const begin = (day: number) =>
    query.datesIn === undefined ? windows.beginOfDay(day) : startOfDay(query.datesIn, day);
  // Dates far outside of what is allowed would only make the zones' tables grow.
  const from = Math.max(dayOf(query.from), bounds.today - 3);
  const to = Math.min(dayOf(query.to), bounds.lastDay + 3);
  if (from > to) return [0, 0];
  return [Math.max(bounds.earliest, begin(from)), Math.min(bounds.end, begin(to + 1))];
}

function startsIn(
  windows: readonly Window[],
  plan: Plan,
  blocked: readonly Blocked[],
  wanted: { low: number; high: number; duration: number; count: number },
): number[] {
  const { stepMinutes: step, bufferBeforeMinutes: before, bufferAfterMinutes: after } = plan.policy;
  const { low, high, duration, count } = wanted;
  const taken = rangesOf(blocked, low - before, high + duration + after);
  const starts: number[] = [];
  let next = 0;
  for (const window of windows) {
    const last = Math.min(window.end - duration, high - 1);
    let start = window.start + Math.max(0, Math.ceil((low - window.start) / step)) * step;
    while (start <= last) {
      while (next < taken.length && (taken[next]?.end ?? 0) <= start - before) next += 1;
      const range = taken[next];
      if (range && range.start < start + duration + after) {
        // The first place of the grid whose buffer begins when this range has ended.
        start += Math.ceil((range.end + before - start) / step) * step;
        continue;
      }
      starts.push(start * millisecondsOfMinute);
      if (starts.length >= count) return starts;
      start += step;
    }
  }
  return starts;
}

/** Blocked ranges that reach into `[low, high)`, by their start, widened to whole minutes. */
function rangesOf(blocked: readonly Blocked[], low: number, high: number) {
  const ranges: { start: number; end: number }[] = [];
  for (const { startsAt, endsAt } of blocked) {
    if (startsAt >= endsAt) continue;
    // Starts lie on whole minutes, so widening to them changes no answer.
    const start = Math.floor(startsAt / millisecondsOfMinute);
    const end = Math.ceil(endsAt / millisecondsOfMinute);
    if (start < high && end > low) ranges.push({ start, end });
  }
  // They may overlap: the pass leaves a range behind only when it has ended.
  return ranges.sort((one, other) => one.start - other.start);
}

function isOnGrid(windows: Windows, plan: Plan, minute: number, duration: number): boolean {
  return windows
    .merged(minute, minute + 1, duration)
    .some(
      ({ start, end }) =>
        start <= minute &&
        minute + duration <= end &&
        (minute - start) % plan.policy.stepMinutes === 0,
    );
}
