import type { QualityPoint } from '@gabinet/shared/contracts/quality';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { thinOut } from './thinOut.ts';

const calm: QualityPoint = {
  at: 0,
  spanMilliseconds: 5_000,
  joinMilliseconds: null,
  roundTripMilliseconds: 40,
  lossUp: 0,
  lossDown: null,
  freezes: 0,
  frozenMilliseconds: 0,
  concealedMilliseconds: 0,
  reconnections: 0,
  uplink: 'full',
  downlink: 'full',
  relayed: false,
};

test('Q1 few points stay as they are', () => {
  const points = [calm, { ...calm, at: 5_000 }];
  expect(thinOut(points, 2)).toEqual(points);
});

test('Q1 neighbours are weighed by their length, and the worst rung stays', () => {
  const merged = thinOut(
    [
      { ...calm, joinMilliseconds: 900, lossUp: 0.1 },
      {
        ...calm,
        at: 15_000,
        spanMilliseconds: 15_000,
        roundTripMilliseconds: 80,
        lossUp: 0.3,
        freezes: 2,
        uplink: 'slower',
        relayed: true,
      },
    ],
    1,
  );
  expect(merged).toEqual([
    {
      ...calm,
      at: 15_000,
      spanMilliseconds: 20_000,
      joinMilliseconds: 900,
      roundTripMilliseconds: 70,
      lossUp: expect.closeTo(0.25),
      freezes: 2,
      uplink: 'slower',
      relayed: true,
    },
  ]);
});

test('Q1 thinning never goes above its limit and loses no time, no freeze and no reconnection', () => {
  const point = fc.record({
    at: fc.nat(),
    spanMilliseconds: fc.nat(60_000),
    joinMilliseconds: fc.constant(null),
    roundTripMilliseconds: fc.option(fc.nat(2_000), { nil: null }),
    lossUp: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null }),
    lossDown: fc.constant(null),
    freezes: fc.nat(9),
    frozenMilliseconds: fc.nat(5_000),
    concealedMilliseconds: fc.nat(5_000),
    reconnections: fc.nat(3),
    uplink: fc.constantFrom('full' as const, 'smaller' as const, 'chat-only' as const),
    downlink: fc.constant('full' as const),
    relayed: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(point, { maxLength: 300 }),
      fc.integer({ min: 1, max: 50 }),
      (all, limit) => {
        const thinned = thinOut(all, limit);
        expect(thinned.length).toBeLessThanOrEqual(limit);
        for (const name of ['spanMilliseconds', 'freezes', 'reconnections'] as const) {
          const sum = (points: readonly QualityPoint[]) =>
            points.reduce((total, one) => total + one[name], 0);
          expect(sum(thinned)).toBe(sum(all));
        }
        for (const { lossUp } of thinned)
          if (lossUp !== null) expect(lossUp).toBeLessThanOrEqual(1);
      },
    ),
  );
});
