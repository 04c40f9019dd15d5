import type { QualityPoint } from '@gabinet/shared/contracts/quality';
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
  for (let count = 0; count <= 130; count += 13) {
    const all = Array.from(
      { length: count },
      (_, index): QualityPoint => ({
        ...calm,
        at: index * 5_000,
        spanMilliseconds: (index * 7_919) % 60_000,
        lossUp: index % 3 === 0 ? 1 : null,
        freezes: index % 4,
        reconnections: index % 2,
      }),
    );
    for (let limit = 1; limit <= 50; limit += 1) {
      const thinned = thinOut(all, limit);
      expect(thinned.length).toBeLessThanOrEqual(limit);
      for (const name of ['spanMilliseconds', 'freezes', 'reconnections'] as const) {
        const sum = (points: readonly QualityPoint[]) =>
          points.reduce((total, one) => total + one[name], 0);
        expect(sum(thinned)).toBe(sum(all));
      }
      for (const { lossUp } of thinned) expect(lossUp ?? 0).toBeLessThanOrEqual(1);
    }
  }
});
