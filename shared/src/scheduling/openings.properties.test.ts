import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { situation } from './examplePlans.ts';
import { firstOpenings, openingsOf, whyNotOffered } from './openings.ts';
import type { Blocked, Plan } from './plan.ts';
import { slowOpenings } from './slowOpenings.ts';

const runs = { numRuns: 400 };
const minute = 60_000;

/** What an appointment at a start would block. */
function blockOf(plan: Plan, start: number, durationMinutes: number | undefined): Blocked {
  const { policy } = plan;
  const duration = durationMinutes ?? policy.durationMinutes;
  return {
    startsAt: start - policy.bufferBeforeMinutes * minute,
    endsAt: start + (duration + policy.bufferAfterMinutes) * minute,
  };
}

const meet = (one: Blocked, other: Blocked) =>
  one.startsAt < one.endsAt &&
  other.startsAt < other.endsAt &&
  one.startsAt < other.endsAt &&
  other.startsAt < one.endsAt;

describe('B2 openings, for random plans around changes of clocks', () => {
  test('B1 B2 B3 B4 the engine agrees with the rules written out slowly', () => {
    fc.assert(
      fc.property(situation, ({ plan, blocked, query }) => {
        expect(openingsOf(plan, blocked, query)).toEqual(slowOpenings(plan, blocked, query));
      }),
      runs,
    );
  });

  test('B2 what an opening would block misses everything that is blocked', () => {
    fc.assert(
      fc.property(situation, ({ plan, blocked, query }) => {
        for (const start of openingsOf(plan, blocked, query)) {
          const block = blockOf(plan, start, query.durationMinutes);
          expect(blocked.filter((one) => meet(one, block))).toEqual([]);
        }
      }),
      runs,
    );
  });

  test('B2 an opening is bookable, and nothing else is', () => {
    fc.assert(
      fc.property(situation, ({ plan, blocked, query }) => {
        const openings = new Set(openingsOf(plan, blocked, query));
        const { datesIn: _zone, ...question } = query;
        const utc = { ...query, datesIn: 'UTC' };
        const inUtc = new Set(openingsOf(plan, blocked, utc));
        for (const startsAt of openings) {
          expect(whyNotOffered(plan, blocked, { ...question, startsAt })).toBeNull();
        }
        const from = Temporal.Instant.from(`${query.from}T00:00Z`).epochMilliseconds;
        const to = Temporal.Instant.from(`${query.to}T24:00Z`.replace('T24:00', 'T23:59'));
        for (let startsAt = from; startsAt <= to.epochMilliseconds; startsAt += 5 * minute) {
          const why = whyNotOffered(plan, blocked, { ...question, startsAt });
          expect(why === null).toBe(inUtc.has(startsAt));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('B2 booking one removes exactly those whose block meets the new one', () => {
    fc.assert(
      fc.property(situation, fc.nat(), ({ plan, blocked, query }, pick) => {
        const before = openingsOf(plan, blocked, query);
        const chosen = before[pick % Math.max(1, before.length)];
        fc.pre(chosen !== undefined);
        const taken = blockOf(plan, chosen ?? 0, query.durationMinutes);
        expect(openingsOf(plan, [...blocked, taken], query)).toEqual(
          before.filter((start) => !meet(taken, blockOf(plan, start, query.durationMinutes))),
        );
      }),
      runs,
    );
  });

  test('B2 booking one after another ends with no opening and no two blocks that meet', () => {
    fc.assert(
      fc.property(situation, fc.nat(), ({ plan, blocked, query }, pick) => {
        const booked: Blocked[] = [];
        for (let turn = 0; turn < 400; turn += 1) {
          const openings = openingsOf(plan, [...blocked, ...booked], query);
          const start = openings[(pick + turn * 7) % Math.max(1, openings.length)];
          if (start === undefined) break;
          const block = blockOf(plan, start, query.durationMinutes);
          expect([...blocked, ...booked].filter((one) => meet(one, block))).toEqual([]);
          booked.push(block);
        }
        expect(openingsOf(plan, [...blocked, ...booked], query)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('B2 the first few are the first few of all, and order of what is blocked is nothing', () => {
    fc.assert(
      fc.property(situation, fc.integer({ min: 1, max: 5 }), ({ plan, blocked, query }, count) => {
        const all = openingsOf(plan, blocked, query);
        expect(firstOpenings(plan, blocked, query, count)).toEqual(all.slice(0, count));
        expect(openingsOf(plan, blocked.toReversed(), query)).toEqual(all);
      }),
      runs,
    );
  });
});
