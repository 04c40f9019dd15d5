import { Temporal } from 'temporal-polyfill';

/** Between the wall clock of the psychologist's zone and instants (epoch milliseconds). */

export type ViewName = 'week' | 'day' | 'month' | 'list';

/** A range of dates `[from, to)` of a zone, as instants too. */
export interface VisibleRange {
  readonly from: number;
  readonly to: number;
  readonly firstDate: string;
  /** The last date that is shown. */
  readonly lastDate: string;
}

/** The instant of a wall time; what a change of clocks leaves out is moved on (rule B1). */
export function instantOf(date: string, time: string, zone: string): number {
  const midnight = time === '24:00';
  const plain = Temporal.PlainDate.from(date).toPlainDateTime(midnight ? '00:00' : time);
  return plain.add({ days: midnight ? 1 : 0 }).toZonedDateTime(zone).epochMilliseconds;
}

/** The date and time that an instant has in a zone: `2027-01-14`, `16:00`. */
export function wallOf(instant: number, zone: string): { date: string; time: string } {
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  return {
    date: zoned.toPlainDate().toString(),
    time: zoned.toPlainTime().toString({ smallestUnit: 'minute' }),
  };
}

/** ISO weekday of a date, 1 is Monday. */
export function weekdayOf(date: string): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}

/** The Monday of a date's week. */
export function mondayOf(date: string): string {
  const plain = Temporal.PlainDate.from(date);
  return plain.subtract({ days: plain.dayOfWeek - 1 }).toString();
}

export function plusDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** What a view shows around a date. A month shows the whole weeks that it touches. */
export function visibleRange(view: ViewName, date: string, zone: string): VisibleRange {
  const [first, days] = firstAndLength(view, date);
  return {
    from: instantOf(first, '00:00', zone),
    to: instantOf(plusDays(first, days), '00:00', zone),
    firstDate: first,
    lastDate: plusDays(first, days - 1),
  };
}

function firstAndLength(view: ViewName, date: string): [first: string, days: number] {
  if (view === 'day') return [date, 1];
  // An agenda begins with its date: on a phone today comes first.
  if (view === 'list') return [date, 7];
  if (view === 'month') return [mondayOf(`${date.slice(0, 7)}-01`), 42];
  return [mondayOf(date), 7];
}

/** The date to show after a step of a view back (-1) or on (1). */
export function step(view: ViewName, date: string, by: -1 | 1): string {
  if (view === 'day') return plusDays(date, by);
  if (view === 'month') {
    return Temporal.PlainDate.from(date).with({ day: 1 }).add({ months: by }).toString();
  }
  return plusDays(view === 'list' ? date : mondayOf(date), 7 * by);
}
