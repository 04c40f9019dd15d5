import { expect, type Page, test } from '@playwright/test';
import { received, watchMedia } from '../support/mediaProbe.ts';
import { stackInUse } from '../support/StackInUse.ts';
import { phrase, words } from '../support/words.ts';
import { measured } from './measured.ts';
import { OwnDevices } from './OwnDevices.ts';

const used = stackInUse(test);
/** Twice the model's own limits: for its files and its start, and for its first picture. */
const patient = { timeout: 40_000 };

test('a blurred background is never black: it flows, or the plain picture returns with words', async ({
  browser,
}) => {
  const own = await OwnDevices.inCall(browser, used);
  const { page } = own.client;
  await own.openSettings();
  const watched = watchMedia(own.host.page);
  await watched.begun;
  const blur = page.getByRole('switch', { name: words('settings.blur') });
  await blur.click();
  const given = page
    .getByText(phrase('said.blurGaveUp'))
    .or(page.getByText(phrase('settings.blurFailed')))
    .first();
  // The model is computed in software here: it either keeps up for a while, or gives up at once.
  await expect
    .poll(async () => (await own.sent()).drawn || (await given.isVisible()), patient)
    .toBe(true);
  const { drawn } = await own.sent();
  measured('the blurred picture', drawn ? 'flowed' : 'was given up before its first picture');
  if (drawn) expect(await darkest(own.host.page)).toBeGreaterThan(10);
  // So slow that no computer could blur.
  const control = await page.context().newCDPSession(page);
  await control.send('Emulation.setCPUThrottlingRate', { rate: 8 });
  await expect(given).toBeVisible(patient);
  await control.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await expect.poll(async () => (await own.sent()).drawn, patient).toBe(false);
  await own.heardAndSeen();
  await expect(blur).not.toBeChecked();
  expect(await darkest(own.host.page)).toBeGreaterThan(10);
  const { sound, frames } = await watched.stop();
  const gaps = `without sound ${sound} ms, without frames ${frames} ms`;
  measured('blur on and given up, at the other side', gaps);
  await own.over();
});

test('noise taken out here, or nothing at all: the voice flows on', async ({ browser }) => {
  const own = await OwnDevices.inCall(browser, used);
  const { streams } = await own.sent();
  await own.openSettings();
  for (const treatment of ['strong', 'raw', 'usual'] as const) {
    await own.client.page.locator(`input[value=${treatment}]`).check();
    await expect.poll(async () => (await own.sent()).made, patient).toBe(treatment === 'strong');
    await own.heardAndSeen({ video: false });
  }
  expect((await own.sent()).streams).toEqual(streams);
  await own.over();
});

/** How bright the darkest of some received pictures is on the average, 0 to 255. */
async function darkest(page: Page): Promise<number> {
  let least = 255;
  for (let picture = 0; picture < 5; picture += 1) {
    const since = await received(page);
    await expect
      .poll(async () => (await received(page)).framesDecoded, patient)
      .toBeGreaterThan(since.framesDecoded);
    least = Math.min(
      least,
      await page.getByTestId('remote-video').evaluate((video) => {
        const canvas = new OffscreenCanvas(16, 9);
        const paint = canvas.getContext('2d');
        if (!(video instanceof HTMLVideoElement) || !paint) throw new Error('No picture.');
        paint.drawImage(video, 0, 0, 16, 9);
        const { data } = paint.getImageData(0, 0, 16, 9);
        let sum = 0;
        for (let at = 0; at < data.length; at += 4) {
          sum += Math.max(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
        }
        return sum / (data.length / 4);
      }),
    );
  }
  return least;
}
