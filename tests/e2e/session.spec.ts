import { test } from '@playwright/test';
import { Stack } from '../support/Stack.ts';
import { Journey } from './journey.ts';

let stack: Stack;
test.beforeAll(async () => {
  stack = await Stack.start();
});
test.afterAll(async () => {
  await stack.stop();
});

test('I2 S2 S3 S7 M3 M5 M6 N1 a video session from a link to its end, through a reload and two crashes', async ({
  browser,
}) => {
  const journey = await Journey.begin(browser, stack);
  const links = stack.links();
  await test.step('the psychologist signs in', () =>
    journey.psychologist.signIn(links.psychologist));
  await test.step('the client opens the link, checks devices and waits', () =>
    journey.clientComes(links.client));
  await test.step('the psychologist is told and admits', () => journey.psychologistAdmits());
  await test.step('sound and picture grow on both sides for 10 s', () =>
    journey.mediaFlowsBothWays());
  await test.step('mute and camera off are seen', () => journey.muteAndPictureAreSeen());
  await test.step('a reload returns to the call', () => journey.clientReloads());
  await test.step('the media worker is killed', () =>
    journey.mediaComesBackAfter('media worker killed', () => {
      for (const pid of stack.workers()) process.kill(pid, 'SIGKILL');
    }));
  await test.step('signaling is killed', () => journey.soundOutlivesSignaling(0));
  await test.step('the session ends for both', () => journey.psychologistEnds());
  await journey.over();
});
