import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { build, type PreviewServer, preview } from 'vite';

/**
 * Every page and state, as the gallery of the web app shows them with made-up data: a picture of
 * each in every size and theme, no sideways scroll, no violation of WCAG 2.2 AA.
 */
const sizes = [
  { width: 360, height: 640, axe: true },
  // The layout of the phone, only wider: what axe would find here it finds there.
  { width: 768, height: 1024, axe: false },
  { width: 1440, height: 900, axe: true },
] as const;
const themes = ['light', 'dark'] as const;
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const all = (builder: AxeBuilder): AxeBuilder => builder.withTags(rules);
const colours = (builder: AxeBuilder): AxeBuilder => builder.withRules(['color-contrast']);
/** The states are shared out over this many tests, so that a fault names a small part. */
const parts = 8;
const web = fileURLToPath(new URL('../../web', import.meta.url));
const screens = fileURLToPath(new URL('__screens__', import.meta.url));

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
    preview: { port: 0, host: '127.0.0.1' },
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
    // Nothing is behind the gallery.
    await context.route('**/api/**', (route) => route.abort());
    await context.route('**/api/practice', (route) =>
      route.fulfill({ json: { name: 'Poradnia przy Lipowej', language: 'pl', demo: true } }),
    );
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
        for (const colorScheme of themes) {
          await page.setViewportSize(size);
          await page.emulateMedia({ colorScheme });
          // What dark changes is the colours; all else was found in light.
          const checked = colorScheme === 'dark' ? colours : all;
          const label = `${name}-${size.width}-${colorScheme}`;
          faults.push(...(await look(page, label, size.axe ? checked : undefined)));
        }
      }
    }
  });
}

/** Takes the picture once fonts, images and two frames are there; gives what is wrong with it. */
async function look(
  page: Page,
  label: string,
  axe: ((builder: AxeBuilder) => AxeBuilder) | undefined,
): Promise<string[]> {
  const sideways = await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
    for (let frame = 0; frame < 2; frame += 1) {
      await new Promise((drawn) => requestAnimationFrame(drawn));
    }
    return document.documentElement.scrollWidth - document.documentElement.clientWidth;
  });
  await page.screenshot({ path: `${screens}/${label}.png` });
  const faults = sideways > 0 ? [`${label}: ${sideways} px sideways`] : [];
  if (axe === undefined) return faults;
  const { violations } = await axe(new AxeBuilder({ page })).analyze();
  return [
    ...faults,
    ...violations.map(({ id, nodes }) => `${label}: ${id} at ${nodes[0]?.target.join(' ')}`),
  ];
}
