import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { iceServersFor } from './iceServers.ts';

it("gives TURN credentials of coturn's kind that outlast a session", () => {
  const turn = { secret: 'a shared secret', urls: ['turns:turn.example:443'] };
  const [server] = iceServersFor('participant', { stunUrls: [], turn }, 1_000_000);
  const [expiry, id] = server?.username?.split(':') ?? [];
  expect(id).toBe('participant');
  expect(Number(expiry)).toBe(1000 + 4 * 60 * 60);
  const expected = createHmac('sha1', turn.secret).update(`${expiry}:participant`).digest('base64');
  expect(server?.credential).toBe(expected);
});

it('names no server that the operator did not', () => {
  expect(iceServersFor('participant', { stunUrls: [], turn: undefined }, 0)).toEqual([]);
});
