import { dateOf, millisecondsOfMinute, minutesOfDay } from './dates.ts';

/**
 * Local time ↔ instants in whole minutes since the epoch. Temporal is asked only for a zone's
 * transitions, which are kept; everything between two of them is one addition.
 */

/** More names than the IANA database has; spellings differ in case, so the number is bounded. */
const mostZones = 700;
const tables = new Map<string, ZoneTable>();

/** One zone's offsets, known for a stretch of time that grows with what is asked. */
class ZoneTable {
  /** Ascending; offset `offsets[i]` holds from `starts[i]` until `starts[i + 1]`, in minutes. */
  private starts: number[];
  private offsets: number[];
  /** The table is right for minutes in `[from, to)`; transitions beyond aren't fetched yet. */
  private from: number;
  private to: number;
  private readonly zone: string;

  constructor(zone: string, minute: number) {
    this.zone = zone;
    const at = this.at(minute);
    this.starts = [Number.NEGATIVE_INFINITY];
    this.offsets = [offsetOf(at)];
    this.from = minute;
    this.to = minute;
    this.lookBack();
    this.lookAhead();
  }

  offsetAt(minute: number): number {
    this.cover(minute);
    let index = this.starts.length - 1;
    while (index > 0 && this.startOf(index) > minute) index -= 1;
    return this.offsetOf(index);
  }

  /** Temporal's `compatible`: in a gap the offset before it, in an overlap the first. */
  instantOf(localMinute: number): number {
    const index = this.spanOf(localMinute);
    const offset = this.offsetOf(index);
    const inGap = this.startOf(index) + offset > localMinute;
    return localMinute - (inGap ? this.offsetOf(index - 1) : offset);
  }

  /** The first instant at which the local date is `day` or later. */
  startOfDay(day: number): number {
    const localMinute = day * minutesOfDay;
    const index = this.spanOf(localMinute);
    return Math.max(this.startOf(index), localMinute - this.offsetOf(index));
  }

  /** The first span of one offset that hasn't ended when its clocks show this time. */
  private spanOf(localMinute: number): number {
    this.cover(localMinute - 2 * minutesOfDay);
    this.cover(localMinute + 2 * minutesOfDay);
    let index = this.starts.length - 1;
    while (index > 0 && this.startOf(index) + this.offsetOf(index - 1) > localMinute) index -= 1;
    return index;
  }

  private startOf(index: number): number {
    return this.starts[index] ?? Number.POSITIVE_INFINITY;
  }

  private offsetOf(index: number): number {
    return this.offsets[index] ?? 0;
  }

  private cover(minute: number): void {
    while (minute < this.from) this.lookBack();
    while (minute >= this.to) this.lookAhead();
  }

  private lookBack(): void {
    const transition = this.at(this.from).getTimeZoneTransition('previous');
    this.from = transition ? minuteOfInstant(transition) : Number.NEGATIVE_INFINITY;
    if (transition === null) return;
    this.starts[0] = this.from;
    this.starts.unshift(Number.NEGATIVE_INFINITY);
    this.offsets.unshift(offsetOf(transition.subtract({ nanoseconds: 1 })));
  }

  private lookAhead(): void {
    const transition = this.at(this.to).getTimeZoneTransition('next');
    this.to = transition ? minuteOfInstant(transition) : Number.POSITIVE_INFINITY;
    if (transition === null) return;
    this.starts.push(this.to);
    this.offsets.push(offsetOf(transition));
  }

  private at(minute: number): Temporal.ZonedDateTime {
    return Temporal.Instant.fromEpochMilliseconds(minute * millisecondsOfMinute).toZonedDateTimeISO(
      this.zone,
    );
  }
}

function minuteOfInstant(at: Temporal.ZonedDateTime): number {
  return Math.floor(at.epochMilliseconds / millisecondsOfMinute);
}

function offsetOf(at: Temporal.ZonedDateTime): number {
  return Math.round(at.offsetNanoseconds / 60e9);
}

function tableOf(zone: string, minute: number): ZoneTable {
  const known = tables.get(zone);
  if (known) return known;
  const table = new ZoneTable(zone, minute);
  if (tables.size >= mostZones) {
    const first = tables.keys().next();
    if (!first.done) tables.delete(first.value);
  }
  tables.set(zone, table);
  return table;
}

/** Minutes since the epoch at a local minute (local day × 1440 + minute of the day), `compatible`. */
export function minuteOfLocal(zone: string, localMinute: number): number {
  return tableOf(zone, localMinute).instantOf(localMinute);
}

/** Minutes since the epoch at which a local day begins: midnight, or the end of a gap over it. */
export function startOfDay(zone: string, day: number): number {
  return tableOf(zone, day * minutesOfDay).startOfDay(day);
}

/** The local day (days since 1970-01-01) at a minute since the epoch. */
export function localDayOf(zone: string, minute: number): number {
  return Math.floor((minute + tableOf(zone, minute).offsetAt(minute)) / minutesOfDay);
}

/** The local date, `2027-03-28`, at an instant (epoch milliseconds). Throws RangeError for an unknown zone. */
export function localDateOf(instant: number, zone: string): string {
  return dateOf(localDayOf(zone, Math.floor(instant / millisecondsOfMinute)));
}

/**
 * Whether this runtime's zone data knows the rules of 2026: Morocco stays on UTC all year and
 * British Columbia on UTC−7. Older data gives instants that are an hour off for people there.
 */
export function zoneDataIsCurrent(): boolean {
  const hourIn = (zone: string, wall: string) =>
    Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant().toString();
  return (
    hourIn('Africa/Casablanca', '2026-10-07T10:00') === '2026-10-07T10:00:00Z' &&
    hourIn('America/Vancouver', '2027-01-11T09:00') === '2027-01-11T16:00:00Z'
  );
}
