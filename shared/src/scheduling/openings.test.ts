import { describe, expect, test } from 'vitest';
import { at, planWith, told } from './examplePlans.ts';
import { firstOpenings, openingsOf, whyNotOffered } from './openings.ts';
import type { Blocked, OpeningsQuery, Plan } from './plan.ts';
import { openHoursOf } from './windows.ts';

const now = at('2026-12-01T00:00Z');
const monday = { from: '2027-01-11', to: '2027-01-11', now };

function openings(
  plan: Plan,
  query: Partial<OpeningsQuery> = {},
  blocked: readonly Blocked[] = [],
): string[] {
  return openingsOf(plan, blocked, { ...monday, ...query }).map(told);
}

describe('B1 windows', () => {
  test('B1 an end at its start is a whole day, and 24:00 the end of the day', () => {
    const wholeDay = planWith({
      availability: { rules: [{ weekday: 1, start: '00:00', end: '24:00' }] },
    });
    const again = planWith({
      availability: { rules: [{ weekday: 1, start: '00:00', end: '00:00' }] },
    });
    expect(openings(wholeDay)).toHaveLength(24);
    expect(openings(again)).toEqual(openings(wholeDay));
  });

  test('B1 windows that touch at midnight are one, and an appointment may lie across it', () => {
    const plan = planWith({
      availability: {
        rules: [
          { weekday: 1, start: '22:30', end: '24:00' },
          { weekday: 2, start: '00:00', end: '01:30' },
        ],
      },
    });
    expect(openings(plan)).toEqual(['2027-01-11T21:30Z', '2027-01-11T22:30Z']);
    // Asked for the Tuesday alone, the grid is still the one that began on Monday evening.
    expect(openings(plan, { from: '2027-01-12', to: '2027-01-12' })).toEqual(['2027-01-11T23:30Z']);
  });

  test('B1 who is open day and night has one grid, whatever dates are asked for', () => {
    const plan = planWith({
      policy: { durationMinutes: 50, stepMinutes: 50 },
      availability: {
        rules: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, start: '00:00', end: '24:00' })),
      },
    });
    const month = openings(plan, { from: '2027-01-01', to: '2027-01-31' });
    const days = Array.from({ length: 31 }, (_, index) => {
      const date = `2027-01-${String(index + 1).padStart(2, '0')}`;
      return openings(plan, { from: date, to: date });
    });
    expect(days.flat()).toEqual(month);
    expect(month.length).toBe(Math.ceil((31 * 24 * 60) / 50));
  });
});

describe('B2 openings', () => {
  test('B2 a longer appointment on the same grid', () => {
    expect(openings(planWith(), { durationMinutes: 120 })).toEqual([
      '2027-01-11T08:00Z',
      '2027-01-11T09:00Z',
    ]);
  });

  test('B2 an empty blocked range blocks nothing, half a minute does', () => {
    const inside = at('2027-01-11T09:30Z');
    const range = (length: number) => [{ startsAt: inside, endsAt: inside + length }];
    expect(openings(planWith(), {}, range(0))).toHaveLength(3);
    expect(openings(planWith(), {}, range(30_000))).toEqual([
      '2027-01-11T08:00Z',
      '2027-01-11T10:00Z',
    ]);
  });

  test('B2 dates in the wrong order are no dates', () => {
    expect(openings(planWith(), { from: '2027-01-12', to: '2027-01-11' })).toEqual([]);
  });

  test('B2 the first few', () => {
    expect(firstOpenings(planWith(), [], { ...monday, to: '2027-02-28' }, 4).map(told)).toEqual([
      '2027-01-11T08:00Z',
      '2027-01-11T09:00Z',
      '2027-01-11T10:00Z',
      '2027-01-18T08:00Z',
    ]);
  });
});

describe('B3 exceptions, holidays, forms and zones', () => {
  const holiday = { holidays: ['2027-01-11'] };

  test('B3 holidays close a date only where they are switched on', () => {
    expect(openings(planWith(holiday))).toHaveLength(3);
    expect(openings(planWith({ ...holiday, availability: { holidaysClosed: true } }))).toEqual([]);
  });

  test('B3 an exception on a holiday means to work on it', () => {
    const plan = planWith({
      ...holiday,
      availability: {
        holidaysClosed: true,
        exceptions: [{ date: '2027-01-11', windows: [{ start: '15:00', end: '16:00' }] }],
      },
    });
    expect(openings(plan)).toEqual(['2027-01-11T14:00Z']);
  });

  test('B3 a holiday cuts the evening before it', () => {
    const plan = planWith({
      holidays: ['2027-01-12'],
      availability: {
        holidaysClosed: true,
        rules: [{ weekday: 1, start: '22:00', end: '02:00' }],
      },
    });
    expect(openings(plan, { to: '2027-01-12' })).toEqual([
      '2027-01-11T21:00Z',
      '2027-01-11T22:00Z',
    ]);
  });

  test('B3 windows without the form are left out before the rest is merged', () => {
    const plan = planWith({
      availability: {
        rules: [
          { weekday: 1, start: '09:00', end: '10:30', modalities: ['office'] },
          { weekday: 1, start: '10:30', end: '12:30', modalities: ['video', 'audio'] },
        ],
      },
    });
    expect(openings(plan)).toEqual(['2027-01-11T08:00Z', '2027-01-11T09:00Z', '2027-01-11T10:00Z']);
    expect(openings(plan, { modality: 'office' })).toEqual(['2027-01-11T08:00Z']);
    expect(openings(plan, { modality: 'video' })).toEqual([
      '2027-01-11T09:30Z',
      '2027-01-11T10:30Z',
    ]);
    expect(openings(plan, { modality: 'chat' })).toEqual([]);
  });

  test('B3 a form that is not offered has no openings, even if a window names it', () => {
    const plan = planWith({
      modalities: ['video'],
      availability: {
        rules: [{ weekday: 1, start: '09:00', end: '12:00', modalities: ['office'] }],
      },
    });
    expect(openings(plan)).toEqual([]);
    expect(openings(plan, { modality: 'office' })).toEqual([]);
  });

  test('B3 from a date on another zone counts', () => {
    const plan = planWith({
      availability: {
        zones: [
          { from: null, zone: 'Europe/Warsaw' },
          { from: '2027-01-18', zone: 'America/New_York' },
        ],
        rules: [{ weekday: 1, start: '09:00', end: '10:00' }],
      },
    });
    expect(openings(plan, { to: '2027-01-18' })).toEqual([
      '2027-01-11T08:00Z',
      '2027-01-18T14:00Z',
    ]);
  });
});

describe('B4 notice and horizon', () => {
  test('B4 notice is elapsed time and inclusive', () => {
    const plan = planWith({ policy: { noticeMinutes: 1440 } });
    const first = (text: string) => openings(plan, { now: at(text) })[0];
    expect(first('2027-01-10T08:00:00.000Z')).toBe('2027-01-11T08:00Z');
    expect(first('2027-01-10T08:00:00.001Z')).toBe('2027-01-11T09:00Z');
  });

  test('B4 notice over the night of the change is 24 hours, not the same hour a day later', () => {
    const plan = planWith({
      policy: { noticeMinutes: 1440 },
      availability: { rules: [{ weekday: 7, start: '09:00', end: '12:00' }] },
    });
    const spring = { from: '2027-03-28', to: '2027-03-28', now: at('2027-03-27T08:00Z') };
    // 9:00 on Saturday; 24 hours later it is 10:00.
    expect(openings(plan, spring)[0]).toBe('2027-03-28T08:00Z');
  });

  test('B4 dates far away cost nothing and give nothing', () => {
    expect(openings(planWith(), { from: '0001-01-01', to: '0001-12-31' })).toEqual([]);
    expect(openings(planWith(), { from: '9999-01-01', to: '9999-12-31' })).toEqual([]);
  });
});

describe('B5 the reason why a time is not offered', () => {
  const plan = planWith({
    policy: { noticeMinutes: 60, horizonDays: 60 },
    holidays: ['2027-01-18'],
    modalities: ['video', 'office'],
    availability: {
      holidaysClosed: true,
      rules: [
        { weekday: 1, start: '09:00', end: '12:00', modalities: ['video'] },
        { weekday: 2, start: '09:00', end: '12:00' },
      ],
    },
  });
  const why = (startsAt: string, more: object = {}, blocked: readonly Blocked[] = []) =>
    whyNotOffered(plan, blocked, { now, startsAt: at(startsAt), modality: 'video', ...more });
  const taken = (source?: 'external') => [
    { startsAt: at('2027-01-11T08:30Z'), endsAt: at('2027-01-11T08:40Z'), source },
  ];

  test.each([
    ['2027-01-11T08:00Z', {}, [], null],
    ['2027-01-11T08:00Z', {}, taken(), 'busy'],
    ['2027-01-11T08:00Z', {}, taken('external'), 'external'],
    ['2027-01-11T09:00Z', {}, taken(), null],
    ['2027-01-11T08:00Z', { modality: 'office' }, [], 'modality'],
    ['2027-01-12T08:00Z', { modality: 'office' }, [], null],
    ['2027-01-12T08:00Z', { modality: 'chat' }, [], 'modality'],
    ['2027-01-11T08:15Z', {}, [], 'outside'],
    ['2027-01-11T08:00:00.500Z', {}, [], 'outside'],
    ['2027-01-13T08:00Z', {}, [], 'outside'],
    ['2027-01-18T08:00Z', {}, [], 'holiday'],
    ['2026-12-01T00:30Z', {}, [], 'notice'],
    ['2020-01-06T08:00Z', {}, [], 'notice'],
    ['2027-02-01T08:00Z', {}, [], 'horizon'],
  ] as const)('B5 %s %o', (startsAt, more, blocked, reason) => {
    expect(why(startsAt, more, blocked)).toBe(reason);
  });
});

describe('B1 open hours for a calendar', () => {
  test('B3 the same forms are merged, others stay apart', () => {
    const plan = planWith({
      modalities: ['video', 'office'],
      availability: {
        rules: [
          { weekday: 1, start: '09:00', end: '11:00' },
          { weekday: 1, start: '10:00', end: '12:00' },
          { weekday: 1, start: '12:00', end: '13:00', modalities: ['office'] },
        ],
      },
    });
    expect(openHoursOf(plan, '2027-01-11', '2027-01-12')).toEqual([
      {
        startsAt: at('2027-01-11T08:00Z'),
        endsAt: at('2027-01-11T11:00Z'),
        modalities: ['video', 'office'],
      },
      {
        startsAt: at('2027-01-11T11:00Z'),
        endsAt: at('2027-01-11T12:00Z'),
        modalities: ['office'],
      },
    ]);
  });
});
