import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';

/**
 * Every page and state, as the gallery of the web app shows them with made-up data: a picture of
 * each in every size and theme, no sideways scroll, no violation of WCAG 2.2 AA.
 */
const sizes = [
  [360, 640],
  [768, 1024],
  [1440, 900],
] as const;
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const web = fileURLToPath(new URL('../../web', import.meta.url));
const screens = fileURLToPath(new URL('__screens__', import.meta.url));

let server: ViteDevServer;
let address: string;

test.beforeAll(async () => {
  mkdirSync(screens, { recursive: true });
  server = await createServer({
    root: web,
    configFile: `${web}/vite.config.ts`,
    server: { port: 0, host: '127.0.0.1' },
    logLevel: 'error',
  });
  await server.listen();
  address = server.resolvedUrls?.local[0] ?? '';
});
test.afterAll(() => server?.close());

for (const [width, height] of sizes) {
  for (const theme of ['light', 'dark'] as const) {
    test(`every state at ${width} × ${height}, ${theme}`, async ({ browser }) => {
      test.setTimeout(600_000);
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: theme,
        reducedMotion: 'reduce',
        locale: 'pl-PL',
        timezoneId: 'Europe/Warsaw',
      });
      await context.route('**/api/practice', (route) =>
        route.fulfill({ json: { name: 'Poradnia przy Lipowej', language: 'pl', demo: true } }),
      );
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      await page.goto(`${address}gallery.html`);
      await page.getByRole('heading', { name: 'Gallery' }).waitFor();
      const names = await page.getByRole('link').allTextContents();
      expect(names.length).toBeGreaterThan(30);
      for (const name of names) {
        await page.goto(`${address}gallery.html?state=${name}&lang=pl`);
        await page.locator('h1, h2').first().waitFor({ state: 'attached' });
        await page.evaluate(() => document.fonts.ready);
        // Skeletons come after 150 ms, painted pictures with their first frame.
        await page.waitForTimeout(300);
        await page.screenshot({ path: `${screens}/${name}-${width}-${theme}.png` });
        const sideways = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (sideways > 0) faults.push(`${name}: ${sideways} px sideways`);
        const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
        for (const { id, nodes } of violations) {
          faults.push(`${name}: ${id} at ${nodes[0]?.target.join(' ')}`);
        }
      }
      await context.close();
      expect(faults).toEqual([]);
    });
  }
}
