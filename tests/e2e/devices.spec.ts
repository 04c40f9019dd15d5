import { expect, test } from '@playwright/test';
import { chromiumFlags, chromiumPath } from '../support/chromium.ts';
import { waitForMedia, watchMedia } from '../support/mediaProbe.ts';
import { stackInUse } from '../support/StackInUse.ts';
import { phrase } from '../support/words.ts';
import {
  endTrack,
  installDeviceFaults,
  occupy,
  silenceMicrophones,
  unplug,
} from './DeviceFaults.ts';
import { measured } from './measured.ts';
import { OwnDevices } from './OwnDevices.ts';

// Several cameras, microphones and outputs, all made up by the browser itself. Its first and its fourth
// camera give pictures as any camera does; the second gives depths, which WebRTC does not send.
test.use({
  launchOptions: {
    executablePath: chromiumPath,
    args: [
      ...chromiumFlags.filter((flag) => !flag.startsWith('--use-fake-device')),
      '--use-fake-device-for-media-stream=device-count=4,fps=10',
      '--use-fake-ui-for-media-stream',
    ],
  },
});

const used = stackInUse(test);
/** A device or a model is opened while two calls and two pictures are made in software. */
const slow = { timeout: 30_000 };

test('M9 another camera and microphone in the midst of a call: the same producers, and both go on', async ({
  browser,
}) => {
  const own = await OwnDevices.inCall(browser, used);
  const { streams } = await own.sent();
  await own.openSettings();
  const watched = watchMedia(own.host.page);
  await watched.begun;
  for (const list of ['settings.camera', 'settings.microphone'] as const) {
    const name = await own.chooseLast(list);
    await expect.poll(async () => (await own.sent()).labels, slow).toContain(name);
  }
  await own.heardAndSeen();
  const gaps = await watched.stop();
  tell('camera, then microphone chosen in a call, at the other side', gaps);
  expect((await own.sent()).streams).toEqual(streams);
  await own.over();
});

test('an output is chosen: every sound goes there, and the microphone opens after it', async ({
  browser,
}) => {
  const own = await OwnDevices.inCall(browser, used);
  const { page } = own.client;
  await own.openSettings();
  const asked = (await page.evaluate(() => window.mediaProbe?.devicesAsked.length)) ?? 0;
  const name = await own.chooseLast('settings.output');
  const sinks = (): Promise<(string | undefined)[]> =>
    page.evaluate(async () => {
      const devices = await navigator.mediaDevices.enumerateDevices();
      const elements = [...document.querySelectorAll('audio')];
      return elements.map((one) => devices.find((d) => d.deviceId === one.sinkId)?.label);
    });
  await expect.poll(sinks).toEqual([name]);
  await expect
    .poll(() => page.evaluate(() => window.mediaProbe?.devicesAsked.length))
    .toBe(asked + 1);
  await own.heardAndSeen();
  // Remembered: there from the first sound on after a reload.
  await page.reload();
  await expect.poll(sinks, slow).toEqual([name]);
  await own.over();
});

test('M9 a dead camera and a dead microphone are said, and each is taken again with one tap', async ({
  browser,
}) => {
  const own = await OwnDevices.inCall(browser, used, ({ page }) => installDeviceFaults(page));
  const { client } = own;
  const { streams } = await own.sent();
  for (const [kind, device] of [
    ['video', 'camera'],
    ['audio', 'microphone'],
  ] as const) {
    await endTrack(client.page, kind);
    await client.sees(`said.ended.${device}`);
    await client.press(`said.again.${device}`);
    await expect(client.page.getByText(phrase(`said.ended.${device}`))).toHaveCount(0);
    await own.heardAndSeen();
  }
  expect((await own.sent()).streams).toEqual(streams);
  await own.over();
});

test('M9 an unplugged camera and microphone: the other one is taken by itself, and that is said', async ({
  browser,
}) => {
  const own = await OwnDevices.inCall(browser, used, ({ page }) => installDeviceFaults(page));
  const { client } = own;
  const { streams } = await own.sent();
  for (const [kind, device] of [
    ['video', 'camera'],
    ['audio', 'microphone'],
  ] as const) {
    const watched = watchMedia(own.host.page);
    await watched.begun;
    const before = await unplug(client.page, kind);
    await client.sees(`said.changed.${device}`);
    await own.heardAndSeen();
    tell(`${device} unplugged, at the other side`, await watched.stop());
    const { labels } = await own.sent();
    expect(labels).toHaveLength(2);
    expect(labels).not.toContain(before);
    await client.press('said.ok');
  }
  expect((await own.sent()).streams).toEqual(streams);
  await own.over();
});

test('a camera that another program holds never costs the microphone', async ({ browser }) => {
  const own = await OwnDevices.inCall(
    browser,
    used,
    async ({ page }) => {
      await installDeviceFaults(page);
      await occupy(page, 'video');
    },
    'audio',
  );
  await own.client.sees('said.busy.camera');
  await own.heardAndSeen({ video: false });
  await waitForMedia(own.client.page);
  // The other program lets go of it: one tap.
  await own.client.page.evaluate(() => window.deviceFaults?.busy.delete('video'));
  await own.client.press('said.again.camera');
  await own.heardAndSeen();
  await own.over();
});

test('a microphone that gives nothing but silence is said to its owner, and taken again with one tap', async ({
  browser,
}) => {
  const own = await OwnDevices.inCall(browser, used, ({ page }) => installDeviceFaults(page));
  const { client } = own;
  const said = client.page.getByText(phrase('said.silentTitle'));
  await silenceMicrophones(client.page, true);
  await endTrack(client.page, 'audio');
  await client.press('said.again.microphone');
  await expect(said).toBeVisible(slow);
  await silenceMicrophones(client.page, false);
  await client.press('said.again.microphone');
  await expect(said).toHaveCount(0);
  await own.heardAndSeen({ video: false });
  await own.over();
});

function tell(what: string, gaps: { sound: number; frames: number }): void {
  measured(what, `without sound ${gaps.sound} ms, without frames ${gaps.frames} ms`);
}
