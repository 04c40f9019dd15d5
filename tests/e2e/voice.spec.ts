import { expect, test } from '@playwright/test';
import { devicesAsked, expectMediaGrows, waitForMedia } from '../support/mediaProbe.ts';
import { stackInUse } from '../support/StackInUse.ts';
import { Visitor } from '../support/Visitor.ts';

const used = stackInUse(test);

test('S8 a voice session asks for no camera on either side, and carries the voice', async ({
  browser,
}) => {
  const psychologist = await used.fixtures.psychologist();
  const appointment = await used.fixtures.appointment({ psychologist, modality: 'audio' });
  const client = await Visitor.arrive(browser);
  await client.openInvitation(`${used.stack.origin()}/j#${appointment.token}`);
  await client.checkDevices('audio');
  await client.enterWaitingRoom();
  const host = await Visitor.arrive(browser);
  await host.letIn(used.stack.origin(), psychologist.cookie);
  await client.seesButton('room.hangUp');
  const pages = [client.page, host.page];
  await Promise.all(pages.map((page) => waitForMedia(page, { video: false })));
  await expectMediaGrows(pages, 3_000, { video: false });
  for (const page of pages) {
    const asked = await devicesAsked(page);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.every((constraints) => !constraints.video)).toBe(true);
    expect(await page.getByRole('button', { name: /picture|camera/i }).count()).toBe(0);
  }
  await client.goHome();
  await host.goHome();
});
