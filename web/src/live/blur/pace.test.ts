import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

/** Frames at an even rate for so many seconds; tells after how many it was given up, if it was. */
function run(pace: Pace, framesPerSecond: number, seconds: number, from = 0): number | null {
  for (let at = 0; at <= seconds * 1_000; at += 1_000 / framesPerSecond) {
    if (pace.frame(from + at)) return at / 1_000;
  }
  return null;
}

test('a computer that keeps up is never given up', () => {
  expect(run(new Pace(), 24, 60)).toBe(null);
});

test('too few frames for two stretches are the end', () => {
  const given = run(new Pace(), 5, 60);
  expect(given).toBeGreaterThanOrEqual(8);
  expect(given).toBeLessThan(10);
});

test('one bad stretch is forgiven, and so is the time in which the page was hidden', () => {
  const pace = new Pace();
  expect(run(pace, 5, 5)).toBe(null);
  pace.restart();
  expect(run(pace, 24, 20, 60_000)).toBe(null);
});
