import type { Wording } from './texts/wording.ts';

/** Dates and times in the reader's zone and language; instants are epoch milliseconds. */

/** `Monday, 18 January 2027`; without the year in a subject. */
function date(wording: Wording, at: number, zone: string, withYear: boolean): string {
  const format = new Intl.DateTimeFormat(wording.locale, {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(withYear ? { year: 'numeric' } : {}),
  });
  // British English writes no comma behind the weekday, which reads badly beside a time.
  const text = format.format(at);
  return wording.locale === 'en-GB' ? text.replace(/^(\w+) /, '$1, ') : text;
}

function clock(at: number, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}

/** `Monday, 18 January, 16:00`, for subjects. */
export function shortWhen(wording: Wording, at: number, zone: string): string {
  return `${date(wording, at, zone, false)}, ${clock(at, zone)}`;
}

/** `Monday, 18 January 2027, 16:00`, for deadlines. */
export function moment(wording: Wording, at: number, zone: string): string {
  return `${date(wording, at, zone, true)}, ${clock(at, zone)}`;
}

export interface Span {
  readonly startsAt: number;
  readonly endsAt: number;
  /** The psychologist's: where its clock differs, the reader's zone is named (rule R2). */
  readonly psychologistZone: string;
}

/** `Monday, 18 January 2027, 16:00–16:50`, with the zone where the two sides' clocks differ. */
export function fullWhen(wording: Wording, span: Span, zone: string): string {
  const { startsAt, endsAt, psychologistZone } = span;
  const text = `${date(wording, startsAt, zone, true)}, ${clock(startsAt, zone)}–${clock(endsAt, zone)}`;
  if (moment(wording, startsAt, zone) === moment(wording, startsAt, psychologistZone)) return text;
  return wording.inZone(text, place(zone), zoneName(wording, startsAt, zone));
}

/** `America/New_York` → `New York`: what people know their zone by. */
function place(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

function zoneName(wording: Wording, at: number, zone: string): string {
  const parts = new Intl.DateTimeFormat(wording.locale, {
    timeZone: zone,
    timeZoneName: 'long',
  }).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}
