import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Api } from '../support/Api.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();
const sessionPages = ['/j', `/s/${randomUUID()}`];
const otherPages = ['/', '/day', '/help', '/demo/sign-in', '/demo/mails', '/nowhere/at/all'];
const wasm = "'wasm-unsafe-eval'";
const pages = [...sessionPages, ...otherPages];

async function headersOf(path: string): Promise<Headers> {
  return (await new Api(used.stack.origin()).raw(path)).headers;
}

function directives(policy: string | null): Map<string, readonly string[]> {
  return new Map(
    (policy ?? '').split(';').map((part) => {
      const [name = '', ...sources] = part.trim().split(/\s+/);
      return [name, sources] as const;
    }),
  );
}

describe('the content security policy', () => {
  test.each([...pages, '/api/practice', '/api/docs'])('%s runs our own code only', async (path) => {
    const policy = directives((await headersOf(path)).get('content-security-policy'));
    for (const name of [
      'default-src',
      'frame-ancestors',
      'base-uri',
      'form-action',
      'object-src',
    ]) {
      expect([...policy.keys()], name).toContain(name);
    }
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
    expect(policy.get('object-src')).toEqual(["'none'"]);
    const ours = /^('self'|'none'|'sha(256|384|512)-[A-Za-z0-9+/=]+')$/;
    for (const [name, sources] of policy) {
      const local = /^(img|media|worker|font)-src$/.test(name) ? /^(data|blob):$/ : /^$/;
      for (const source of sources) {
        // The models for noise and background are WebAssembly, which is no way to run a string.
        if (name === 'script-src' && sessionPages.includes(path) && source === wasm) continue;
        expect(ours.test(source) || local.test(source), `${name} ${source}`).toBe(true);
      }
    }
  });

  test.each(sessionPages)('%s may compile WebAssembly', async (path) => {
    const policy = directives((await headersOf(path)).get('content-security-policy'));
    expect(policy.get('script-src')).toEqual(["'self'", wasm]);
  });

  test.each([...otherPages, '/api/practice'])('%s may not', async (path) => {
    const policy = directives((await headersOf(path)).get('content-security-policy'));
    expect(policy.get('script-src')).toEqual(["'self'"]);
  });

  test.each(pages)('%s has no inline script, style or handler', async (path) => {
    const { body, headers } = await new Api(used.stack.origin()).raw(path);
    expect(headers.get('content-type')).toContain('text/html');
    const html = String(body);
    expect(html).not.toMatch(/<style/i);
    expect(html).not.toMatch(/\s(style|on[a-z]+)=/i);
    for (const [tag] of html.matchAll(/<script[^>]*>/gi)) expect(tag).toMatch(/\ssrc="\//);
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//i);
  });
});

describe('the other protective headers', () => {
  test.each(sessionPages)('%s may use camera and microphone', async (path) => {
    const policy = (await headersOf(path)).get('permissions-policy') ?? '';
    expect(policy).toContain('camera=(self)');
    expect(policy).toContain('microphone=(self)');
  });

  test.each([...otherPages, '/api/practice'])('%s may not', async (path) => {
    const policy = (await headersOf(path)).get('permissions-policy') ?? '';
    expect(policy).toContain('camera=()');
    expect(policy).toContain('microphone=()');
  });

  test.each([...pages, '/api/practice', '/api/nothing'])(
    '%s: no referrer, no sniffing, no frame, no index',
    async (path) => {
      const headers = await headersOf(path);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toMatch(/DENY|SAMEORIGIN/);
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
      expect(headers.get('x-robots-tag')).toContain('noindex');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  test('answers of the API are stored by nobody', async () => {
    for (const path of ['/api/practice', '/api/day']) {
      expect((await headersOf(path)).get('cache-control')).toContain('no-store');
    }
  });
});
