import { randomBytes } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { Fixtures } from '../support/fixtures.ts';
import { routes } from '../support/mediaProbe.ts';
import { Stack } from '../support/Stack.ts';
import { TurnServer } from '../support/TurnServer.ts';
import { Meeting } from './Meeting.ts';
import { measured } from './measured.ts';

const secret = randomBytes(32).toString('hex');
const turnWays = ['turn-udp', 'turn-tcp', 'turn-tls'] as const;
let turn: TurnServer;
let stack: Stack;
let fixtures: Fixtures;

test.beforeAll(async () => {
  // The media server as a page knows it that is on a line (tests/support/ShapedLine.ts).
  turn = await TurnServer.start({ secret, allowedPeer: '127.0.1.1-127.0.1.250' });
  stack = await Stack.start({
    lines: true,
    environment: { TURN_URLS: turn.urls, TURN_SECRET: secret },
  });
  fixtures = new Fixtures(stack.database.url);
});
test.afterAll(async () => {
  await fixtures?.close();
  await stack?.stop();
  await turn?.stop();
});

/** What a page asks for while its path is mended, in order, each with its instant by the browser's own clock. */
async function remediesOf(page: Page): Promise<{ name: string; at: number }[]> {
  const asked: { name: string; at: number }[] = [];
  const network = await page.context().newCDPSession(page);
  network.on('Network.webSocketFrameSent', ({ response, timestamp }) => {
    const name = /"(media:(?:restart-ice|renew))"/.exec(response.payloadData)?.[1];
    if (name) asked.push({ name, at: timestamp * 1_000 });
  });
  await network.send('Network.enable');
  return asked;
}

/** Through what the page's transports may go, those that are not closed. */
async function policies(page: Page): Promise<readonly (string | undefined)[]> {
  return await page.evaluate(() =>
    (window.mediaProbe?.connections() ?? []).map(
      (one) => one.getConfiguration().iceTransportPolicy,
    ),
  );
}

test('M9 an ICE restart that does not connect within 4 s: new transports, and media by them', async ({
  browser,
}) => {
  const meeting = await Meeting.begin(browser, { stack, fixtures }, { turn, blocked: turnWays });
  const { page } = meeting.client;
  const asked = await remediesOf(page);
  const first = await page.evaluateHandle(() => window.mediaProbe?.connections() ?? []);
  const closed = (): Promise<boolean> =>
    first.evaluate((all) => all.every(({ connectionState }) => connectionState === 'closed'));
  expect(await closed()).toBe(false);
  const gaps = await meeting.measure('new transports', async () => {
    meeting.line.cut('media-udp', 'media-tcp');
    await meeting.client.sees('call.reconnectingTitle');
    await meeting.client.sees('call.goneSince_other');
    await expect.poll(closed, { timeout: 20_000 }).toBe(true);
    meeting.line.restore('media-udp', 'media-tcp');
  });
  const renewed = asked.find(({ name }) => name === 'media:renew');
  const restarted = asked.find(({ name }) => name === 'media:restart-ice');
  const tried = (renewed?.at ?? 0) - (restarted?.at ?? 0);
  measured('an ICE restart was given, ms', Math.round(tried));
  // The time runs from the decision; a busy page asks for the restart a little later than that.
  expect(tried).toBeGreaterThan(3_500);
  expect(tried).toBeLessThan(6_000);
  expect(gaps.client.sound).toBeLessThan(25_000);
  await meeting.over();
});

test('M9 new transports do not connect either: then through the TURN server only, and media by it', async ({
  browser,
}) => {
  const meeting = await Meeting.begin(browser, { stack, fixtures }, { turn, blocked: turnWays });
  const { page } = meeting.client;
  const asked = await remediesOf(page);
  expect(new Set(await policies(page))).toEqual(new Set(['all']));
  const gaps = await meeting.measure('relay only', async () => {
    // The direct ways do not come back.
    meeting.line.cut('media-udp', 'media-tcp');
    await meeting.client.sees('call.reconnectingTitle');
    await expect
      .poll(() => policies(page), { timeout: 25_000, intervals: [50] })
      .toEqual(['relay', 'relay']);
    meeting.line.restore('turn-udp');
  });
  await expect.poll(() => routes(page)).toEqual(['udp', 'udp']);
  measured('asked for', asked.map(({ name }) => name).join(', '));
  expect(new Set(await routes(meeting.psychologist.page))).toEqual(new Set(['direct']));
  expect(gaps.client.sound).toBeLessThan(30_000);
  await meeting.over();
});
