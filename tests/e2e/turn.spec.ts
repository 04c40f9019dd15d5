import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { chromiumFlags, chromiumPath } from '../support/chromium.ts';
import { Fixtures } from '../support/fixtures.ts';
import { routes } from '../support/mediaProbe.ts';
import { Stack } from '../support/Stack.ts';
import { TurnServer } from '../support/TurnServer.ts';
import { Meeting } from './Meeting.ts';
import { measured } from './measured.ts';

test.use({
  launchOptions: {
    executablePath: chromiumPath,
    args: [
      ...chromiumFlags,
      '--use-fake-ui-for-media-stream',
      // The TURN server's certificate is its own; without this the browser refuses it, as it should.
      '--ignore-certificate-errors',
    ],
  },
});

const secret = randomBytes(32).toString('hex');
let turn: TurnServer;
let stack: Stack;
let fixtures: Fixtures;
let meeting: Meeting;

test.beforeAll(async ({ browser }) => {
  // The media server as a page knows it that is on a line (tests/support/ShapedLine.ts).
  turn = await TurnServer.start({ secret, allowedPeer: '127.0.1.1-127.0.1.250' });
  stack = await Stack.start({
    lines: true,
    environment: { TURN_URLS: turn.urls, TURN_SECRET: secret },
  });
  fixtures = new Fixtures(stack.database.url);
  const blocked = ['media-udp', 'media-tcp', 'turn-tcp', 'turn-tls'] as const;
  meeting = await Meeting.begin(browser, { stack, fixtures }, { turn, blocked });
});

test.afterAll(async () => {
  await meeting?.over();
  await fixtures?.close();
  await stack?.stop();
  await turn?.stop();
});

/** Both transports of the client go through the TURN server, and reach it so. */
async function goesThroughTurnBy(way: 'udp' | 'tcp' | 'tls'): Promise<void> {
  await expect.poll(() => routes(meeting.client.page)).toEqual([way, way]);
  expect(new Set(await routes(meeting.psychologist.page))).toEqual(new Set(['direct']));
}

test('M9 no way to the media server but TURN by UDP: the call begins through it', async () => {
  measured('TURN by UDP alone: media after the person was let in, ms', meeting.untilMedia);
  await goesThroughTurnBy('udp');
  await meeting.mediaIsBack();
});

test('M9 only TCP to the TURN server is left: it goes on by it', async () => {
  const gaps = await meeting.measure('TURN: only TCP left', async () => {
    meeting.line.cut('turn-udp');
    meeting.line.restore('turn-tcp');
    await meeting.client.sees('call.reconnectingTitle');
  });
  await goesThroughTurnBy('tcp');
  expect(gaps.client.sound).toBeLessThan(20_000);
});

test('M9 only TLS to the TURN server is left: it goes on by it', async () => {
  const gaps = await meeting.measure('TURN: only TLS left', async () => {
    meeting.line.cut('turn-tcp');
    meeting.line.restore('turn-tls');
    await meeting.client.sees('call.reconnectingTitle');
  });
  await goesThroughTurnBy('tls');
  expect(gaps.client.sound).toBeLessThan(20_000);
});

test('M9 a page loaded where only TURN by TLS passes comes into the call', async () => {
  const gaps = await meeting.measure('page reloaded, only TURN by TLS', async () => {
    await meeting.client.page.reload();
    await meeting.client.seesButton('call.leave');
  });
  await goesThroughTurnBy('tls');
  expect(gaps.psychologist.sound).toBeLessThan(15_000);
});
