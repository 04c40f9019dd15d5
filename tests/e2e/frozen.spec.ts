import { type Browser, type CDPSession, expect, test } from '@playwright/test';
import { stackInUse } from '../support/StackInUse.ts';
import { phrase } from '../support/words.ts';
import { Meeting } from './Meeting.ts';
import { measured } from './measured.ts';

/** Long enough that both the socket and the media path are given up by everybody else. */
const frozenMilliseconds = 25_000;

const used = stackInUse(test, { lines: true });
let clientBrowser: Browser;
let processes: CDPSession;
let meeting: Meeting;
test.beforeAll(async ({ browser, playwright, launchOptions }) => {
  // A browser of their own: its renderers are this one page's.
  clientBrowser = await playwright.chromium.launch(launchOptions);
  processes = await clientBrowser.newBrowserCDPSession();
  meeting = await Meeting.begin(browser, used, {}, clientBrowser);
});
test.afterAll(async () => {
  await meeting?.over();
  await clientBrowser?.close();
});

/** The system's own stop: from here on no line of the page's runs, whatever the browser thinks of it. */
async function signalPage(signal: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
  const { processInfo } = await processes.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  expect(renderers.length).toBeGreaterThan(0);
  for (const { id } of renderers) process.kill(id, signal);
}

test('M5 M9 S14 a page frozen for 25 s is told of as away, and thawed it comes back by itself', async () => {
  let thawed = 0;
  const gaps = await meeting.measure('page frozen for 25 s', async () => {
    await signalPage('SIGSTOP');
    const frozen = Date.now();
    try {
      await meeting.psychologist.sees('call.away', { first: 'Klara' });
      await meeting.psychologist.sees('call.awaySince_other');
      // The length of the sleep is what is tested here, by the clock of the page that is awake.
      await meeting.psychologist.page.waitForTimeout(frozen + frozenMilliseconds - Date.now());
    } finally {
      await signalPage('SIGCONT');
    }
    thawed = Date.now();
  });
  const back = Date.now() - thawed;
  measured('thawed page: sound and picture at both sides after, ms', back);
  expect(back).toBeLessThan(15_000);
  // It was frozen for real: it heard nothing, and nothing of it was heard. (The media server may fill
  // a silent way with packets of its own to probe it, so packets are no sign.)
  for (const { sound } of [gaps.client, gaps.psychologist]) {
    expect(sound).toBeGreaterThan(frozenMilliseconds - 5_000);
  }
  const away = phrase('call.away', { first: 'Klara' });
  await expect(meeting.psychologist.page.getByText(away)).toHaveCount(0);
});
