import { expect, test } from 'vitest';
import { dateOf, dayOf, minuteOf, minutesOfDay, weekdayOf } from './dates.ts';
import { at, hardZones } from './examplePlans.ts';
import { localDateOf, minuteOfLocal, startOfDay, zoneDataIsCurrent } from './zones.ts';

test('B1 this runtime knows the zone rules of 2026', () => {
  expect(zoneDataIsCurrent()).toBe(true);
});

test('B1 days and dates are one to one, and weekdays follow each other', () => {
  for (let day = dayOf('1999-12-28'); day <= dayOf('2029-01-05'); day += 1) {
    const date = Temporal.PlainDate.from('1970-01-01').add({ days: day });
    expect(dateOf(day)).toBe(date.toString());
    expect(dayOf(date.toString())).toBe(day);
    expect(weekdayOf(day)).toBe(date.dayOfWeek);
  }
  expect(dateOf(dayOf('1900-02-28') + 1)).toBe('1900-03-01');
  expect(dateOf(dayOf('2100-02-28') + 1)).toBe('2100-03-01');
});

test.each(hardZones)('B1 local times of %s are as Temporal has them, in any order', (zone) => {
  const wallTimes = ['00:00', '00:30', '01:30', '02:00', '02:30', '03:00', '12:00', '23:45'];
  // Forth and back, so that what is known of a zone grows at both ends.
  for (const year of ['2027', '2011', '2040', '2019']) {
    for (const date of telling(zone, year)) {
      const day = dayOf(date.toString());
      expect(startOfDay(zone, day) * 60_000).toBe(date.toZonedDateTime(zone).epochMilliseconds);
      for (const wallTime of wallTimes) {
        const expected = date.toZonedDateTime({ timeZone: zone, plainTime: wallTime });
        const minute = minuteOfLocal(zone, day * minutesOfDay + minuteOf(wallTime));
        expect(minute * 60_000).toBe(expected.epochMilliseconds);
        expect(localDateOf(minute * 60_000, zone)).toBe(expected.toPlainDate().toString());
      }
    }
  }
});

/** Some days of a year: one in each month, and those around every change of the clocks. */
function telling(zone: string, year: string): Temporal.PlainDate[] {
  const dates = Array.from({ length: 12 }, (_, month) =>
    Temporal.PlainDate.from({ year: Number(year), month: month + 1, day: 15 }),
  );
  let at = Temporal.PlainDate.from(`${year}-01-01`).toZonedDateTime(zone);
  for (;;) {
    const change = at.getTimeZoneTransition('next');
    if (change === null || change.year > Number(year)) return dates;
    dates.push(...[-1, 0, 1].map((days) => change.toPlainDate().add({ days })));
    at = change;
  }
}

test('B1 an instant before 1970 and a millisecond before midnight have their local date', () => {
  expect(localDateOf(at('1969-12-31T23:59:59.999Z'), 'UTC')).toBe('1969-12-31');
  expect(localDateOf(at('2027-01-10T22:59:59.999Z'), 'Europe/Warsaw')).toBe('2027-01-10');
  expect(localDateOf(at('2027-01-10T23:00Z'), 'Europe/Warsaw')).toBe('2027-01-11');
});

test('B1 a zone that does not exist is refused', () => {
  expect(() => localDateOf(0, 'Europe/Nowhere')).toThrow(RangeError);
});
