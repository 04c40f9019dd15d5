import { request } from 'node:http';
import { type HttpName, http } from '@gabinet/shared/contracts/http';
import { describe, expect, test } from 'vitest';
import { Api } from '../support/Api.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();
const names = Object.keys(http) as HttpName[];
const writes = names.filter((name) => http[name].method !== 'get').map((name) => [name] as const);
const someId = '00000000-0000-4000-8000-000000000000';

describe('X3 writes need an Origin of our own', () => {
  test.each(writes)('X3 %s', async (name) => {
    const psychologist = await used.fixtures.psychologist();
    const api = new Api(used.stack.origin(), psychologist.cookie);
    const method = http[name].method.toUpperCase();
    const path = http[name].path.replaceAll(/:\w+/g, someId);
    const port = new URL(api.origin).port;
    const strangers = [
      'https://elsewhere.example',
      'null',
      '',
      `http://127.0.0.1:${Number(port) + 1}`,
    ];
    for (const origin of [...strangers, `https://127.0.0.1:${port}`, `http://localhost:${port}`]) {
      const answer = await api.raw(path, { method, headers: { origin }, body: '{}' });
      expect(answer.status, origin).toBe(403);
      expect(answer.body, origin).toMatchObject({ error: { code: 'ORIGIN_REFUSED' } });
    }
    const without = await fetch(`${api.origin}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(without.status).toBe(403);
  });

  test('X3 a name that was rebound to this machine is not ours', async () => {
    const { port } = new URL(used.stack.origin());
    const host = `rebound.example:${port}`;
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const call = request(
        {
          host: '127.0.0.1',
          port,
          path: http.signOut.path,
          method: 'POST',
          headers: { host, origin: `http://${host}`, 'content-type': 'application/json' },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      call.once('error', reject);
      call.end('{}');
    });
    expect(status).toBe(403);
  });
});

describe('I2 reading consumes nothing', () => {
  test('I2 GET and HEAD of a link take no seat, set no cookie, open no session', async () => {
    const psychologist = await used.fixtures.psychologist();
    const { token, sessionId } = await used.fixtures.appointment({ psychologist });
    const before = await used.fixtures.count('browser_sessions');
    const api = new Api(used.stack.origin());
    for (const method of ['GET', 'HEAD']) {
      for (const path of ['/j', `/j?token=${token}`, `/s/${sessionId}`, http.openInvitation.path]) {
        const answer = await api.raw(path, { method });
        expect(answer.headers.getSetCookie(), `${method} ${path}`).toEqual([]);
      }
    }
    expect(await used.fixtures.count('seats')).toBe(0);
    expect(await used.fixtures.count('browser_sessions')).toBe(before);
    const entry = await api.call('openInvitation', { token });
    expect(entry.invitation.session.sessionId).toBe(sessionId);
  });
});
