import { expect, test } from '@playwright/test';
import { Fixtures } from '../support/fixtures.ts';
import { Stack } from '../support/Stack.ts';
import { Journey } from './journey.ts';

let stack: Stack;
test.beforeAll(async () => {
  stack = await Stack.start({ signaling: 2, sfu: 2, redis: true });
});
test.afterAll(async () => {
  await stack.stop();
});

test('N1 N2 N3 M5 M6 the same session with the two people on different signaling processes', async ({
  browser,
}) => {
  const journey = await Journey.begin(browser, stack);
  const fixtures = new Fixtures(stack.database.url);
  const [clientSide, psychologistSide] = [0, 1];
  await test.step('the psychologist signs in on one process', () =>
    journey.psychologist.signIn(stack.links(psychologistSide).psychologist));
  await test.step('the client comes on the other', () =>
    journey.clientComes(stack.links(clientSide).client));
  await test.step('the psychologist is told and admits', () => journey.psychologistAdmits());
  expect(new URL(journey.client.page.url()).origin).not.toBe(
    new URL(journey.psychologist.page.url()).origin,
  );
  await test.step('sound and picture grow on both sides for 10 s', () =>
    journey.mediaFlowsBothWays());
  await test.step('mute and camera off are seen', () => journey.muteAndPictureAreSeen());
  await test.step('a reload returns to the call', () => journey.clientReloads());
  await test.step("the session's media node is killed, and the other takes over", async () => {
    const sessionId = new URL(journey.client.page.url()).pathname.split('/').at(-1) ?? '';
    const before = await fixtures.placement(sessionId);
    const node = stack.sfu.findIndex((_, index) => stack.sfuUrl(index) === before.sfuNode);
    await journey.mediaComesBackAfter('media node killed', () => stack.sfu[node]?.kill());
    const after = await fixtures.placement(sessionId);
    expect(after.sfuNode).not.toBe(before.sfuNode);
    expect(after.mediaEpoch).toBeGreaterThan(before.mediaEpoch);
    await stack.sfu[node]?.start();
  });
  await test.step("the client's signaling process is killed", () =>
    journey.soundOutlivesSignaling(clientSide));
  await test.step('the session ends for both', () => journey.psychologistEnds());
  await fixtures.close();
  await journey.over();
});
