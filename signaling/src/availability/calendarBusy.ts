import ICAL from 'ical.js';
import { CalendarZones, type WallClock, type WallTime } from './calendarZones.ts';

/** `[startsAt, endsAt)` in epoch milliseconds. */
export interface BusyRange {
  readonly startsAt: number;
  readonly endsAt: number;
}

export interface BusyQuery {
  /** The psychologist's zone: for all-day events and floating times (rule F2). */
  readonly zone: string;
  readonly from: number;
  readonly to: number;
}

/** The text is no calendar, or a hostile one. */
export class UnreadableCalendar extends Error {}

interface Occurrence {
  /** The moment it has in its series: what EXDATE and RECURRENCE-ID name. */
  readonly original: number;
  readonly wall: WallTime;
}

/** A calendar that repeats more often than this within reach is made to hurt. */
const mostSteps = 50_000;
const mostRanges = 20_000;
const dayMs = 24 * 60 * 60_000;

/**
 * When the owner of a calendar is busy (rule F2): its events laid out between two instants, merged and
 * sorted. Transparent and cancelled events don't count (rule B2).
 * @param text iCalendar, RFC 5545
 * @throws UnreadableCalendar
 */
export function busyRangesOf(text: string, query: BusyQuery): BusyRange[] {
  const calendars = parse(text);
  const zones = new CalendarZones(calendars, query.zone);
  const reader = new EventReader(zones, query);
  const events = calendars.flatMap((one) => one.getAllSubcomponents('vevent'));
  const overrides = new Map<string, Set<number>>();
  for (const event of events) {
    const moment = reader.recurrenceId(event);
    if (moment === null) continue;
    const uid = uidOf(event);
    overrides.set(uid, (overrides.get(uid) ?? new Set()).add(moment));
  }
  const ranges: BusyRange[] = [];
  for (const event of events) {
    if (!blocks(event)) continue;
    const replaced = reader.recurrenceId(event) === null ? overrides.get(uidOf(event)) : undefined;
    for (const range of reader.ranges(event, replaced ?? new Set())) {
      ranges.push(range);
      if (ranges.length > mostRanges) throw new UnreadableCalendar('too many events');
    }
  }
  return merged(ranges);
}

function parse(text: string): ICAL.Component[] {
  try {
    const parsed: unknown = ICAL.parse(text);
    const roots = Array.isArray(parsed) && Array.isArray(parsed[0]) ? parsed : [parsed];
    const calendars = roots.map((one) => new ICAL.Component(one));
    if (calendars.every((one) => one.name === 'vcalendar')) return calendars;
  } catch (cause) {
    throw new UnreadableCalendar('not a calendar', { cause });
  }
  throw new UnreadableCalendar('not a calendar');
}

function uidOf(event: ICAL.Component): string {
  return String(event.getFirstPropertyValue('uid') ?? '');
}

function blocks(event: ICAL.Component): boolean {
  const word = (name: string) => String(event.getFirstPropertyValue(name) ?? '').toUpperCase();
  return word('transp') !== 'TRANSPARENT' && word('status') !== 'CANCELLED';
}

/** Reads the times of events; counts its steps over the whole calendar. */
class EventReader {
  readonly #zones: CalendarZones;
  readonly #query: BusyQuery;
  #steps = 0;

  constructor(zones: CalendarZones, query: BusyQuery) {
    this.#zones = zones;
    this.#query = query;
  }

  /** Which occurrence of its series an event replaces; null for none. */
  recurrenceId(event: ICAL.Component): number | null {
    const property = event.getFirstProperty('recurrence-id');
    return property === null ? null : (this.#instants(property)[0] ?? null);
  }

  /** The ranges of an event and its repetitions that lie within the query, but for replaced ones. */
  *ranges(event: ICAL.Component, replaced: ReadonlySet<number>): Generator<BusyRange> {
    const property = event.getFirstProperty('dtstart');
    const start = property?.getFirstValue();
    if (property === null || !(start instanceof ICAL.Time)) return;
    const clock = this.#clockOf(property, start);
    const lengthOf = this.#lengthOf(event, start, clock);
    const excluded = new Set(replaced);
    const excludedDays = new Set<number>();
    for (const one of event.getAllProperties('exdate')) {
      for (const instant of this.#instants(one)) excluded.add(instant);
      // Some programs exclude a timed occurrence by its date alone.
      for (const day of one.getValues()) {
        if (day instanceof ICAL.Time && day.isDate) excludedDays.add(utcDay(day));
      }
    }
    const { from, to } = this.#query;
    const seen = new Set<number>();
    for (const { original, wall } of this.#occurrences(event, start, clock)) {
      if (excluded.has(original) || excludedDays.has(utcDay(wall)) || seen.has(original)) continue;
      seen.add(original);
      const endsAt = lengthOf(wall, original);
      if (original < to && endsAt > from && endsAt > original) {
        yield { startsAt: original, endsAt };
      }
    }
  }

  *#occurrences(event: ICAL.Component, start: ICAL.Time, clock: WallClock): Generator<Occurrence> {
    const at = (wall: WallTime): Occurrence => ({ original: clock.instantOf(wall), wall });
    // What an occurrence replaces was counted by its own moment; it repeats no more.
    const repeats = event.getFirstProperty('recurrence-id') === null;
    yield at(start);
    if (!repeats) return;
    for (const rule of event.getAllProperties('rrule')) {
      const recurrence = rule.getFirstValue();
      if (recurrence instanceof ICAL.Recur) yield* this.#repetitions(recurrence, start, clock);
    }
    for (const property of event.getAllProperties('rdate')) {
      for (const instant of this.#instants(property)) yield at(clock.wallOf(instant));
    }
  }

  /** A rule's repetitions, in the wall time of their zone. */
  *#repetitions(rule: ICAL.Recur, start: ICAL.Time, clock: WallClock): Generator<Occurrence> {
    const wallStart = floating(start, start.isDate);
    const recurrence = rule.clone();
    if (recurrence.until instanceof ICAL.Time) {
      // An end in UTC is the end of wall times too: one hour off would lose or add the last one.
      const { until } = recurrence;
      const utc = until.zone === ICAL.Timezone.utcTimezone;
      const wall = utc
        ? clock.wallOf(this.#zones.clockOf(until, undefined).instantOf(until))
        : until;
      const endOfDay = { ...plainDate(until), hour: 23, minute: 59, second: 59 };
      recurrence.until = floating(until.isDate ? endOfDay : wall, start.isDate);
    }
    const iterator = recurrence.iterator(this.#forwarded(recurrence, wallStart, clock));
    for (let next = iterator.next(); next; next = iterator.next()) {
      this.#steps += 1;
      if (this.#steps > mostSteps) throw new UnreadableCalendar('repeats too often');
      const original = clock.instantOf(next);
      if (original >= this.#query.to) return;
      yield { original, wall: next };
    }
  }

  /** Years of a daily or weekly event lie behind us: begins near the query, in step with its start. */
  #forwarded(rule: ICAL.Recur, start: ICAL.Time, clock: WallClock): ICAL.Time {
    const days = { DAILY: 1, WEEKLY: 7 }[String(rule.freq)];
    if (days === undefined || rule.count) return start;
    const stride = days * (rule.interval ?? 1);
    const behind = Math.floor((this.#query.from - clock.instantOf(start)) / dayMs) - 60;
    if (behind < stride) return start;
    return floating(addDays(start, Math.floor(behind / stride) * stride), start.isDate);
  }

  /** How long an event lasts: gives the end for each occurrence. */
  #lengthOf(
    event: ICAL.Component,
    start: ICAL.Time,
    clock: WallClock,
  ): (wall: WallTime, startsAt: number) => number {
    const endProperty = event.getFirstProperty('dtend');
    const end = endProperty?.getFirstValue();
    const duration = event.getFirstPropertyValue('duration');
    const plusDays = (wall: WallTime, days: number) => clock.instantOf(addDays(wall, days));
    if (start.isDate) {
      // Days of the calendar, of 23 to 25 hours.
      const days =
        end instanceof ICAL.Time
          ? Math.round((utcDay(end) - utcDay(start)) / dayMs)
          : duration instanceof ICAL.Duration
            ? Math.round(duration.toSeconds() / 86_400)
            : 1;
      return (wall) => plusDays(wall, Math.max(1, days));
    }
    if (end instanceof ICAL.Time && endProperty) {
      const lasts = this.#clockOf(endProperty, end).instantOf(end) - clock.instantOf(start);
      return (_wall, startsAt) => startsAt + lasts;
    }
    if (duration instanceof ICAL.Duration) {
      // Weeks and days are of the calendar, the rest is elapsed time (RFC 5545, 3.3.6).
      const sign = duration.isNegative ? -1 : 1;
      const days = sign * (duration.weeks * 7 + duration.days);
      const rest = sign * ((duration.hours * 60 + duration.minutes) * 60 + duration.seconds) * 1000;
      return (wall) => plusDays(wall, days) + rest;
    }
    return (_wall, startsAt) => startsAt;
  }

  #instants(property: ICAL.Property): number[] {
    return property.getValues().flatMap((value: unknown) => {
      const time = value instanceof ICAL.Period ? value.start : value;
      return time instanceof ICAL.Time ? [this.#clockOf(property, time).instantOf(time)] : [];
    });
  }

  #clockOf(property: ICAL.Property, time: ICAL.Time): WallClock {
    const tzid: unknown = property.getParameter('tzid');
    return this.#zones.clockOf(time, typeof tzid === 'string' ? tzid : undefined);
  }
}

function plainDate({ year, month, day }: WallTime) {
  return { year, month, day };
}

function utcDay({ year, month, day }: WallTime): number {
  return Date.UTC(year, month - 1, day);
}

function addDays(wall: WallTime, days: number): WallTime {
  const date = new Date(utcDay(wall) + days * dayMs);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: wall.hour,
    minute: wall.minute,
    second: wall.second,
  };
}

/** The same wall time without a zone: rules count in it, and zones are none of their business. */
function floating(wall: WallTime, isDate: boolean): ICAL.Time {
  const { year, month, day, hour, minute, second } = wall;
  const time = isDate
    ? { year, month, day, isDate: true }
    : { year, month, day, hour, minute, second, isDate: false };
  return new ICAL.Time(time, ICAL.Timezone.localTimezone);
}

/** Sorted, with what overlaps or touches put together. */
function merged(ranges: BusyRange[]): BusyRange[] {
  ranges.sort((a, b) => a.startsAt - b.startsAt);
  const result: { startsAt: number; endsAt: number }[] = [];
  for (const { startsAt, endsAt } of ranges) {
    const last = result.at(-1);
    if (last && startsAt <= last.endsAt) last.endsAt = Math.max(last.endsAt, endsAt);
    else result.push({ startsAt, endsAt });
  }
  return result;
}
