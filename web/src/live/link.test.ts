import { expect, test } from 'vitest';
import { linkOf } from './link.ts';

test('the link tells the earlier of two losses', () => {
  expect(linkOf({ state: 'away', since: 20 }, 10, null)).toEqual({
    state: 'reconnecting',
    since: 10,
    media: true,
    seen: true,
  });
  expect(linkOf({ state: 'away', since: 20 }, null, null)).toEqual({
    state: 'reconnecting',
    since: 20,
    media: false,
    seen: true,
  });
  expect(linkOf({ state: 'open' }, 5, null)).toEqual({
    state: 'reconnecting',
    since: 5,
    media: true,
    seen: false,
  });
  expect(linkOf({ state: 'open' }, null, null)).toEqual({ state: 'connected' });
});

test('what cannot come back by itself is said with its code', () => {
  expect(linkOf({ state: 'refused', code: 'NOT_FOUND' }, null, null)).toEqual({
    state: 'failed',
    code: 'NOT_FOUND',
  });
  expect(linkOf({ state: 'closed' }, null, 'INVITATION_REMOVED')).toEqual({
    state: 'failed',
    code: 'INVITATION_REMOVED',
  });
});
