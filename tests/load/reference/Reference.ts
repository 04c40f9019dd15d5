import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { build } from 'vite';
import { openPerson, seePicture } from '../Chromium.ts';
import { layLine } from '../Line.ts';
import { childrenOf, startChild } from '../processes.ts';
import type { Side, SideOptions } from '../sides.ts';

/** Bundles the bare page and starts the bare server. */
export async function startReference({ delayMilliseconds }: SideOptions): Promise<Side> {
  const folder = await mkdtemp(join(tmpdir(), 'gabinet-reference-'));
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      outDir: folder,
      lib: { entry: join(import.meta.dirname, 'page.ts'), formats: ['es'], fileName: 'page' },
      target: 'esnext',
    },
  });
  const line = await layLine(delayMilliseconds);
  const server = await startChild(join(import.meta.dirname, 'server.ts'), {
    ...line.media,
    PORT: '0',
    PAGE: join(folder, 'page.js'),
  });
  const url = await line.attach(server.url);

  const openPage = async (browser: Browser, query: string): Promise<Page> => {
    const context = await openPerson(browser);
    const page = await context.newPage();
    await page.goto(`${url}/?${query}`);
    await page.locator('button').waitFor();
    return page;
  };
  const closePages = async (pages: readonly Page[]) => {
    for (const page of pages) await page.context().close();
  };

  return {
    async poiseReturn(browser) {
      const room = `room=${randomUUID()}`;
      const there = await openPage(browser, room);
      await there.locator('button').click();
      const back = await openPage(browser, room);
      return {
        button: back.locator('button'),
        watched: [back],
        end: () => closePages([there, back]),
      };
    },
    async poiseAdmission(browser) {
      const room = `room=${randomUUID()}&hold`;
      const pages = [await openPage(browser, room), await openPage(browser, room)] as const;
      return { button: pages[0].locator('button'), watched: pages, end: () => closePages(pages) };
    },
    async openCall(browser) {
      const room = `room=${randomUUID()}`;
      const pages: Page[] = [];
      for (let count = 0; count < 2; count += 1) {
        const page = await openPage(browser, room);
        await page.locator('button').click();
        pages.push(page);
      }
      for (const page of pages) await seePicture(page);
      return { pages, end: () => closePages(pages) };
    },
    killWorker() {
      for (const worker of childrenOf(server.pid)) process.kill(worker, 'SIGKILL');
    },
    async stop() {
      await server.stop();
      await line.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
