import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readOrMakeSecrets } from '../../infra/secrets.ts';
import { Api } from '../support/Api.ts';
import { Stack } from '../support/Stack.ts';
import { useStack } from '../support/useStack.ts';

const publicOrigin = 'https://care.example';
const used = useStack({ demo: false, environment: { PUBLIC_URL: publicOrigin } });

async function open(
  origin: string,
): Promise<{ status: number; cookies: string[]; headers: Headers }> {
  const psychologist = await used.fixtures.psychologist();
  const { token } = await used.fixtures.appointment({ psychologist });
  const response = await fetch(`${used.stack.origin()}/api/invitations/open`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  const { status, headers } = response;
  await response.body?.cancel();
  return { status, cookies: headers.getSetCookie(), headers };
}

describe('behind a public address', () => {
  test('I2 the cookie is __Host-, Secure, HttpOnly, SameSite and has the whole path', async () => {
    const { status, cookies } = await open(publicOrigin);
    expect(status).toBe(200);
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatch(/^__Host-gabinet=/);
    for (const flag of [
      /; Secure/i,
      /; HttpOnly/i,
      /; SameSite=(Lax|Strict)/i,
      /; Path=\/(;|$)/i,
    ]) {
      expect(cookies[0]).toMatch(flag);
    }
    expect(cookies[0]).not.toMatch(/; Domain=/i);
  });

  test('X3 only the public address is our origin, loopback is not', async () => {
    expect((await open(used.stack.origin())).status).toBe(403);
    expect((await open('https://care.example.elsewhere.example')).status).toBe(403);
  });

  test('browsers are told to come by TLS only', async () => {
    const { headers } = await open(publicOrigin);
    expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/);
  });

  test('nothing of the demo is there', async () => {
    const api = new Api(used.stack.origin());
    const headers = { origin: publicOrigin };
    const body = JSON.stringify({ token: 'x'.repeat(32) });
    expect((await api.raw('/api/demo/mails')).status).toBe(404);
    const signIn = await api.raw('/api/demo/sign-in', { method: 'POST', headers, body });
    expect(signIn.status).toBe(404);
    expect((await api.call('practice', {}).catch(() => undefined))?.demo ?? false).toBe(false);
  });

  test('the demo and a public address together are refused at the start, in one sentence', async () => {
    const environment = { PUBLIC_URL: publicOrigin };
    const start = Stack.start({ sfu: 1, demo: true, environment });
    await expect(start).rejects.toThrow(/DEMO .*off/);
  });
});

describe('on loopback', () => {
  test('the demo answers nobody who came by another name', async () => {
    const stack = await Stack.start();
    try {
      const { request } = await import('node:http');
      const { port } = new URL(stack.origin());
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const call = request(
          { host: '127.0.0.1', port, path: '/api/demo/mails', headers: { host: 'care.example' } },
          (response) => {
            response.resume();
            resolve(response.statusCode);
          },
        );
        call.once('error', reject);
        call.end();
      });
      expect(status).toBe(404);
    } finally {
      await stack.stop();
    }
  });

  test('I2 over plain HTTP the cookie still is HttpOnly and SameSite', async () => {
    const stack = await Stack.start();
    try {
      const token = new URL(stack.links().client).hash.slice(1);
      const { headers } = await new Api(stack.origin()).send('openInvitation', { token });
      expect(headers.getSetCookie()[0]).toMatch(
        /^gabinet=[^;]+;.*HttpOnly.*SameSite=(Lax|Strict)/i,
      );
    } finally {
      await stack.stop();
    }
  });
});

describe('secrets', () => {
  test('are made once, differ, and only their owner may read them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gabinet-secrets-'));
    try {
      const made = readOrMakeSecrets(folder);
      expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
      expect(readOrMakeSecrets(folder)).toEqual(made);
      expect(new Set(Object.values(made)).size).toBe(Object.keys(made).length);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
