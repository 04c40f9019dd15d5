import { expect, test } from 'vitest';
import { at, told } from './examplePlans.ts';
import { isLongerThan, longestSeries, occurrencesOf, wallStartOf } from './series.ts';

const mondays = { zone: 'Europe/Warsaw', everyWeeks: 1 };
const wallIn = (zone: string) => (one: { startsAt: number }) =>
  wallStartOf(one.startsAt, zone).slice(11);

test('B9 a series keeps the wall time when the clocks change; a reader elsewhere sees it move', () => {
  const series = occurrencesOf({ ...mondays, wallStart: '2027-10-25T18:00', count: 3 });
  expect(series.map((one) => told(one.startsAt))).toEqual([
    '2027-10-25T16:00Z',
    '2027-11-01T17:00Z',
    '2027-11-08T17:00Z',
  ]);
  expect(series.map(wallIn('Europe/Warsaw'))).toEqual(['18:00', '18:00', '18:00']);
  expect(series.map(wallIn('America/New_York'))).toEqual(['12:00', '13:00', '12:00']);
  expect(series.map((one) => one.index)).toEqual([0, 1, 2]);
  expect(series[1]?.wallStart).toBe('2027-11-01T18:00');
});

test('B9 a wall time that the gap swallows is shifted, not skipped, and the next one is back', () => {
  const series = occurrencesOf({
    wallStart: '2027-03-07T02:30',
    zone: 'America/New_York',
    everyWeeks: 1,
    count: 3,
  });
  expect(series.map((one) => told(one.startsAt))).toEqual([
    '2027-03-07T07:30Z',
    '2027-03-14T07:30Z',
    '2027-03-21T06:30Z',
  ]);
});

test('B9 eight Mondays from September on, and the fifth of them', () => {
  const series = occurrencesOf({ ...mondays, wallStart: '2027-09-06T18:00', count: 8 });
  expect(series).toHaveLength(8);
  expect(series[4]).toEqual({
    index: 4,
    wallStart: '2027-10-04T18:00',
    startsAt: at('2027-10-04T16:00Z'),
  });
});

test('B9 "this and the following" to another hour keeps the new hour over the change', () => {
  const following = occurrencesOf({ ...mondays, wallStart: '2027-10-18T17:00', count: 2 });
  expect(following.map((one) => told(one.startsAt))).toEqual([
    '2027-10-18T15:00Z',
    '2027-10-25T15:00Z',
  ]);
});

test('B9 every two weeks until a date, inclusive', () => {
  const until = (date: string) =>
    occurrencesOf({ ...mondays, everyWeeks: 2, wallStart: '2027-01-11T18:00', until: date }).map(
      (one) => one.wallStart.slice(0, 10),
    );
  expect(until('2027-02-08')).toEqual(['2027-01-11', '2027-01-25', '2027-02-08']);
  expect(until('2027-02-07')).toEqual(['2027-01-11', '2027-01-25']);
  expect(until('2027-01-10')).toEqual([]);
  expect(until('2099-01-01')).toHaveLength(longestSeries);
});

test('B9 a series that would be longer than allowed is known before it is cut', () => {
  const from = { firstDate: '2027-01-11', everyWeeks: 2 };
  expect(isLongerThan(12, { ...from, count: 12 })).toBe(false);
  expect(isLongerThan(12, { ...from, count: 13 })).toBe(true);
  // The twelfth is on 2027-06-14, the thirteenth on 2027-06-28, over a change of clocks.
  expect(isLongerThan(12, { ...from, until: '2027-06-27' })).toBe(false);
  expect(isLongerThan(12, { ...from, until: '2027-06-28' })).toBe(true);
  expect(isLongerThan(12, { ...from, until: '2027-01-10' })).toBe(false);
  const twelve = occurrencesOf({
    ...mondays,
    everyWeeks: 2,
    wallStart: '2027-01-11T18:00',
    until: '2027-06-27',
  });
  expect(twelve).toHaveLength(12);
});
