import { expect, test } from 'vitest';
import { Turnstile } from './Turnstile.ts';

test('B6 a few at once go through by key, all do in the end, and a failure keeps no place', async () => {
  const turnstile = new Turnstile();
  let [now, most] = [0, 0];
  const visit = (index: number) =>
    turnstile.through('calendar', async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      if (index % 3 === 0) throw new Error('refused');
    });
  const ends = await Promise.allSettled(Array.from({ length: 40 }, (_, index) => visit(index)));
  expect(most).toBe(4);
  expect(ends.filter((one) => one.status === 'rejected')).toHaveLength(14);
  const other = turnstile.through('another', async () => 'in');
  await expect(other).resolves.toBe('in');
});
