import { type Browser, expect, type Page } from '@playwright/test';
import { type Received, received, waitForMedia } from '../support/mediaProbe.ts';
import { ShapedLine } from '../support/ShapedLine.ts';
import type { StackInUse } from '../support/StackInUse.ts';
import { Visitor } from '../support/Visitor.ts';
import { type Key, phrase } from '../support/words.ts';
import { measured } from './measured.ts';

/** As two people's home lines are, before anything happens. */
export const good = { kilobitsPerSecond: 2_000, delayMilliseconds: 10, queueMilliseconds: 300 };
/** Three rungs, on a machine that is slow to count; the figure is told. */
export const fallMs = 10_000;
/** What the rule says, and the second that a look at the statistics takes. */
export const visibleFallMs = 4_000;
/** The countdown of 5 s, and the first frames. */
export const returnMs = 15_000;
/** 15 s of calm; where the machine is busy, it is not calm at once. */
export const riseMs = 45_000;

export interface Talk {
  client: Visitor;
  host: Visitor;
  line: ShapedLine;
  sessionId: string;
}

/**
 * A client whose line can be shaped, and a psychologist whose line is free, in the midst of a call.
 * The estimate of what a line carries climbs for some seconds, and counts for nothing before.
 */
export async function talking(
  browser: Browser,
  { stack, fixtures }: StackInUse,
  settleMs = 16_000,
): Promise<Talk> {
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
  await host.letIn(stack.origin(), owner.cookie);
  await client.seesButton('call.leave');
  await Promise.all([client.page, host.page].map((page) => waitForMedia(page)));
  await client.page.waitForTimeout(settleMs);
  return { client, host, line, sessionId: appointment.sessionId };
}

export async function over({ client, host, line }: Talk): Promise<void> {
  expect([...client.troubles, ...host.troubles]).toEqual([]);
  await client.goHome();
  await host.goHome();
  await line.close();
}

/** Waits until each of these is on its screen; gives how long it took, in milliseconds. */
export async function seen(page: Page, key: Key, timeout: number): Promise<number> {
  const started = Date.now();
  const sentence = page.getByText(phrase(key)).filter({ visible: true });
  await expect(sentence.first()).toBeVisible({ timeout });
  return Date.now() - started;
}

/** The sound that comes to a page from now on: how much of each second was heard, in milliseconds. */
export function secondsOfSound(page: Page): { stop(): Promise<number[]> } {
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

/** Packets that are missing where a page should have got them: resolves to the time of the first bad second. */
export async function troubleSeen(page: Page, timeout: number): Promise<number> {
  const looks: Received[] = [];
  let share = 0;
  await expect
    .poll(
      async () => {
        const now = await received(page);
        looks.push(now);
        const before = looks.findLast(({ at }) => at <= now.at - 1_000) ?? now;
        const lost = now.packetsLost - before.packetsLost;
        share = lost / Math.max(1, lost + now.packetsReceived - before.packetsReceived);
        return share;
      },
      { timeout, intervals: [100] },
    )
    .toBeGreaterThan(0.08);
  return Date.now();
}

export function tellSound(who: string, seconds: readonly number[]): void {
  measured(
    `sound heard at the ${who}, worst second of ${seconds.length}, ms`,
    Math.min(...seconds),
  );
  measured(`sound heard at the ${who}, each second`, seconds.join(' '));
}
