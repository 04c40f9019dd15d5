import { type Browser, expect, type Page, test } from '@playwright/test';
import { received, waitForMedia } from '../support/mediaProbe.ts';
import { ShapedLine } from '../support/ShapedLine.ts';
import { stackInUse } from '../support/StackInUse.ts';
import { Visitor } from '../support/Visitor.ts';
import { type Key, phrase } from '../support/words.ts';

const used = stackInUse(test, { lines: true });

/** As two people's home lines are, before anything happens. */
const good = { kilobitsPerSecond: 2_000, delayMilliseconds: 10, queueMilliseconds: 300 };
/** Three rungs, on a machine that is slow to count; the figure is told. */
const fallMs = 10_000;
/** 15 s of calm; where the machine is busy, it is not calm at once. */
const riseMs = 45_000;

interface Talk {
  client: Visitor;
  host: Visitor;
  line: ShapedLine;
}

/** A client whose line can be shaped, and a psychologist whose line is free, in the midst of a call. */
async function talking(browser: Browser): Promise<Talk> {
  const { stack, fixtures } = used;
  const line = await ShapedLine.lay(stack);
  line.shape({ up: good, down: good });
  const owner = await fixtures.psychologist();
  const appointment = await fixtures.appointment({ psychologist: owner });
  const client = await Visitor.arrive(browser);
  await line.usedBy(client.page);
  await client.openInvitation(`${line.origin}/j#${appointment.token}`);
  await client.checkDevices();
  await client.enterWaitingRoom();
  const host = await Visitor.arrive(browser);
  await host.useCookie(stack.origin(), owner.cookie);
  await host.page.goto(`${stack.origin()}/day`);
  await host.press('day.admit');
  await client.seesButton('call.leave');
  await Promise.all([client.page, host.page].map((page) => waitForMedia(page)));
  // The estimate of what a line carries climbs for some seconds, and counts for nothing before.
  await client.page.waitForTimeout(16_000);
  return { client, host, line };
}

async function over({ client, host, line }: Talk): Promise<void> {
  expect([...client.troubles, ...host.troubles]).toEqual([]);
  await client.goHome();
  await host.goHome();
  await line.close();
}

/** Waits until each of these is on its screen; gives how long it took, in milliseconds. */
async function seen(page: Page, key: Key, timeout: number): Promise<number> {
  const started = Date.now();
  const sentence = page.getByText(phrase(key)).filter({ visible: true });
  await expect(sentence.first()).toBeVisible({ timeout });
  return Date.now() - started;
}

/** The sound that comes to a page from now on: how much of each second was heard, in milliseconds. */
function secondsOfSound(page: Page): { stop(): Promise<number[]> } {
  let stopping = false;
  const watching = (async () => {
    const heard: number[] = [];
    let last = await received(page);
    while (!stopping) {
      await page.waitForTimeout(1_000);
      const now = await received(page);
      const share = (now.audioSamples - last.audioSamples) / 48 / (now.at - last.at);
      heard.push(Math.round(1_000 * share));
      last = now;
    }
    return heard;
  })();
  watching.catch(() => {});
  return {
    stop() {
      stopping = true;
      return watching;
    },
  };
}

function measured(what: string, figure: number | string): void {
  const description = `${what}: ${figure}`;
  test.info().annotations.push({ type: 'measured', description });
  console.log(`    ${description}`);
}

function tellSound(who: string, seconds: readonly number[]): void {
  measured(
    `sound heard at the ${who}, worst second of ${seconds.length}, ms`,
    Math.min(...seconds),
  );
  measured(`sound heard at the ${who}, each second`, seconds.join(' '));
}

test('L2 L4 L5 a narrow way up leaves the voice, told to both; who stays with voice stays with it, and what its owner turned off stays off', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const talk = await talking(browser);
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
