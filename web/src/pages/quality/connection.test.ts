import type { QualityPoint } from '@gabinet/shared/contracts/quality';
import { describe, expect, test } from 'vitest';
import { brokenOf, standingOf } from './connection.ts';

function point(changes: Partial<QualityPoint> = {}): QualityPoint {
  return {
    at: 0,
    spanMilliseconds: 10_000,
    joinMilliseconds: null,
    roundTripMilliseconds: 40,
    lossUp: 0,
    lossDown: 0,
    freezes: 0,
    frozenMilliseconds: 0,
    concealedMilliseconds: 0,
    reconnections: 0,
    uplink: 'full',
    downlink: 'full',
    relayed: false,
    ...changes,
  };
}
const calm = (count: number) => Array.from({ length: count }, () => point());

describe('what the figures come to', () => {
  test('Q1 no points are no verdict, calm ones are good', () => {
    expect(standingOf([]).verdict).toBe('none');
    expect(standingOf(calm(5)).verdict).toBe('good');
  });

  test('Q1 neighbouring weak points are one time; their lengths add up', () => {
    const weak = point({ lossDown: 0.2 });
    const points = [...calm(20), weak, weak, ...calm(20), point({ roundTripMilliseconds: 900 })];
    expect(standingOf(points)).toEqual({
      verdict: 'mostly-good',
      weakTimes: 2,
      weakMilliseconds: 30_000,
    });
  });

  test('Q1 weak for much of the time is unsteady', () => {
    const weak = point({ uplink: 'audio-only' });
    expect(standingOf([...calm(4), weak]).verdict).toBe('unsteady');
  });

  test('Q1 a smaller picture is no weakness, made-up sound and a standing picture are', () => {
    expect(standingOf([point({ uplink: 'smaller', downlink: 'slower' })]).verdict).toBe('good');
    expect(standingOf([point({ concealedMilliseconds: 900 })]).weakTimes).toBe(1);
    expect(standingOf([point({ frozenMilliseconds: 900 })]).weakTimes).toBe(1);
    expect(brokenOf(point({ frozenMilliseconds: 50_000 }))).toBe(1);
  });
});
