import { type Browser, test } from '@playwright/test';
import { chromiumFlags, chromiumPath } from '../support/chromium.ts';
import { received, waitForMedia } from '../support/mediaProbe.ts';
import { stackInUse } from '../support/StackInUse.ts';
import { Visitor } from '../support/Visitor.ts';

// Without the fake consent of the other tests: here the browser asks, and a person answers.
test.use({ launchOptions: { executablePath: chromiumPath, args: [...chromiumFlags] } });

const used = stackInUse(test);

/** Somebody who has answered the browser's question for these devices with no. */
async function refusing(
  browser: Browser,
  devices: readonly ('camera' | 'microphone')[],
): Promise<Visitor> {
  const visitor = await Visitor.arrive(browser);
  await answer(browser, visitor, devices);
  return visitor;
}

/** Answers no for these devices and yes for the others, as in the browser's settings of the site. */
async function answer(
  browser: Browser,
  visitor: Visitor,
  refused: readonly ('camera' | 'microphone')[],
): Promise<void> {
  const context = visitor.page.context();
  const page = await context.newCDPSession(visitor.page);
  const { browserContextId } = (await page.send('Target.getTargetInfo')).targetInfo;
  // Not detached: the answers last as long as the session that gave them.
  const session = await browser.newBrowserCDPSession();
  for (const name of ['camera', 'microphone'] as const) {
    await session.send('Browser.setPermission', {
      permission: { name },
      setting: refused.includes(name) ? 'denied' : 'granted',
      ...(browserContextId ? { browserContextId } : {}),
    });
  }
}

for (const { refused, title } of [
  { refused: ['camera', 'microphone'], title: 'denied.bothTitle' },
  { refused: ['camera'], title: 'denied.cameraTitle' },
] as const) {
  test(`who refuses ${refused.join(' and ')} gets in, and is told how to allow it`, async ({
    browser,
  }) => {
    const psychologist = await used.fixtures.psychologist();
    const { token } = await used.fixtures.appointment({ psychologist });
    const client = await refusing(browser, refused);
    await client.openInvitation(`${used.stack.origin()}/j#${token}`);
    await client.press('check.start');
    await client.seesHeading(title);
    await client.sees('denied.chromeDesktop.1');
    await client.sees('denied.chromeDesktop.2');
    await client.enterWaitingRoom();
    await client.seesHeading(title);

    const host = await Visitor.arrive(browser, { permissions: ['camera', 'microphone'] });
    await host.letIn(used.stack.origin(), psychologist.cookie);
    await client.seesButton('call.leave');
    await waitForMedia(client.page);
    if (!(refused as readonly string[]).includes('microphone')) {
      await waitForMedia(host.page, { video: false });
    }
    await client.goHome();
    await host.goHome();
  });
}

test('who allows it after all goes on without a touch, before the call and within it', async ({
  browser,
}) => {
  const psychologist = await used.fixtures.psychologist();
  const { token } = await used.fixtures.appointment({ psychologist });
  const client = await refusing(browser, ['camera', 'microphone']);
  await client.openInvitation(`${used.stack.origin()}/j#${token}`);
  await client.press('check.start');
  await client.seesHeading('denied.bothTitle');
  await answer(browser, client, []);
  await client.sees('check.works');
  await client.enterWaitingRoom();

  const host = await Visitor.arrive(browser, { permissions: ['camera', 'microphone'] });
  await host.letIn(used.stack.origin(), psychologist.cookie);
  await client.seesButton('call.leave');
  await waitForMedia(host.page);
  // Taken away in the midst of it: the browser itself ends the tracks.
  await answer(browser, client, ['camera', 'microphone']);
  await client.sees('said.denied.microphone');
  await client.sees('said.denied.camera');
  await waitForMedia(client.page);
  await answer(browser, client, []);
  await waitForMedia(host.page, { since: await received(host.page) });
  await client.goHome();
  await host.goHome();
});
