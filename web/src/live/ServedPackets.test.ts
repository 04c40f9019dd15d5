import { expect, test } from 'vitest';
import { ServedPackets } from './ServedPackets.ts';

/** One look: when, how much had come by then, when the newest report came and how much it told. */
type Look = readonly [at: number, come: number, toldAt: number, sent: number];

function after(...looks: readonly Look[]): number | null {
  const served = new ServedPackets();
  for (const [at, packets, toldAt, sent] of looks) {
    served.note('picture', { at, packets, report: { at: toldAt, packets: sent } });
  }
  return served.lossOf(['picture']);
}

test('L4 a sender’s way up that loses two thirds: all that the service got and sent has come', () => {
  // Recorded: reports some hundred milliseconds before the looks, the narrowing between two of them.
  const loss = after(
    [1_000, 100, 640, 64],
    [2_000, 200, 1_930, 193],
    [3_000, 265, 2_900, 261],
    [4_050, 295, 3_700, 285],
  );
  expect(loss).toBeLessThan(0.08);
});

test('L4 the narrowing itself, between two looks, is not taken for a bad line of one’s own', () => {
  // Half a second well, then nothing: spread evenly it looks as if a fifth were missing at the report.
  const loss = after([1_000, 100, 1_000, 100], [2_000, 200, 2_000, 200], [3_000, 250, 2_500, 250]);
  expect(loss).toBeLessThan(0.25);
});

test('L4 one’s own way back that loses: more was sent than has come', () => {
  const loss = after(
    [1_000, 100, 900, 90],
    [2_000, 200, 1_950, 195],
    [3_000, 240, 2_950, 295],
    [4_000, 280, 3_900, 390],
  );
  expect(loss).toBeGreaterThan(0.4);
});

test('L4 no report, an old one, or one stream that began anew tells nothing', () => {
  expect(new ServedPackets().lossOf(['picture'])).toBeNull();
  expect(after([1_000, 100, 900, 90], [3_000, 200, 2_900, 190], [5_000, 300, 2_900, 190])).toBe(
    null,
  );
  expect(after([1_000, 100, 900, 90], [3_000, 200, 2_900, 190], [4_000, 5, 3_900, 4])).toBeNull();
});
