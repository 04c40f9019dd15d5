import { expect, test } from '@playwright/test';
import { stackInUse } from '../support/StackInUse.ts';
import { Visitor } from '../support/Visitor.ts';

const used = stackInUse(test);

const link = (token: string): string => `${used.stack.origin()}/j#${token}`;

test('S6 a second device is asked before it takes the seat, and the first is told', async ({
  browser,
}) => {
  const psychologist = await used.fixtures.psychologist();
  const { token } = await used.fixtures.appointment({ psychologist });
  const first = await Visitor.arrive(browser);
  await first.openInvitation(link(token));
  await first.checkDevices();
  await first.enterWaitingRoom();
  const second = await Visitor.arrive(browser);
  await second.openInvitation(link(token));
  await second.seesHeading('seat.title');
  await first.seesHeading('waiting.title');
  await second.press('seat.move');
  await first.seesHeading('taken.title');
  // Who was in the waiting room there is in the waiting room here.
  await second.seesHeading('waiting.title');
  await first.goHome();
  await second.goHome();
});

test('S4 who comes too early sees when the door opens, and cannot go in yet', async ({
  browser,
}) => {
  const psychologist = await used.fixtures.psychologist();
  const { token } = await used.fixtures.appointment({ psychologist, startsInMinutes: 40 });
  const client = await Visitor.arrive(browser);
  await client.openInvitation(link(token));
  await expect(client.page.getByText(/The door opens (on .* )?at/)).toBeVisible();
  await expect(client.page.getByRole('button', { name: 'Go to the waiting room' })).toHaveCount(0);
  await client.goHome();
});

test('S4 S5 I1 an ended session, a closed and an unknown link each say so', async ({ browser }) => {
  const psychologist = await used.fixtures.psychologist();
  const ended = await used.fixtures.appointment({ psychologist, ended: true });
  const removed = await used.fixtures.appointment({
    psychologist,
    startsInMinutes: 60,
    presence: 'removed',
  });
  const client = await Visitor.arrive(browser);
  for (const [token, title] of [
    [ended.token, 'state.endedTitle'],
    [removed.token, 'state.removedTitle'],
    ['A'.repeat(27), 'state.invalidTitle'],
  ] as const) {
    await client.openInvitation(link(token));
    await client.seesHeading(title);
    // Another fragment alone would load no document.
    await client.page.goto('about:blank');
  }
  await client.page.goto(`${used.stack.origin()}/j`);
  await client.seesHeading('first.noTokenTitle');
  await client.goHome();
});

test('no page asks anything of a foreign host or breaks its own policy', async ({ browser }) => {
  const visitor = await Visitor.arrive(browser);
  const paths = [
    '/',
    '/help',
    '/start',
    '/me',
    '/sign-in',
    '/enrol',
    '/recover',
    '/account',
    '/staff',
  ];
  const more = ['/day', '/calendar', '/availability', '/practice', '/demo/mails', '/nowhere'];
  for (const path of [...paths, ...more]) {
    await visitor.page.goto(`${used.stack.origin()}${path}`);
    await expect(visitor.page.getByRole('heading').first()).toBeVisible();
    await visitor.page.waitForLoadState('networkidle');
  }
  expect(visitor.troubles).toEqual([]);
  await visitor.goHome();
});
