import { defineConfig, devices } from '@playwright/test';
import { chromiumFlags, chromiumPath } from './support/chromium.ts';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'e2e/__results__',
  globalSetup: './support/globalSetup.ts',
  // The machine's processors carry two browsers, a media server and video in software already.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [
    ['list'],
    ['./support/FailedPages.ts'],
    // For infra/suites/runners.ts, which counts; without a file it would go to the console.
    ...(process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['json'] as const] : []),
  ],
  use: {
    ...devices['Desktop Chrome'],
    locale: 'en-US',
    actionTimeout: 15_000,
    navigationTimeout: 15_000,
    video: 'off',
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: {
      executablePath: chromiumPath,
      args: [...chromiumFlags, '--use-fake-ui-for-media-stream'],
    },
  },
});
