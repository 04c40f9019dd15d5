import fc from 'fast-check';
import type { TimeWindow } from '../contracts/availability.ts';
import type { AppointmentModality } from '../contracts/words.ts';
import type { Blocked, OpeningsQuery, Plan } from './plan.ts';

/** Plans for the tests of this folder: one to vary by hand, and random ones around what is hard. */

export const modalities: readonly AppointmentModality[] = ['video', 'audio', 'chat', 'office'];

/** Mondays 9 to 12 in Warsaw, an hour each, no buffers, no notice. */
export function planWith(
  changes: {
    readonly policy?: Partial<Plan['policy']>;
    readonly availability?: Partial<Plan['availability']>;
    readonly holidays?: readonly string[];
    readonly modalities?: readonly AppointmentModality[];
  } = {},
): Plan {
  return {
    availability: {
      zones: [{ from: null, zone: 'Europe/Warsaw' }],
      rules: [{ weekday: 1, start: '09:00', end: '12:00' }],
      exceptions: [],
      holidaysClosed: false,
      ...changes.availability,
    },
    holidays: new Set(changes.holidays),
    policy: {
      durationMinutes: 60,
      stepMinutes: 60,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      noticeMinutes: 0,
      horizonDays: 730,
      ...changes.policy,
    },
    modalities: changes.modalities ?? modalities,
  };
}

/** `2027-01-11T08:00Z` → epoch milliseconds. */
export const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds;
/** Epoch milliseconds → `2027-01-11T08:00Z`. */
export const told = (instant: number) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toString({ smallestUnit: 'minute' });

/** Zones whose clocks change at night, at midnight, by half an hour, in Ramadan, or never. */
export const hardZones = [
  'Europe/Warsaw',
  'America/New_York',
  'America/St_Johns',
  'America/Havana',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Apia',
  'Pacific/Niue',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Africa/Cairo',
  'Africa/Casablanca',
  'UTC',
];
const hardDates = [
  '2027-01-11',
  '2027-03-14',
  '2027-03-28',
  '2027-04-04',
  '2027-04-30',
  '2027-09-26',
  '2027-10-29',
  '2027-10-31',
  '2027-11-07',
];

const zone = fc.constantFrom(...hardZones);
const wallTime = fc
  .integer({ min: 0, max: 95 })
  .map((quarter) => clock(Math.floor(quarter / 4), (quarter % 4) * 15));
const timeWindow: fc.Arbitrary<TimeWindow> = fc
  .record({
    start: wallTime,
    end: fc.oneof(wallTime, fc.constant('24:00')),
    modalities: fc.option(fc.subarray([...modalities], { minLength: 1 }), {
      nil: undefined,
      freq: 2,
    }),
  })
  .map(({ start, end, modalities: forms }) =>
    forms ? { start, end, modalities: forms } : { start, end },
  );

export interface Situation {
  readonly plan: Plan;
  readonly blocked: readonly Blocked[];
  readonly query: OpeningsQuery;
}

/** Plans, busy times and questions about a few days near a change of clocks. */
export const situation: fc.Arbitrary<Situation> = fc
  .record({ date: fc.constantFrom(...hardDates), shift: fc.integer({ min: -4, max: 4 }) })
  .chain(({ date, shift }) => {
    const around = Temporal.PlainDate.from(date).add({ days: shift });
    const day = fc.integer({ min: -3, max: 6 }).map((days) => around.add({ days }).toString());
    const instant = fc
      .integer({ min: -4 * 24 * 60, max: 8 * 24 * 60 })
      .map((minutes) => at(`${around}T00:00Z`) + minutes * 60_000);
    return fc.record({
      plan: plan(day),
      blocked: fc.array(blockedRange(instant), { maxLength: 8 }),
      query: fc
        .record({
          from: day,
          length: fc.integer({ min: 0, max: 6 }),
          datesIn: fc.option(zone, { nil: undefined, freq: 2 }),
          now: fc.oneof({ weight: 4, arbitrary: fc.constant(at('2026-12-01T00:00Z')) }, instant),
          modality: fc.option(fc.constantFrom(...modalities), { nil: undefined, freq: 2 }),
          durationMinutes: fc.option(fc.constantFrom(30, 100), { nil: undefined }),
        })
        .map(({ length, ...rest }) => ({
          ...rest,
          to: Temporal.PlainDate.from(rest.from).add({ days: length }).toString(),
        })),
    });
  });

function plan(day: fc.Arbitrary<string>): fc.Arbitrary<Plan> {
  return fc.record({
    availability: fc.record({
      zones: fc
        .tuple(zone, fc.option(fc.record({ from: day, zone }), { nil: undefined }))
        .map(([first, later]) => [{ from: null, zone: first }, ...(later ? [later] : [])]),
      rules: fc
        .array(fc.record({ weekday: fc.integer({ min: 1, max: 7 }), window: timeWindow }), {
          minLength: 2,
          maxLength: 5,
        })
        .map((rules) => rules.map(({ weekday, window }) => ({ weekday, ...window }))),
      exceptions: fc.uniqueArray(
        fc.record({ date: day, windows: fc.array(timeWindow, { maxLength: 2 }) }),
        { maxLength: 3, selector: (one) => one.date },
      ),
      holidaysClosed: fc.boolean(),
    }),
    holidays: fc.array(day, { maxLength: 2 }).map((dates) => new Set(dates)),
    policy: fc.record({
      durationMinutes: fc.constantFrom(20, 50, 60, 90),
      stepMinutes: fc.constantFrom(15, 25, 60),
      bufferBeforeMinutes: fc.constantFrom(0, 5, 15),
      bufferAfterMinutes: fc.constantFrom(0, 10, 30),
      noticeMinutes: fc.constantFrom(0, 90, 1440),
      horizonDays: fc.constantFrom(2, 730, 730, 730),
    }),
    modalities: fc.subarray([...modalities], { minLength: 1 }),
  });
}

/** Some end in the middle of a minute, as outside calendars may; some are empty. */
function blockedRange(instant: fc.Arbitrary<number>): fc.Arbitrary<Blocked> {
  return fc
    .tuple(instant, fc.constantFrom(0, 30_000, 3_000_001, 3_600_000, 86_400_000))
    .map(([startsAt, length]) => ({ startsAt, endsAt: startsAt + length }));
}

function clock(hour: number, minute: number): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
