import type { TimeWindow, ZoneSpan } from '../contracts/availability.ts';
import type { AppointmentModality } from '../contracts/words.ts';
import { dateOf, dayOf, millisecondsOfMinute, minuteOf, minutesOfDay, weekdayOf } from './dates.ts';
import type { Plan } from './plan.ts';
import { localDayOf, minuteOfLocal, startOfDay } from './zones.ts';

/** Open hours `[start, end)` in minutes since the epoch, with the set of forms offered in them. */
export interface Window {
  readonly start: number;
  readonly end: number;
  readonly forms: number;
}

/** Sets of forms are bits: they are compared for every window of every day. */
const formBits: Readonly<Record<AppointmentModality, number>> = {
  video: 1,
  audio: 2,
  chat: 4,
  office: 8,
  message: 16,
};
const allForms = Object.keys(formBits) as AppointmentModality[];

/** No zone is further from UTC than this. */
const widestOffset = 14 * 60;
/**
 * Windows that touch for ever (open day and night) have no first one, so their grid is counted from
 * this day on: the same for every question, whatever dates it asks for.
 */
const firstDayOfGrids = dayOf('2024-01-01');

/** Open hours of a local day, in minutes of it; the end may lie on the next day. */
interface Hours {
  readonly start: number;
  readonly end: number;
  readonly forms: number;
}

/** A plan's windows, made ready to be laid out day by day. */
export class Windows {
  private readonly weekdays: Hours[][] = [[], [], [], [], [], [], []];
  /** Days that replace their weekday: exceptions and closed holidays. */
  private readonly replaced = new Map<number, readonly Hours[]>();
  private readonly zones: { readonly fromDay: number; readonly zone: string }[];
  private readonly offered: number;

  /** With a modality, windows that don't offer it are left out before anything is merged. */
  constructor(plan: Plan, modality?: AppointmentModality) {
    const { availability } = plan;
    this.offered = setOf(plan.modalities) & (modality === undefined ? ~0 : formBits[modality]);
    this.zones = spansOf(availability.zones);
    for (const rule of availability.rules) {
      const hours = this.hoursOf(rule);
      if (hours) this.weekdays[rule.weekday - 1]?.push(hours);
    }
    if (availability.holidaysClosed) {
      for (const date of plan.holidays) this.replaced.set(dayOf(date), []);
    }
    // After the holidays: who makes an exception for a holiday means to work on it.
    for (const { date, windows } of availability.exceptions) {
      this.replaced.set(
        dayOf(date),
        windows.flatMap((one) => this.hoursOf(one) ?? []),
      );
    }
  }

  /**
   * Merged windows, in order, that hold every start in `[low, high)` with `duration` minutes after
   * it. Each begins where its open time truly begins, even before `low`: there its grid begins.
   */
  merged(low: number, high: number, duration: number): Window[] {
    if (low >= high) return [];
    const firstDay = Math.floor((low - widestOffset) / minutesOfDay) - 1;
    const lastDay = Math.floor((high + duration + widestOffset) / minutesOfDay);
    const merged = mergeWindows(this.between(firstDay, lastDay));
    while (merged[0] && merged[0].end <= low) merged.shift();
    const first = merged[0];
    if (first) merged[0] = { ...first, start: this.beginningOf(first.start, firstDay - 1) };
    return merged;
  }

  /** Every window of these days, unmerged and unsorted. */
  between(firstDay: number, lastDay: number): Window[] {
    const windows: Window[] = [];
    for (let day = firstDay; day <= lastDay; day += 1) this.addDay(day, windows);
    return windows;
  }

  /** The zone that counts on a local day (rule B3). */
  zoneOn(day: number): string {
    let index = this.zones.length - 1;
    while (index > 0 && (this.zones[index]?.fromDay ?? 0) > day) index -= 1;
    return this.zones[index]?.zone ?? 'UTC';
  }

  /** The psychologist's local day at a minute since the epoch: the last one that has begun. */
  dayAt(minute: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (let index = this.zones.length - 1; index > 0; index -= 1) {
      const span = this.zones[index];
      if (span === undefined) continue;
      if (startOfDay(span.zone, span.fromDay) <= minute) {
        return Math.min(next - 1, localDayOf(span.zone, minute));
      }
      next = span.fromDay;
    }
    // A zone further west begins its first day later: until then the day before goes on.
    return Math.min(next - 1, localDayOf(this.zones[0]?.zone ?? 'UTC', minute));
  }

  /** Minutes since the epoch at which a local day of the psychologist begins. */
  beginOfDay(day: number): number {
    return startOfDay(this.zoneOn(day), day);
  }

  /** Follows windows that touch back to where the first of them begins. */
  private beginningOf(start: number, lastDay: number): number {
    let begin = start;
    // A day's windows end, at the very latest, when the next day ends in the westernmost zone.
    for (
      let day = lastDay;
      day >= firstDayOfGrids && (day + 2) * minutesOfDay + widestOffset >= begin;
      day -= 1
    ) {
      const windows: Window[] = [];
      this.addDay(day, windows);
      windows.sort((one, other) => other.end - one.end);
      for (const window of windows) {
        if (window.end >= begin && window.start < begin) begin = window.start;
      }
    }
    return begin;
  }

  private addDay(day: number, windows: Window[]): void {
    const hours = this.replaced.get(day) ?? this.weekdays[weekdayOf(day) - 1];
    if (hours === undefined || hours.length === 0) return;
    const zone = this.zoneOn(day);
    // An exception owns its whole local date: the evening before ends where it begins.
    const cut = this.replaced.has(day + 1) ? this.beginOfDay(day + 1) : Number.POSITIVE_INFINITY;
    for (const one of hours) {
      const start = minuteOfLocal(zone, day * minutesOfDay + one.start);
      const end = Math.min(cut, minuteOfLocal(zone, day * minutesOfDay + one.end));
      if (start < end) windows.push({ start, end, forms: one.forms });
    }
  }

  /** Undefined where none of the window's forms is offered. */
  private hoursOf(window: TimeWindow): Hours | undefined {
    const forms = window.modalities ? setOf(window.modalities) & this.offered : this.offered;
    if (forms === 0) return undefined;
    const start = minuteOf(window.start);
    const end = minuteOf(window.end);
    return { start, end: end <= start ? end + minutesOfDay : end, forms };
  }
}

/**
 * Merged windows whose forms are the same, as instants in epoch milliseconds, for the shading of a
 * calendar: what is open on the psychologist's local dates `from` to `to`, inclusive. Windows with
 * different forms may overlap here; openings are found by filtering first and merging then.
 */
export function openHoursOf(
  plan: Plan,
  from: string,
  to: string,
): { startsAt: number; endsAt: number; modalities: AppointmentModality[] }[] {
  const windows = new Windows(plan);
  const low = windows.beginOfDay(dayOf(from));
  const high = windows.beginOfDay(dayOf(to) + 1);
  const byForms = Map.groupBy(
    windows.between(dayOf(from) - 1, dayOf(to)),
    (window) => window.forms,
  );
  return [...byForms.values()]
    .flatMap(mergeWindows)
    .filter((window) => window.end > low && window.start < high)
    .sort((one, other) => one.start - other.start)
    .map((window) => ({
      startsAt: window.start * millisecondsOfMinute,
      endsAt: window.end * millisecondsOfMinute,
      modalities: allForms.filter((form) => (window.forms & formBits[form]) !== 0),
    }));
}

/** Whether a plan is closed on a local day because it is a holiday, and for no other reason. */
export function isClosedHoliday(plan: Plan, day: number): boolean {
  if (!plan.availability.holidaysClosed) return false;
  const date = dateOf(day);
  return plan.holidays.has(date) && !plan.availability.exceptions.some((one) => one.date === date);
}

/** Joins windows that touch or overlap; their forms are put together. */
function mergeWindows(windows: Window[]): Window[] {
  windows.sort((one, other) => one.start - other.start);
  const merged: Window[] = [];
  for (const window of windows) {
    const last = merged.at(-1);
    if (last === undefined || window.start > last.end) merged.push(window);
    else {
      merged[merged.length - 1] = {
        start: last.start,
        end: Math.max(last.end, window.end),
        forms: last.forms | window.forms,
      };
    }
  }
  return merged;
}

function setOf(modalities: readonly AppointmentModality[]): number {
  let bits = 0;
  for (const modality of modalities) bits |= formBits[modality];
  return bits;
}

/** Zone spans in order; the one without a date counts from the beginning of time. */
function spansOf(zones: readonly ZoneSpan[]): { fromDay: number; zone: string }[] {
  return zones
    .map(({ from, zone }) => ({ fromDay: from === null ? -Infinity : dayOf(from), zone }))
    .sort((one, other) => one.fromDay - other.fromDay);
}
