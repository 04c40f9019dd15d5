import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { Fixtures } from '../support/fixtures.ts';
import { localCandidates, waitForMedia } from '../support/mediaProbe.ts';
import { Stack } from '../support/Stack.ts';
import { TurnServer } from '../support/TurnServer.ts';
import { Visitor } from '../support/Visitor.ts';

const secret = randomBytes(32).toString('hex');
let turn: TurnServer;
let stack: Stack;
let fixtures: Fixtures;

test.beforeAll(async () => {
  turn = await TurnServer.start({ secret, allowedPeer: '127.0.0.1' });
  stack = await Stack.start({
    environment: { TURN_URLS: turn.urls, TURN_SECRET: secret, MEDIA_RELAY_ONLY: 'true' },
  });
  fixtures = new Fixtures(stack.database.url);
});

test.afterAll(async () => {
  await fixtures?.close();
  await stack?.stop();
  await turn?.stop();
});

test('M11 where the operator says so, both sides go through the TURN server only, though direct ways are open', async ({
  browser,
}) => {
  const owner = await fixtures.psychologist();
  const appointment = await fixtures.appointment({ psychologist: owner });
  const client = await Visitor.arrive(browser);
  await client.openInvitation(`${stack.origin()}/j#${appointment.token}`);
  await client.checkDevices();
  await client.enterWaitingRoom();
  const psychologist = await Visitor.arrive(browser);
  await psychologist.letIn(stack.origin(), owner.cookie);
  await client.seesButton('call.leave');
  const pages = [client.page, psychologist.page];
  await Promise.all(pages.map((page) => waitForMedia(page, { timeout: 30_000 })));
  for (const page of pages) {
    await expect
      .poll(async () => (await localCandidates(page)).map(({ type }) => type))
      .toEqual(['relay', 'relay']);
  }
  for (const visitor of [client, psychologist]) {
    expect(visitor.troubles).toEqual([]);
    await visitor.goHome();
  }
});
