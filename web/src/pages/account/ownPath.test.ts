import { expect, it } from 'vitest';
import { ownPath } from './ownPath.ts';

it.each(['/account', '/day?date=2027-01-14', '/'])('goes back to %s', (to) => {
  expect(ownPath(to)).toBe(to);
});

it.each([
  null,
  '',
  '//elsewhere.example',
  '/\\elsewhere.example',
  'https://elsewhere.example',
  'day',
])('does not follow %s', (to) => {
  expect(ownPath(to)).toBeNull();
});
