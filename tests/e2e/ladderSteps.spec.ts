import type { Rung } from '@gabinet/shared/contracts/words';
import { allRungs } from '@gabinet/shared/session/ladder';
import { expect, test } from '@playwright/test';
import { received, waitForMedia } from '../support/mediaProbe.ts';
import { stackInUse } from '../support/StackInUse.ts';
import { phrase } from '../support/words.ts';
import { namedBy, watchNamed } from './LinesNamed.ts';
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

/** What of each second is heard at the least, milliseconds; the figure is told. */
const leastSound = 100;
/** Rule L2, less what the two clocks of a page and the service may differ in noting it. */
const calmMs = 14_500;

/** Rule L4: the rungs of both as events of the timeline, the oldest first. */
async function rungsOf({ sessionId }: Talk) {
  const events = await used.fixtures.rows<{
    name: string;
    at: Date;
    detail: { uplink: Rung; downlink: Rung };
  }>(
    `SELECT p.display_name AS name, e.at, e.detail FROM session_events e
      JOIN participants p ON p.id = e.participant_id
      WHERE e.session_id = $1 AND e.kind = 'link-changed' ORDER BY e.version, e.position`,
    [sessionId],
  );
  return events.map(({ name, at, detail }) => ({ name, at: at.getTime(), ...detail }));
}

const depth = (rung: Rung): number => allRungs.indexOf(rung);

test('L1 L2 L3 L4 L5 a way up that narrows step by step: a plainer picture, then voice, told as its own on both sides; given back, it rises rung by rung', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const talk = await talking(browser, used, 6_000);
  const { client, host, line } = talk;
  await watchNamed(client.page);
  await watchNamed(host.page);
  const sound = secondsOfSound(host.page);

  const shaped = Date.now();
  line.shape({ up: { kilobitsPerSecond: 150 } });
  const trouble = troubleSeen(host.page, fallMs);
  const fell = [client, host].map(({ page }) =>
    seen(page, 'ladder.thin', fallMs).then(() => Date.now()),
  );
  const [visibleAt, ...fellAt] = await Promise.all([trouble, ...fell]);
  const last = Math.max(...fellAt);
  measured('2,000 → 150 kbit/s: first rung told to both, ms', last - shaped);
  measured('and from the first bad second on, ms', last - visibleAt);
  expect(last - visibleAt).toBeLessThan(visibleFallMs);

  // As slow lines are, it keeps what it cannot carry at once for a while: little of the sound is lost.
  line.shape({ up: { kilobitsPerSecond: 40, queueMilliseconds: 800 } });
  measured('150 → 40 kbit/s: voice alone, ms', await seen(client.page, 'ladder.voice', fallMs));
  await host.sees('ladder.voice');
  await expect(host.page.getByTestId('remote-video')).toHaveCount(0);
  // The other way is untouched.
  await expect(client.page.getByTestId('remote-video')).toHaveCount(1);

  line.shape({ up: good });
  const stay = client.page.getByRole('button', { name: phrase('ladder.stayWithVoice') });
  const given = Date.now();
  await expect(stay).toBeVisible({ timeout: riseMs });
  measured('given back: countdown, ms', Date.now() - given);
  await expect(host.page.getByTestId('remote-video')).toHaveCount(0);
  const before = await received(host.page);
  measured(
    'from the countdown on: picture at the other side, ms',
    await waitForMedia(host.page, { since: before, timeout: returnMs }),
  );
  await expect(stay).toHaveCount(0);
  // The rung of smaller pictures, 15 s of calm after that of fewer frames.
  await expect
    .poll(async () => (await rungsOf(talk)).at(-1)?.uplink, { timeout: riseMs })
    .toBe('smaller');

  const heard = await sound.stop();
  tellSound('other side', heard);
  expect(Math.min(...heard)).toBeGreaterThanOrEqual(leastSound);
  const rungs = await rungsOf(talk);
  measured(
    'rungs',
    rungs.map(({ name, uplink, downlink }) => `${name} ${uplink} ${downlink}`).join(),
  );
  // Nobody else's line is named, nor told of, at any moment.
  expect(await namedBy(client.page)).toEqual(['yours']);
  expect(await namedBy(host.page)).toEqual(['theirs: Klara']);
  expect(new Set(rungs.map(({ name }) => name))).toEqual(new Set(['Klara Klientka']));
  const changes = rungs.filter(({ uplink }, index) => uplink !== rungs[index - 1]?.uplink);
  for (const [index, { uplink, at }] of changes.entries()) {
    const former = changes[index - 1];
    if (!former || depth(uplink) > depth(former.uplink)) continue;
    expect(depth(former.uplink) - depth(uplink), 'up one rung at a time').toBe(1);
    expect(at - former.at, 'after 15 s of calm').toBeGreaterThanOrEqual(calmMs);
  }
  await over(talk);
});
