import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultCrisisContacts } from '@gabinet/shared/care/crisisContacts';
import type { CrisisContact } from '@gabinet/shared/contracts/intake';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { webRoot } from '../../infra/web.ts';
import { createMemoryBus } from '../../signaling/src/bus/EventBus.ts';
import { CrisisPages } from '../../signaling/src/care/CrisisPages.ts';
import { openDatabase } from '../../signaling/src/database/Database.ts';
import { createLog } from '../../signaling/src/observability/log.ts';
import { Api } from '../support/Api.ts';
import { ProxyServer } from '../support/ProxyServer.ts';
import { root } from '../support/root.ts';
import { Stack } from '../support/Stack.ts';

const stack = await Stack.start();
const empty = mkdtempSync(join(tmpdir(), 'gabinet-nothing-'));
const ended: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ended) await end();
  rmSync(empty, { recursive: true, force: true });
});

const page = async (origin: string, path: string) => {
  const response = await fetch(`${origin}${path}`);
  return { status: response.status, headers: response.headers, text: await response.text() };
};

/** A line of the practice's own, with what must not become markup. */
const own: CrisisContact = {
  country: 'PL',
  number: '58 511 01 21',
  name: { pl: 'Ktoś <b>na miejscu</b>', en: 'Someone near & "here"' },
  who: { pl: 'Ośrodek interwencji kryzysowej' },
  hours: {},
  verifiedOn: '2026-11-20',
};

describe('K1 the crisis page', () => {
  it('K1 is served in four languages, without sign-in, with the shipped numbers first', async () => {
    for (const language of ['pl', 'en', 'uk', 'ru']) {
      const { status, text } = await page(stack.origin(), `/help/${language}`);
      expect(status).toBe(200);
      expect(text).toContain(`<html lang="${language}"`);
      for (const { number } of defaultCrisisContacts) expect(text).toContain(number);
      expect(text.indexOf('tel:112')).toBeLessThan(text.indexOf('tel:116111'));
    }
    expect((await page(stack.origin(), '/help')).text).toContain('href="tel:800702222"');
  });

  it('K1 follows what the owner saves, and escapes it', async () => {
    const owner = new Api(stack.origin());
    const token = stack.links().psychologist.split('#')[1] ?? '';
    await owner.call('demoSignIn', { token });
    await owner.call('saveCrisisContacts', { contacts: [...defaultCrisisContacts, own] });
    const { text } = await page(stack.origin(), '/help/pl');
    expect(text).toContain('href="tel:585110121"');
    expect(text).toContain('Ktoś &lt;b&gt;na miejscu&lt;/b&gt;');
    expect(text).toContain('Sprawdzono 20 listopada 2026.');
    expect((await page(stack.origin(), '/help/en')).text).toContain('near &amp; &quot;here&quot;');
  });

  it('K1 whoever changes it writes its own page once, and every other process writes one too', async () => {
    const bus = createMemoryBus();
    const database = openDatabase(stack.database.url);
    const folders = ['here', 'there'].map((name) =>
      mkdtempSync(join(tmpdir(), `gabinet-${name}-`)),
    );
    ended.push(async () => {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    });
    const [here, there] = folders.map(
      (folder) =>
        new CrisisPages({ database, bus, webRoot: webRoot(root), folder, log: createLog('fatal') }),
    );
    const [own = '', other = ''] = folders.map((folder) => join(folder, 'help'));
    let afterOwn = 0;
    bus.on('crisis:changed', () => {
      afterOwn ||= statSync(join(own, 'index.html')).ino;
    });
    await here?.changed();
    // The last page of the other: ours, had it begun anew, would have its first one long ago.
    await vi.waitFor(() => expect(existsSync(join(other, 'ru.html'))).toBe(true));
    expect(readdirSync(other)).toEqual(readdirSync(own));
    expect(statSync(join(own, 'index.html')).ino).toBe(afterOwn);
    await there?.changed();
    await vi.waitFor(() => expect(statSync(join(own, 'index.html')).ino).not.toBe(afterOwn));
    await database.destroy();
  });

  it('K1 the proxy serves it by itself when signaling and the database are gone', async () => {
    const served = await page(stack.origin(), '/help/pl');
    const proxy = await ProxyServer.start({ careRoot: stack.careFolder, webRoot: webRoot(root) });
    ended.push(() => proxy.stop());
    for (const one of [...stack.signaling, ...stack.sfu]) await one.kill();
    await stack.database.drop();
    await expect(page(stack.origin(), '/help')).rejects.toThrow();
    const alone = await page(proxy.origin, '/help/pl');
    expect(alone.status).toBe(200);
    expect(alone.text).toBe(served.text);
    for (const header of ['cross-origin-opener-policy', 'referrer-policy', 'x-robots-tag']) {
      expect(alone.headers.get(header), header).toBe(served.headers.get(header));
    }
    expect(alone.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const path of ['/help', '/help/uk', '/service-worker.js', '/neutral.html']) {
      expect((await page(proxy.origin, path)).status, path).toBe(200);
    }
    const assets = [...alone.text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)];
    expect(assets.length).toBeGreaterThan(1);
    for (const [, path = ''] of assets) expect((await page(proxy.origin, path)).status).toBe(200);
  });

  it('K1 before the practice has written its page, the proxy has the shipped one', async () => {
    const proxy = await ProxyServer.start({ careRoot: empty, webRoot: webRoot(root) });
    ended.push(() => proxy.stop());
    const { status, text } = await page(proxy.origin, '/help');
    expect(status).toBe(200);
    expect(text).toContain('href="tel:116111"');
    expect((await page(proxy.origin, '/metrics')).status).toBe(404);
  });
});
