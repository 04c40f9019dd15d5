/**
 * Calendar dates as whole days since 1970-01-01 and wall-clock times as whole minutes: what the hot
 * path counts with. Pure arithmetic of the proleptic Gregorian calendar, so no host zone can slip in.
 */

export const minutesOfDay = 1440;
export const millisecondsOfMinute = 60_000;

/** `2027-03-28` → days since 1970-01-01. Takes what `calendarDate` of the contracts lets through. */
export function dayOf(date: string): number {
  const month = digits(date, 5, 7);
  // Years begin in March, so that a leap day is the last of its year (Hinnant, days_from_civil).
  const year = digits(date, 0, 4) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear =
    Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + digits(date, 8, 10) - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146_097 + yearOfEra * 365 + leapDays + dayOfYear - 719_468;
}

/** Days since 1970-01-01 → `2027-03-28`. */
export function dateOf(day: number): string {
  return new Date(day * minutesOfDay * millisecondsOfMinute).toISOString().slice(0, 10);
}

/** ISO weekday of a day: 1 is Monday. 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** `18:30` → 1110, `24:00` → 1440. */
export function minuteOf(wallTime: string): number {
  return digits(wallTime, 0, 2) * 60 + digits(wallTime, 3, 5);
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index += 1) value = value * 10 + text.charCodeAt(index) - 48;
  return value;
}
