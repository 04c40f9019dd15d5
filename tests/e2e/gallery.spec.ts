import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { build, type Plugin, type PreviewServer, preview } from 'vite';

/**
 * Every page and state, as the gallery of the web app shows them with made-up data: a picture of
 * each in every size and theme, no sideways scroll, no violation of WCAG 2.2 AA.
 */
const sizes = [
  { width: 360, height: 640 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
] as const;
const themes = ['light', 'dark'] as const;
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** The states are shared out over this many tests, so that a fault names a small part. */
const parts = 8;
const web = fileURLToPath(new URL('../../web', import.meta.url));
const screens = fileURLToPath(new URL('__screens__', import.meta.url));

/**
 * Nothing is behind the gallery but the practice's name. Told by the server and not by a route of
 * the browser, for whose sake every page would load all its files anew.
 */
const behind: Plugin = {
  name: 'gabinet-gallery-behind',
  configurePreviewServer({ middlewares }) {
    middlewares.use('/api', (request, response) => {
      if (request.url !== '/practice') return void request.socket.destroy();
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ name: 'Poradnia przy Lipowej', language: 'pl', demo: true }));
    });
  },
};

let server: PreviewServer;
let built: string;
let address: string;

test.beforeAll(async () => {
  mkdirSync(screens, { recursive: true });
  built = mkdtempSync(join(tmpdir(), 'gabinet-gallery-'));
  const common = { root: web, configFile: `${web}/vite.config.ts`, logLevel: 'error' } as const;
  await build({
    ...common,
    build: {
      outDir: built,
      emptyOutDir: true,
      rolldownOptions: { input: { gallery: `${web}/gallery.html` } },
    },
  });
  server = await preview({
    ...common,
    build: { outDir: built },
    plugins: [behind],
    preview: { port: 0, host: '127.0.0.1', headers: { 'cache-control': 'max-age=3600' } },
  });
  address = server.resolvedUrls?.local[0] ?? '';
});
test.afterAll(async () => {
  await server?.close();
  rmSync(built, { recursive: true, force: true });
});

for (let part = 0; part < parts; part += 1) {
  test(`every state in every size and theme, part ${part + 1} of ${parts}`, async ({ browser }) => {
    test.setTimeout(300_000);
    const context = await browser.newContext({
      reducedMotion: 'reduce',
      locale: 'pl-PL',
      timezoneId: 'Europe/Warsaw',
    });
    const faults: string[] = [];
    const first = await context.newPage();
    await first.goto(`${address}gallery.html`);
    await first.getByRole('heading', { name: 'Gallery' }).waitFor();
    const names = await first.getByRole('link').allTextContents();
    expect(names.length).toBeGreaterThan(30);
    const left = names.filter((_, index) => index % parts === part);
    // Two at a time, for a page draws on one processor alone.
    await Promise.all([visit(first), visit(await context.newPage())]);
    await context.close();
    expect(faults).toEqual([]);

    async function visit(page: Page): Promise<void> {
      page.on('pageerror', (error) => faults.push(error.message));
      for (let name = left.pop(); name !== undefined; name = left.pop()) {
        await show(page, name);
      }
    }

    async function show(page: Page, name: string): Promise<void> {
      await page.goto(`${address}gallery.html?state=${name}&lang=pl`);
      await page
        .locator(name === 'loading' ? '.skeletons' : 'h1, h2')
        .first()
        .waitFor({ state: 'attached' });
      for (const size of sizes) {
        await page.setViewportSize(size);
        for (const colorScheme of themes) {
          await page.emulateMedia({ colorScheme });
          const label = `${name}-${size.width}-${colorScheme}`;
          const found = [...(await look(page, label)), ...(await violations(page, colorScheme))];
          faults.push(...found.map((fault) => `${label}: ${fault}`));
        }
      }
    }
  });
}

/** Takes the picture once fonts, images, fades and two frames are there; gives what is amiss. */
async function look(page: Page, label: string): Promise<string[]> {
  const sideways = await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
    await Promise.all(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
        .map((animation) => animation.finished.catch(() => undefined)),
    );
    for (let frame = 0; frame < 2; frame += 1) {
      await new Promise((drawn) => requestAnimationFrame(drawn));
    }
    return document.documentElement.scrollWidth - document.documentElement.clientWidth;
  });
  await page.screenshot({ path: `${screens}/${label}.png` });
  return sideways > 0 ? [`${sideways} px sideways`] : [];
}

/**
 * What axe finds. Run in the page itself (there are no frames of others here), where it stays from
 * the first run after a load; another page to sum up each run in costs more than the run.
 */
async function violations(page: Page, colorScheme: 'light' | 'dark'): Promise<string[]> {
  const there = await page.evaluate(() => 'axe' in window);
  const builder = new AxeBuilder(there ? { page, axeSource: 'true' } : { page })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode(true);
  // What dark changes is the colours; all else is found in light.
  if (colorScheme === 'light') builder.withTags(rules);
  else builder.withRules(['color-contrast']);
  const found = await builder.analyze();
  return found.violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target.join(' ')}`);
}
