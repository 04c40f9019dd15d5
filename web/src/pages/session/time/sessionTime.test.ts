import { expect, it } from 'vitest';
import { sessionTime } from './sessionTime.ts';

const minute = 60_000;
const session = { startsAt: 0, endsAt: 50 * minute };

it('S13 counts whole minutes to the end, and calmly on after it', () => {
  expect(sessionTime(session, 18 * minute)).toMatchObject({ done: 0.36, minutesLeft: 32 });
  expect(sessionTime(session, 45 * minute).minutesLeft).toBe(5);
  expect(sessionTime(session, 45 * minute + 1).minutesLeft).toBe(5);
  expect(sessionTime(session, 46 * minute).minutesLeft).toBe(4);
  expect(sessionTime(session, 62 * minute).minutesLeft).toBe(0);
});
