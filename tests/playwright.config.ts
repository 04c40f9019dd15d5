import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig, devices } from '@playwright/test';
import { writeTone } from './support/tone.ts';

const tone = join(tmpdir(), 'gabinet-test-tone.wav');
writeTone(tone);

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
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    locale: 'en-US',
    video: 'off',
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--disable-background-networking',
        '--use-fake-device-for-media-stream=fps=30',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-audio-capture=${tone}`,
      ],
    },
  },
});
