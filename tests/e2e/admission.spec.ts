import { type Browser, expect, type Page, test } from '@playwright/test';
import { clientAtDoor } from '../support/encounter.ts';
import type { PageSocket } from '../support/PageSocket.ts';
import { stackInUse } from '../support/StackInUse.ts';
import { Visitor } from '../support/Visitor.ts';
import { words } from '../support/words.ts';

/** "Let in", from the press on the day page until the person is in, whatever happens on the way. */
const used = stackInUse(test);

interface Scene {
  /** The client, who waits. */
  client: PageSocket;
  participantId: string;
  psychologist: Visitor;
}

/** A client in the waiting room, and their psychologist's browser before its first page. */
async function someoneWaits(browser: Browser): Promise<Scene> {
  const owner = await used.fixtures.psychologist();
  const appointment = await used.fixtures.appointment({ psychologist: owner });
  const client = await clientAtDoor(used, appointment);
  await client.socket.join(client.entry);
  const psychologist = await Visitor.arrive(browser);
  await psychologist.useCookie(used.stack.origin(), owner.cookie);
  return {
    client: client.socket,
    participantId: appointment.clientParticipantId,
    psychologist,
  };
}

test('S2 a press on “Let in” that takes its time counts, though the page hears from it that sound is allowed', async ({
  browser,
}) => {
  const { client, psychologist } = await someoneWaits(browser);
  const { page } = psychologist;
  // To the browser, Playwright's first question is a touch: the page has to have asked for sound before it.
  const dayIsThere = page.waitForEvent('websocket');
  await page.goto(`${used.stack.origin()}/day`);
  await dayIsThere;
  await psychologist.sees('day.soundBlockedTitle');
  // A finger or a hand on a mouse stays down for so long.
  await page.getByRole('button', { name: words('day.admit') }).click({ delay: 500 });
  await page.waitForURL('**/s/**');
  client.close();
  await psychologist.goHome();
});

/** Loses the page's socket together with the first admission: before it has arrived, or after. */
async function loseWithAdmission(page: Page, arrives: boolean): Promise<{ admissions: number }> {
  const seen = { admissions: 0 };
  await page.routeWebSocket(/\/socket\//, (socket) => {
    const service = socket.connectToServer();
    socket.onMessage((message) => {
      const isAdmission = message.toString().includes('session:admit');
      if (isAdmission) seen.admissions += 1;
      const isLost = isAdmission && seen.admissions === 1;
      if (arrives || !isLost) service.send(message);
      if (!isLost) return;
      void socket.close();
      void service.close();
    });
  });
  return seen;
}

for (const [arrives, lost] of [
  [false, 'lost before it arrived'],
  [true, 'whose answer is lost'],
] as const) {
  test(`S2 S3 an admission ${lost} is said again by itself; a reload says it to nobody`, async ({
    browser,
  }) => {
    const { client, participantId, psychologist } = await someoneWaits(browser);
    const { page } = psychologist;
    const seen = await loseWithAdmission(page, arrives);
    await page.goto(`${used.stack.origin()}/day`);
    await psychologist.press('day.admit');
    const view = await client.notice(
      'session:changed',
      ({ you }) => you.presence === 'admitted',
      15_000,
    );
    expect(view.you.participantId).toBe(participantId);
    await expect.poll(() => seen.admissions).toBe(2);
    await expect(page).toHaveURL(/#start$/);
    await psychologist.seesButton('call.end');
    client.close();
    await psychologist.goHome();
  });
}
