import { expect, test } from 'vitest';
import { cancellationStatus, cancelUntil, reminderInstants } from './deadlines.ts';
import { at, told } from './examplePlans.ts';
import { wallStartOf } from './series.ts';

const startsAt = at('2027-03-28T10:00Z');
const day = 24 * 60;

test('B11 at the deadline a cancellation is in time, a millisecond later it is late', () => {
  expect(cancelUntil(startsAt, day)).toBe(at('2027-03-27T10:00Z'));
  expect(cancellationStatus(startsAt, day, at('2027-03-27T10:00:00.000Z'))).toBe('cancelled');
  expect(cancellationStatus(startsAt, day, at('2027-03-27T10:00:00.001Z'))).toBe('late_cancelled');
});

test('B11 without a deadline one is in time until it begins', () => {
  expect(cancellationStatus(startsAt, 0, startsAt)).toBe('cancelled');
  expect(cancellationStatus(startsAt, 0, startsAt + 1)).toBe('late_cancelled');
});

test('B4 reminders go at elapsed times before the start, over the change of clocks too', () => {
  const instants = reminderInstants(startsAt, [60, day]);
  expect(instants.map(told)).toEqual(['2027-03-27T10:00Z', '2027-03-28T09:00Z']);
  expect(wallStartOf(startsAt, 'America/New_York')).toBe('2027-03-28T06:00');
});
