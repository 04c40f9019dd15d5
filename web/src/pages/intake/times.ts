import { locale } from '../../i18n/text.ts';

/** Dates and times in a zone that the person chooses. Instants are epoch milliseconds. */

/** The browser's own zone. */
export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** `2027-01-21`: the date that an instant has in a zone. */
export function dateIn(at: number, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at);
}

/** The calendar date so many days after another one. */
export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** `16:00` */
export function timeIn(at: number, zone: string): string {
  return new Intl.DateTimeFormat(locale(), {
    timeZone: zone,
    hour: 'numeric',
    minute: '2-digit',
  }).format(at);
}

/** `16:00–16:50` */
export function timeRangeIn(from: number, to: number, zone: string): string {
  return new Intl.DateTimeFormat(locale(), {
    timeZone: zone,
    hour: 'numeric',
    minute: '2-digit',
  }).formatRange(from, to);
}

/** `czwartek, 21 stycznia`, with the year where it is another one than now's. */
export function dayInSentenceIn(at: number, zone: string, now: number): string {
  const sameYear = dateIn(at, zone).slice(0, 4) === dateIn(now, zone).slice(0, 4);
  return new Intl.DateTimeFormat(locale(), {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(at);
}

/** `Czwartek, 21 stycznia`, with a capital, as it stands alone. */
export function dayIn(at: number, zone: string, now: number): string {
  const text = dayInSentenceIn(at, zone, now);
  return text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1);
}

/** `czwartek 16:00`, where there is little room. */
export function shortIn(at: number, zone: string): string {
  return new Intl.DateTimeFormat(locale(), {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
  }).format(at);
}

/** What people call a zone: `czas środkowoeuropejski`. */
export function zoneName(zone: string, at: number): string {
  const named = new Intl.DateTimeFormat(locale(), { timeZone: zone, timeZoneName: 'longGeneric' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value;
  return named ?? zone;
}

/** Whether the wall clocks of two zones differ at an instant. */
export function clocksDiffer(at: number, one: string, other: string): boolean {
  return dateIn(at, one) !== dateIn(at, other) || timeIn(at, one) !== timeIn(at, other);
}

/** Every zone that the browser knows, with the given one always among them. */
export function zones(given: string): readonly string[] {
  const known = Intl.supportedValuesOf('timeZone');
  return known.includes(given) ? known : [given, ...known];
}

/** Openings by their date in a zone, in order. */
export function byDay(starts: readonly number[], zone: string): [date: string, starts: number[]][] {
  const days = new Map<string, number[]>();
  for (const at of starts) {
    const date = dateIn(at, zone);
    const found = days.get(date);
    if (found) found.push(at);
    else days.set(date, [at]);
  }
  return [...days];
}
