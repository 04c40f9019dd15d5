import ICAL from 'ical.js';
import { isZone } from '../practice/zones.ts';
import { windowsZones } from './windowsZones.ts';

/** A wall time without a zone, as an iCalendar value holds it. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Turns wall times of one zone into instants (epoch milliseconds) and back. */
export interface WallClock {
  instantOf(wall: WallTime): number;
  wallOf(instant: number): WallTime;
}

/** The zones of one calendar: by IANA name where there is one, else by the calendar's own definition. */
export class CalendarZones {
  readonly #floating: WallClock;
  readonly #clocks = new Map<string, WallClock>();
  readonly #defined = new Map<string, ICAL.Timezone>();

  /** @param floatingZone the psychologist's: for times without a zone, and for names nobody knows */
  constructor(calendars: readonly ICAL.Component[], floatingZone: string) {
    this.#floating = namedClock(floatingZone);
    for (const calendar of calendars) {
      for (const component of calendar.getAllSubcomponents('vtimezone')) {
        const zone = new ICAL.Timezone(component);
        if (zone.tzid) this.#defined.set(zone.tzid, zone);
      }
    }
  }

  /** The clock of a value: `Z` is UTC, a TZID its zone, neither is floating (RFC 5545, 3.3.5). */
  clockOf(time: ICAL.Time, tzid: string | undefined): WallClock {
    if (time.zone === ICAL.Timezone.utcTimezone) return this.#named('UTC');
    if (time.isDate || tzid === undefined || tzid === '') return this.#floating;
    const known = this.#clocks.get(tzid);
    if (known) return known;
    const clock = this.#find(tzid);
    this.#clocks.set(tzid, clock);
    return clock;
  }

  #find(tzid: string): WallClock {
    const name = ianaName(tzid);
    if (name !== undefined) return this.#named(name);
    const defined = this.#defined.get(tzid);
    return defined === undefined ? this.#floating : definedClock(defined);
  }

  #named(name: string): WallClock {
    const known = this.#clocks.get(name) ?? namedClock(name);
    this.#clocks.set(name, known);
    return known;
  }
}

/** `Europe/Warsaw`, a Windows name, or a path that ends in a zone as some programs write it. */
function ianaName(tzid: string): string | undefined {
  const bare = tzid.replace(/^"|"$/g, '').trim();
  const path = /(?:^|\/)([A-Za-z_]+\/[A-Za-z_+-]+(?:\/[A-Za-z_+-]+)?)$/.exec(bare)?.[1];
  const short = path?.split('/').slice(-2).join('/');
  for (const name of [bare, windowsZones[bare], path, short]) {
    if (name !== undefined && isZone(name)) return name;
  }
  return undefined;
}

function namedClock(zone: string): WallClock {
  return {
    instantOf: (wall) =>
      Temporal.PlainDateTime.from(plain(wall)).toZonedDateTime(zone).epochMilliseconds,
    wallOf: (instant) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone),
  };
}

/** By a VTIMEZONE, for names that mean nothing outside their calendar. */
function definedClock(zone: ICAL.Timezone): WallClock {
  const offsetMs = (wall: WallTime) => zone.utcOffset(new ICAL.Time(plain(wall), zone)) * 1000;
  return {
    instantOf: (wall) => utcOf(wall) - offsetMs(wall),
    wallOf: (instant) => {
      const near = namedClock('UTC').wallOf(instant);
      return namedClock('UTC').wallOf(instant + offsetMs(near));
    },
  };
}

function utcOf({ year, month, day, hour, minute, second }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Only the parts that make a wall time: iCalendar values carry more. */
function plain({ year, month, day, hour, minute, second }: WallTime): WallTime {
  return { year, month, day, hour, minute, second };
}
