import { locale, t } from './text.ts';

/** Dates and times in the reader's zone and habits. All instants are epoch milliseconds. */

const minute = 60_000;

/** `16:00` */
export function time(at: number): string {
  return new Intl.DateTimeFormat(locale(), { hour: 'numeric', minute: '2-digit' }).format(at);
}

/** `16:00–16:50` */
export function timeRange(from: number, to: number): string {
  return new Intl.DateTimeFormat(locale(), { hour: 'numeric', minute: '2-digit' }).formatRange(
    from,
    to,
  );
}

/** `Czwartek, 14 stycznia`, with a capital, as it stands alone. */
export function day(at: number): string {
  const text = dayInSentence(at);
  return text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1);
}

/** `czwartek, 14 stycznia` */
export function dayInSentence(at: number): string {
  return new Intl.DateTimeFormat(locale(), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).format(at);
}

export function isSameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

/** Whole minutes from `now` to `at`, rounded up: 0 when it has come. */
export function minutesUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / minute));
}

/** Whole minutes since `at`, rounded down; never below 0. */
export function minutesSince(at: number, now: number): number {
  return Math.max(0, Math.floor((now - at) / minute));
}

function wallClock(at: number, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(at);
}

/**
 * A sentence that names the reader's zone, when the wall clock there differs from that of the
 * practice at this instant; otherwise null, as there is nothing to explain.
 */
export function zoneSentence(
  at: number,
  practiceZone: string,
  readerZone = Intl.DateTimeFormat().resolvedOptions().timeZone,
): string | null {
  if (wallClock(at, practiceZone) === wallClock(at, readerZone)) return null;
  const zone =
    new Intl.DateTimeFormat(locale(), { timeZone: readerZone, timeZoneName: 'longGeneric' })
      .formatToParts(at)
      .find((part) => part.type === 'timeZoneName')?.value ?? readerZone;
  const there = new Intl.DateTimeFormat(locale(), {
    timeZone: practiceZone,
    hour: 'numeric',
    minute: '2-digit',
  }).format(at);
  return t('invitation.zone', { zone, time: there });
}

/** How a person is called in a sentence: the first of their names, without `dr` and the like. */
export function firstName(displayName: string): string {
  const names = displayName.split(/\s+/).filter((part) => !/^(dr|mgr|prof|hab)\.?$/i.test(part));
  return names[0] ?? displayName;
}

/** `Anna Nowak` → `AN` */
export function initials(displayName: string): string {
  const names = displayName.split(/[\s-]+/).filter((part) => /^\p{Lu}/u.test(part));
  const picked = names.length > 1 ? [names[0], names.at(-1)] : [displayName];
  return picked
    .map((name) => name?.charAt(0) ?? '')
    .join('')
    .toLocaleUpperCase();
}
