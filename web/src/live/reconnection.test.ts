import { expect, test } from 'vitest';
import { isFinal, reconnectDelay } from './reconnection.ts';

test('the first try comes within 0.1 s', () => {
  expect(reconnectDelay(0, 0)).toBe(100);
  expect(reconnectDelay(0, 1)).toBe(0);
});

test('then the delay grows from 0.2 s to 5 s, and chance takes up to half of it', () => {
  expect([1, 2, 3, 8, 9, 50].map((attempt) => Math.round(reconnectDelay(attempt, 0)))).toEqual([
    200, 300, 450, 3417, 5000, 5000,
  ]);
  expect(reconnectDelay(1, 1)).toBe(100);
  expect(reconnectDelay(10, 0.5)).toBe(3750);
});

test('only what a person must settle ends the tries', () => {
  expect(isFinal('SESSION_ENDED')).toBe(true);
  expect(isFinal('SEAT_TAKEN')).toBe(true);
  expect(isFinal('TICKET_REFUSED')).toBe(false);
  expect(isFinal('UNAVAILABLE')).toBe(false);
  expect(isFinal('TOO_MANY_REQUESTS')).toBe(false);
});
