import { readFileSync } from 'node:fs';
import { type Browser, expect, test } from '@playwright/test';
import { stackInUse } from '../support/StackInUse.ts';
import { Visitor } from '../support/Visitor.ts';
import { phrase } from '../support/words.ts';

const used = stackInUse(test);

/** A client before the door of a session of this form, whose page was prepared so. */
async function atDoor(
  browser: Browser,
  modality: 'video' | 'audio' | 'chat',
  prepare: () => void = () => undefined,
): Promise<Visitor> {
  const psychologist = await used.fixtures.psychologist();
  const { token } = await used.fixtures.appointment({
    psychologist,
    modality,
    startsInMinutes: 40,
  });
  const client = await Visitor.arrive(browser);
  await client.page.addInitScript(prepare);
  await client.openInvitation(`${used.stack.origin()}/j#${token}`);
  return client;
}

test('P1 the test sends a picture up and back, says what to expect and saves it as a text', async ({
  browser,
}) => {
  const client = await atDoor(browser, 'video');
  await client.press('path.start');
  await client.sees('path.running');
  // Which of the good ones depends on how busy this machine is; that media came back does not.
  const result = client.page.getByText(
    /(Picture and voice should work well|The voice will be clear|too weak for a picture)/,
  );
  await expect(result).toBeVisible({ timeout: 30_000 });
  const [download] = await Promise.all([
    client.page.waitForEvent('download'),
    client.press('path.save'),
  ]);
  const text = readFileSync(await download.path(), 'utf8');
  const figure = (key: 'path.figure.up' | 'path.figure.down' | 'path.figure.roundTrip') => {
    const found = new RegExp(`${phrase(key).source.replaceAll('^', '')}: (\\d+)`).exec(text);
    return Number(found?.[1]);
  };
  expect(figure('path.figure.up')).toBeGreaterThan(50);
  expect(figure('path.figure.down')).toBeGreaterThan(50);
  expect(figure('path.figure.roundTrip')).toBeLessThan(500);
  expect(text).toContain('udp');
  expect(text).not.toMatch(/Klara|Anna/);
  test.info().annotations.push({ type: 'measured', description: text });
  expect(client.troubles).toEqual([]);
  await client.goHome();
});

test('P1 S8 a test for voice and one for writing never ask for a camera', async ({ browser }) => {
  for (const [modality, sentence] of [
    ['audio', /The voice should be clear|may break up/],
    ['chat', /Writing will work without trouble/],
  ] as const) {
    const client = await atDoor(browser, modality, watchForCameras);
    await client.press('path.start');
    await expect(client.page.getByText(sentence)).toBeVisible({ timeout: 30_000 });
    expect(await client.page.evaluate(() => Reflect.get(globalThis, 'askedForVideo'))).not.toBe(
      true,
    );
    await client.goHome();
  }
});

test('P1 where media is not let through, the test says so and that writing works', async ({
  browser,
}) => {
  const client = await atDoor(browser, 'video', closeMedia);
  await client.press('path.start');
  await expect(client.page.getByText(phrase('path.expect.media-blocked'))).toBeVisible({
    timeout: 30_000,
  });
  await client.sees('path.advice.other-network');
  await client.goHome();
});

/** Runs in the page: notes whether it ever asks for a camera. */
function watchForCameras(): void {
  const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (constraints) => {
    if (constraints?.video) Reflect.set(globalThis, 'askedForVideo', true);
    return original(constraints);
  };
}

/** Runs in the page: a network that answers no media packet, for every candidate leads nowhere. */
function closeMedia(): void {
  const original = RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = function set(
    this: RTCPeerConnection,
    description: RTCSessionDescriptionInit,
  ) {
    const sdp = description.sdp?.replace(/^(a=candidate:.* )(\d+)( typ host)/gm, '$19$3') ?? '';
    return Reflect.apply(original, this, [{ ...description, sdp }]);
  };
}
