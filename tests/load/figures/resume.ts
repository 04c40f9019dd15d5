import type { Browser, Page } from '@playwright/test';
import { chromiumFlags } from '../../support/chromium.ts';
import { Fixtures } from '../../support/fixtures.ts';
import { installMediaProbe, received } from '../../support/mediaProbe.ts';
import type { Program } from '../../support/Program.ts';
import { launchChromium, settle } from '../Chromium.ts';
import type { Figure } from '../Figure.ts';
import { everybodyHeard, installChatWire } from '../product/chatWire.ts';
import { Front } from '../product/Front.ts';
import { People } from '../product/People.ts';
import { startStack } from '../product/stack.ts';

const WINDOW_MS = 5_000;
const SAMPLES_PER_MILLISECOND = 48;

interface Outcome {
  /** Sound that is missing from the window at the page that misses more, in milliseconds. */
  missing: number;
  /** From the window's beginning until each page has heard a message of the other. */
  chat: number;
}

/**
 * The signaling process of both pages of a call is killed, with another beside it. The reference is the
 * same look at the same call just before, with nothing killed.
 */
export const resume: Figure = async ({ quick, say }) => {
  const stack = await startStack({ signaling: 2, redis: true });
  const fixtures = new Fixtures(stack.database.url);
  const [killed] = stack.signaling;
  if (!killed) throw new Error('No signaling process runs.');
  const front = await Front.open([stack.origin(0), stack.origin(1)]);
  const people = new People(front.url, fixtures, async (page) => {
    await installMediaProbe(page);
    await installChatWire(page);
  });
  // An unbroken voice: where nobody speaks, little is sent, and a gap would not show.
  const browser = await launchChromium(chromiumFlags);
  const missing = { ours: [] as number[], reference: [] as number[] };
  const chat = { ours: [] as number[], reference: [] as number[] };
  const rounds = quick ? 2 : 7;
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const { ours, reference } = await measure(people, browser, killed);
      missing.ours.push(ours.missing);
      missing.reference.push(reference.missing);
      chat.ours.push(ours.chat);
      chat.reference.push(reference.chat);
      say(
        `  resume ${round}/${rounds}: ${ours.missing.toFixed(0)} ms of sound missing (calm ${reference.missing.toFixed(0)}), chat after ${ours.chat.toFixed(0)} ms (calm ${reference.chat.toFixed(0)})`,
      );
      await killed.start();
    }
  } finally {
    await browser.close();
    await front.close();
    await fixtures.close();
    await stack.stop();
  }
  const within = `of ${WINDOW_MS / 1_000} s; the reference is the calm before`;
  return [
    {
      figure: 'resume: signaling killed, sound missing',
      unit: 'ms',
      ...missing,
      aim: '0 beyond calm',
      note: within,
    },
    { figure: 'resume: until chat works again', unit: 'ms', ...chat, aim: '< 1 s' },
  ];
};

async function measure(people: People, browser: Browser, signaling: Program) {
  const call = await people.call(browser);
  try {
    // The voice has found its loudness, and the session has its key for messages.
    await settle();
    await look(call.pages, 'first', async () => {});
    const reference = await look(call.pages, 'calm', async () => {});
    const ours = await look(call.pages, 'killed', () => signaling.kill());
    return { ours, reference };
  } finally {
    await call.end();
  }
}

async function look(
  pages: readonly Page[],
  text: string,
  event: () => Promise<void>,
): Promise<Outcome> {
  const before = await Promise.all(pages.map(received));
  const begun = performance.timeOrigin + performance.now();
  await event();
  const heardAt = await everybodyHeard(pages, text);
  const left = begun + WINDOW_MS - (performance.timeOrigin + performance.now());
  await pages[0]?.waitForTimeout(Math.max(0, left));
  const after = await Promise.all(pages.map(received));
  const missing = pages.map((_, index) => {
    const [from, to] = [before[index], after[index]];
    if (!from || !to) throw new Error('A page told nothing.');
    return to.at - from.at - (to.audioSamples - from.audioSamples) / SAMPLES_PER_MILLISECOND;
  });
  return { missing: Math.max(...missing), chat: heardAt - begun };
}
