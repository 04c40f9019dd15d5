import { expect, test } from '@playwright/test';
import { stackInUse } from '../support/StackInUse.ts';
import { Meeting } from './Meeting.ts';

const used = stackInUse(test, { lines: true });
let meeting: Meeting;
test.beforeAll(async ({ browser }) => {
  meeting = await Meeting.begin(browser, used);
});
test.afterAll(() => meeting.over());

// First: a page that has come back before may be on TCP already.
test('M9 UDP alone breaks: ICE restarts and goes on by TCP, the socket never stops', async () => {
  const gaps = await meeting.measure('UDP blocked', async () => {
    meeting.line.cut('media-udp');
    await meeting.client.sees('call.reconnectingTitle');
  });
  expect(gaps.client.sound).toBeLessThan(15_000);
  meeting.line.restore();
});

test('S14 M9 another network, and nobody says so: the page finds out, and ICE restarts', async () => {
  const gaps = await meeting.measure('network changed without a word', async () => {
    meeting.line.changeNetwork();
    await meeting.client.sees('call.reconnectingTitle');
  });
  expect(gaps.client.sound).toBeLessThan(12_000);
});

test('S14 M9 another network, and the browser says so: ICE restarts at once', async () => {
  const gaps = await meeting.measure('network changed, told by the browser', async () => {
    meeting.line.changeNetwork();
    // What a browser does that sees its address change.
    meeting.line.reset('signaling');
    await meeting.client.page.evaluate(() => window.dispatchEvent(new Event('online')));
  });
  expect(gaps.client.sound).toBeLessThan(4_000);
});

test('I4 S14 a lost socket: the next one opens while its ticket is asked for, and lets in who brings it', async () => {
  const { page } = meeting.client;
  const opened = Promise.withResolvers<void>();
  const letIn = Promise.withResolvers<void>();
  page.on('websocket', (socket) => {
    opened.resolve();
    // Socket.IO's word that the ticket was taken.
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).startsWith('40{')) letIn.resolve();
    });
  });
  await page.route('**/api/sessions/*/enter', async (route) => {
    await opened.promise;
    await route.continue();
  });
  meeting.line.reset('signaling');
  await letIn.promise;
  await page.unroute('**/api/sessions/*/enter');
});

test('M5 M9 20 s without any network: back by itself, on the same transports', async () => {
  const gaps = await meeting.measure('20 s without network', async () => {
    meeting.line.cut();
    await meeting.client.sees('call.reconnectingTitle');
    const away = Date.now();
    await meeting.psychologist.sees('call.away', { first: 'Klara' });
    await meeting.psychologist.sees('call.awaySince_other');
    await meeting.client.sees('call.goneSince_other');
    await meeting.client.sees('call.goneSeen', { first: 'Anna' });
    // The length of the outage is what is tested here.
    await meeting.client.page.waitForTimeout(Math.max(0, away + 15_000 - Date.now()));
    meeting.line.restore();
  });
  expect(gaps.client.sound).toBeGreaterThan(15_000);
  expect(gaps.client.sound).toBeLessThan(30_000);
});

test('M9 a reload comes back without anybody letting the person in again', async () => {
  const gaps = await meeting.measure('page reloaded', async () => {
    await meeting.client.page.reload();
    await meeting.client.seesButton('call.leave');
  });
  expect(gaps.psychologist.sound).toBeLessThan(8_000);
});
