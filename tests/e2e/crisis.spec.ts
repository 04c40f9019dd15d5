import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { Stack } from '../support/Stack.ts';

const sizes = [
  { width: 360, height: 640 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
];

test('K1 the crisis page stays in the browser when everything behind it is down', async ({
  browser,
}) => {
  const stack = await Stack.start();
  const context = await browser.newContext({ locale: 'pl-PL', timezoneId: 'Europe/Warsaw' });
  const page = await context.newPage();
  try {
    // A visit to any page keeps the crisis page, once its worker is in place.
    await page.goto(stack.origin());
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    for (const one of [...stack.signaling, ...stack.sfu]) await one.kill();
    await stack.database.drop();
    for (const [path, title] of [
      ['/help', 'Pomoc teraz'],
      ['/help/en', 'Help now'],
      ['/help/uk', 'Допомога зараз'],
    ] as const) {
      await page.goto(`${stack.origin()}${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
      await expect(page.locator('.help-here a[href="tel:112"]')).toBeVisible();
      // Its styles were kept too: the page is drawn, not bare text.
      const family = await page
        .getByRole('heading', { level: 1 })
        .evaluate((one) => getComputedStyle(one).fontFamily);
      expect(family).toContain('Literata');
    }
    await page.locator('.leave').click();
    await expect(page).toHaveURL(/neutral\.html$/);
  } finally {
    await context.close();
    await stack.stop();
  }
});

test('K1 the numbers follow where the reader is, in every size and theme, without a script too', async ({
  browser,
}) => {
  const stack = await Stack.start();
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const viewport of sizes) {
        const context = await browser.newContext({
          locale: 'pl-PL',
          timezoneId: 'Europe/Berlin',
          colorScheme,
          viewport,
        });
        const page = await context.newPage();
        await page.goto(`${stack.origin()}/help`);
        await expect(page.locator('.help-here a.num').first()).toHaveText('0800 111 0 111');
        const sideways = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(sideways).toBe(0);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations).toEqual([]);
        await page.screenshot({
          path: `tests/e2e/__screens__/help-${viewport.width}-${colorScheme}.png`,
          fullPage: true,
        });
        await context.close();
      }
    }
    const bare = await browser.newContext({ javaScriptEnabled: false });
    const page = await bare.newPage();
    await page.goto(`${stack.origin()}/help/en`);
    await expect(page.locator('.help-here a[href="tel:112"]')).toBeVisible();
    await bare.close();
  } finally {
    await stack.stop();
  }
});
