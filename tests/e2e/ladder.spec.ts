import { http } from '@gabinet/shared/contracts/http';
import { expect, test } from '@playwright/test';
import { received, waitForMedia } from '../support/mediaProbe.ts';
import { stackInUse } from '../support/StackInUse.ts';
import type { Visitor } from '../support/Visitor.ts';
import { phrase } from '../support/words.ts';
import { measured } from './measured.ts';
import {
  fallMs,
  good,
  over,
  returnMs,
  riseMs,
  secondsOfSound,
  seen,
  type Talk,
  talking,
  tellSound,
  troubleSeen,
  visibleFallMs,
} from './weakLine.ts';

const used = stackInUse(test, { lines: true });

/** Rule L4: both pages say whose link it is, and neither says anything else. */
async function blames(theirs: Visitor, other: Visitor, name: string): Promise<void> {
  await theirs.sees('ladder.sideYours');
  await other.sees('ladder.sideTheirs', { names: name });
  for (const key of ['ladder.sideTheirs', 'ladder.sideBoth'] as const) {
    await expect(theirs.page.getByText(phrase(key))).toHaveCount(0);
  }
  for (const key of ['ladder.sideYours', 'ladder.sideBoth'] as const) {
    await expect(other.page.getByText(phrase(key))).toHaveCount(0);
  }
}

/** Rule Q1: what both pages have handed in of all this, as the psychologist may look at it. */
async function recorded({ host, sessionId }: Talk): Promise<void> {
  const path = http.sessionQuality.path.replace(':sessionId', sessionId);
  const answer = await host.page.request.get(`${used.stack.origin()}${path}`);
  const { people } = http.sessionQuality.output.parse(await answer.json());
  const [theirs, own] = ['Klara', 'Anna'].map(
    (name) => people.find(({ displayName }) => displayName.startsWith(name))?.points ?? [],
  );
  const worst = Math.max(...(theirs?.map(({ lossDown }) => lossDown ?? 0) ?? []));
  measured('record: worst loss of a stretch on the weak way back, %', Math.round(100 * worst));
  expect(worst).toBeGreaterThan(0.02);
  expect(theirs?.map(({ downlink }) => downlink)).toContain('audio-only');
  expect(theirs?.some(({ roundTripMilliseconds }) => roundTripMilliseconds !== null)).toBe(true);
  expect(own?.length).toBeGreaterThan(1);
  expect(new Set(own?.map(({ uplink, downlink }) => `${uplink} ${downlink}`))).toEqual(
    new Set(['full full']),
  );
}

test('L2 L4 L5 a narrow way up leaves the voice, told to both; who stays with voice stays with it, and what its owner turned off stays off', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const talk = await talking(browser, used);
  const { client, host, line } = talk;
  const sound = secondsOfSound(host.page);
  line.shape({ up: { kilobitsPerSecond: 40 } });
  measured('2,000 → 40 kbit/s: voice alone, ms', await seen(client.page, 'ladder.voice', fallMs));
  await client.sees('ladder.sideYours');
  await host.sees('ladder.voice');
  await host.sees('ladder.sideTheirs', { names: 'Klara' });
  await expect(host.page.getByTestId('remote-video')).toHaveCount(0);
  // The other turns theirs off meanwhile: no recovery of any line may turn it on.
  await host.press('call.pictureOff');
  line.shape({ up: good });
  const stay = client.page.getByRole('button', { name: phrase('ladder.stayWithVoice') });
  const given = Date.now();
  await expect(stay).toBeVisible({ timeout: riseMs });
  measured('given back: countdown, ms', Date.now() - given);
  await stay.click();
  await expect(stay).toHaveCount(0);
  await client.seesButton('call.pictureOn');
  // Up to the top of the ladder: nothing is turned on on the way.
  await expect(client.page.getByText(phrase('ladder.thin'))).toHaveCount(0, { timeout: 90_000 });
  for (const visitor of [client, host]) {
    await visitor.seesButton('call.pictureOn');
    await expect(visitor.page.getByTestId('remote-video')).toHaveCount(0);
  }
  const heard = await sound.stop();
  tellSound('other side', heard);
  // All the time: more than half of the sound of the whole stretch, the narrow part included.
  expect(heard.reduce((sum, one) => sum + one, 0) / heard.length).toBeGreaterThan(500);
  // The owner's own act does, at once.
  const before = await received(host.page);
  await client.press('call.pictureOn');
  await waitForMedia(host.page, { since: before });
  await over(talk);
});

test('L2 L3 L4 L5 Q1 a way back that narrows is told as its own, and not as that of the healthy sender, who thins out and pauses; given back, the picture returns', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const talk = await talking(browser, used);
  const { client, host, line } = talk;
  const sound = secondsOfSound(client.page);

  const shaped = Date.now();
  line.shape({ down: { kilobitsPerSecond: 150 } });
  const trouble = troubleSeen(client.page, fallMs);
  const fell = seen(client.page, 'ladder.thin', fallMs).then(() => Date.now());
  const [visibleAt, fellAt] = await Promise.all([trouble, fell]);
  measured('2,000 → 150 kbit/s back: first rung, ms', fellAt - shaped);
  measured('and from the first bad second on, ms', fellAt - visibleAt);
  expect(fellAt - visibleAt).toBeLessThan(visibleFallMs);
  await blames(client, host, 'Klara');

  line.shape({ down: { kilobitsPerSecond: 40 } });
  measured(
    '150 → 40 kbit/s back: voice alone, ms',
    await seen(client.page, 'ladder.voice', fallMs),
  );
  await host.sees('ladder.voice');
  await blames(client, host, 'Klara');
  await expect(client.page.getByTestId('remote-video')).toHaveCount(0);

  line.shape({ down: good });
  measured(
    'given back: countdown at the other, ms',
    await seen(host.page, 'ladder.countdown', riseMs),
  );
  const before = await received(client.page);
  measured(
    'from the countdown on: picture, ms',
    await waitForMedia(client.page, { since: before, timeout: returnMs }),
  );
  tellSound('side of the weak line', await sound.stop());
  await recorded(talk);
  await over(talk);
});
