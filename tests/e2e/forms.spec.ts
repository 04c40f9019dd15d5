import { type Browser, expect, type Page, test } from '@playwright/test';
import type { Appointment, Psychologist } from '../support/fixtures.ts';
import { Keyboard } from '../support/Keyboard.ts';
import { devicesAsked, expectMediaGrows, received, waitForMedia } from '../support/mediaProbe.ts';
import { stackInUse } from '../support/StackInUse.ts';
import { Visitor } from '../support/Visitor.ts';
import { phrase, words } from '../support/words.ts';

const used = stackInUse(test);
const soundAlone = { video: false, timeout: 20_000 } as const;

test('S8 S11 a voice session asks for no camera; raising shows the picture, lowering takes it away', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const { client, host } = await meet(browser, 'audio');
  await client.seesButton('room.hangUp');
  await client.sees('room.cameraOffForGood');
  await host.seesButton('room.hangUp');
  await test.step('everything else is pressed, and no camera is asked for', async () => {
    await client.press('call.mute');
    await host.sees('room.muted');
    await client.press('call.unmute');
    await client.press('form.toWriting');
    await host.sees('form.writesTitle');
    await client.press('form.talk');
    await client.press('form.talkNow');
    await client.seesButton('room.hangUp');
    await expect(host.page.getByText(phrase('form.writesTitle'))).toHaveCount(0);
    await Promise.all([client, host].map(({ page }) => waitForMedia(page, soundAlone)));
    await more(client);
    await client.press('form.showPicture');
    await client.seesHeading('form.showPictureTitle');
    await client.press('form.notNow');
    for (const { page } of [client, host]) expect(await cameraWasAsked(page)).toBe(false);
  });
  await test.step('raising is one deliberate act', async () => {
    const before = await received(host.page);
    await more(client);
    await client.press('form.showPicture');
    await client.page
      .getByRole('dialog')
      .getByRole('button', { name: words('form.showPicture') })
      .click();
    await expect(host.page.getByTestId('remote-video')).toBeVisible();
    await waitForMedia(host.page, { since: before });
    // It turned on nothing on the other side.
    expect(await cameraWasAsked(host.page)).toBe(false);
    await expect(client.page.getByTestId('remote-video')).toHaveCount(0);
  });
  await test.step('lowering takes one tap, and the light goes out', async () => {
    expect(await liveCameras(client.page)).toBe(1);
    await more(client);
    await client.press('form.toVoice');
    await client.seesButton('room.hangUp');
    await expect(host.page.getByTestId('remote-video')).toHaveCount(0);
    expect(await liveCameras(client.page)).toBe(0);
    await expectMediaGrows([client.page, host.page], 5_000, soundAlone);
  });
  expect([...client.troubles, ...host.troubles]).toEqual([]);
  await Promise.all([client.goHome(), host.goHome()]);
});

test('S12 S13 a question is answered no and yes by keyboard alone, from picture to voice, to writing and back', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const { client, host, appointment } = await meet(browser, 'video');
  await Promise.all([client, host].map(({ page }) => waitForMedia(page, { timeout: 20_000 })));
  const before = await client.page.getByRole('progressbar').getAttribute('aria-valuenow');
  await test.step('no changes nothing', async () => {
    await proposeByKeyboard(host, 'proposal.toVoice');
    await host.sees('proposal.voiceWaits');
    await client.seesHeading('proposal.voiceAsked');
    await client.sees('proposal.lowerVoice');
    await pressByKeyboard(client, 'proposal.stayVideo');
    await host.sees('proposal.kept');
    await Promise.all([client, host].map(({ page }) => waitForMedia(page, { timeout: 20_000 })));
  });
  await test.step('a question can be taken back', async () => {
    await proposeByKeyboard(host, 'proposal.toWriting');
    await client.seesHeading('proposal.writingAsked');
    await pressByKeyboard(host, 'proposal.takeBack');
    await expect(
      client.page.getByRole('heading', { name: words('proposal.writingAsked') }),
    ).toHaveCount(0);
  });
  await test.step('yes brings both into the voice room, cameras off, one clock', async () => {
    await proposeByKeyboard(host, 'proposal.toVoice');
    await pressByKeyboard(client, 'proposal.yesVoice');
    for (const one of [client, host]) {
      await one.seesButton('room.hangUp');
      await expect(one.page.getByTestId('self-video')).toHaveCount(0);
      await one.sees('proposal.nowVoice');
    }
    const after = await client.page.getByRole('progressbar').getAttribute('aria-valuenow');
    expect(Number(after)).toBeGreaterThanOrEqual(Number(before));
    await expectMediaGrows([client.page, host.page], 5_000, soundAlone);
  });
  await test.step('to writing, where nothing is sent', async () => {
    await propose(client, 'proposal.toWriting');
    await host.press('proposal.yesWriting');
    for (const one of [client, host]) {
      await expect(one.page.getByRole('button', { name: words('room.hangUp') })).toHaveCount(0);
    }
  });
  await test.step('and back to voice: nothing came on by itself, then it flows both ways', async () => {
    await propose(client, 'proposal.toVoice');
    await host.sees('proposal.raiseVoice');
    await host.press('proposal.yesVoice');
    for (const one of [client, host]) {
      await one.seesButton('room.hangUp');
      await one.sees('call.youMuted');
      await one.press('call.unmute');
    }
    await Promise.all([client, host].map(({ page }) => waitForMedia(page, soundAlone)));
    await expectMediaGrows([client.page, host.page], 5_000, soundAlone);
  });
  const events = await used.fixtures.rows<{ kind: string; modality: string | null }>(
    `SELECT kind, detail->>'modality' AS modality FROM session_events
     WHERE session_id = $1 AND detail ? 'modality' ORDER BY version, position`,
    [appointment.sessionId],
  );
  expect(events.map(({ kind, modality }) => `${kind} ${modality}`)).toEqual([
    'proposed audio',
    'declined audio',
    'proposed chat',
    'withdrawn chat',
    ...agreedOn('audio'),
    ...agreedOn('chat'),
    ...agreedOn('audio'),
  ]);
  expect([...client.troubles, ...host.troubles]).toEqual([]);
  await Promise.all([client.goHome(), host.goHome()]);
});

test('S11 S12 M9 a session that began in writing gets sound on a page that had loaded none', async ({
  browser,
}) => {
  const { client, host } = await meet(browser, 'chat');
  for (const { page } of [client, host]) expect(await devicesAsked(page)).toEqual([]);
  await propose(host, 'proposal.toVoice');
  await client.press('proposal.yesVoice');
  for (const one of [client, host]) {
    await one.seesButton('room.hangUp');
    expect(await devicesAsked(one.page)).toEqual([]);
    await one.press('call.unmute');
  }
  await Promise.all([client, host].map(({ page }) => waitForMedia(page, soundAlone)));
  await expectMediaGrows([client.page, host.page], 5_000, soundAlone);
  for (const { page } of [client, host]) expect(await cameraWasAsked(page)).toBe(false);
  await Promise.all([client.goHome(), host.goHome()]);
});

test('S11 who waits chooses to talk only, and is met so', async ({ browser }) => {
  const psychologist = await used.fixtures.psychologist();
  const appointment = await used.fixtures.appointment({ psychologist });
  const client = await comes(browser, appointment);
  await client.press('form.preferVoice');
  await client.sees('form.waitingVoice');
  await expect(client.page.getByTestId('self-video')).toHaveCount(0);
  const host = await admits(browser, psychologist);
  await client.seesButton('room.hangUp');
  await host.seesButton('call.pictureOff');
  // A voice room shows the picture that another person sends.
  await expect(client.page.getByTestId('remote-video')).toBeVisible();
  await expect(host.page.getByTestId('remote-video')).toHaveCount(0);
  await Promise.all([client.goHome(), host.goHome()]);
});

test('S13 five minutes are said once to both, then overtime; the psychologist sees who is next', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const { client, host, psychologist, appointment } = await meet(browser, 'audio');
  const endIn = async (minutes: number): Promise<void> => {
    await used.fixtures.change(
      `UPDATE appointments SET during = span, blocked = span
       FROM tstzrange(now() - interval '50 minutes' + $2 * interval '1 minute',
                      now() + $2 * interval '1 minute') AS span WHERE id = $1`,
      [appointment.sessionId, minutes],
    );
    await Promise.all([client, host].map(({ page }) => page.reload()));
    await Promise.all([client, host].map((one) => one.seesButton('room.hangUp')));
  };
  await Promise.all([client, host].map(({ page }) => watchAnnouncements(page)));
  await endIn(5);
  for (const one of [client, host]) {
    await one.sees('time.fiveTitle');
    await expect.poll(() => timesSaid(one, 'time.fiveTitle')).toBe(1);
  }
  await endIn(-12);
  for (const one of [client, host]) {
    await expect(one.page.getByText(/^12 min over time$/)).toBeVisible();
    await expect(one.page.getByText(phrase('time.fiveTitle'))).toHaveCount(0);
  }
  // Nothing was cut off.
  await expectMediaGrows([client.page, host.page], 5_000, soundAlone);
  const next = await used.fixtures.appointment({
    psychologist,
    startsInMinutes: 10,
    modality: 'audio',
    clientName: 'Natan Następny',
  });
  const waiting = await comes(browser, next);
  await host.sees('time.nextWaitsNow', { names: 'Natan Następny' });
  await expect(client.page.getByText('Natan')).toHaveCount(0);
  await Promise.all([client.goHome(), host.goHome(), waiting.goHome()]);
});

type Meeting = {
  client: Visitor;
  host: Visitor;
  psychologist: Psychologist;
  appointment: Appointment;
};

/** A client and a psychologist inside a session of this form. */
async function meet(browser: Browser, modality: 'video' | 'audio' | 'chat'): Promise<Meeting> {
  const psychologist = await used.fixtures.psychologist();
  const appointment = await used.fixtures.appointment({ psychologist, modality });
  const client = await comes(browser, appointment);
  const host = await admits(browser, psychologist);
  return { client, host, psychologist, appointment };
}

async function comes(browser: Browser, { token }: Appointment): Promise<Visitor> {
  const client = await Visitor.arrive(browser);
  await watchTracks(client.page);
  await client.openInvitation(`${used.stack.origin()}/j#${token}`);
  await client.press('invitation.enter');
  await client.seesHeading('waiting.title');
  return client;
}

async function admits(browser: Browser, psychologist: Psychologist): Promise<Visitor> {
  const host = await Visitor.arrive(browser);
  await host.letIn(used.stack.origin(), psychologist.cookie);
  await host.page.waitForURL(/\/s\/[0-9a-f-]{36}/);
  return host;
}

async function more({ page }: Visitor): Promise<void> {
  await page.getByRole('button', { name: words('call.more') }).click();
}

type Question = 'proposal.toVoice' | 'proposal.toWriting' | 'proposal.toVideo';

async function propose(one: Visitor, question: Question): Promise<void> {
  // At the letter table the rest is behind another word.
  const open = one.page
    .getByRole('button', { name: words('call.more') })
    .or(one.page.getByRole('button', { name: words('call.devices') }));
  await open.filter({ visible: true }).first().click();
  await one.press(question);
}

async function pressByKeyboard({ page }: Visitor, key: Parameters<typeof words>[0]): Promise<void> {
  await new Keyboard(page).press(page.getByRole('button', { name: words(key) }));
}

async function proposeByKeyboard(one: Visitor, question: Question): Promise<void> {
  await pressByKeyboard(one, 'call.more');
  await pressByKeyboard(one, question);
}

function agreedOn(modality: string): string[] {
  return [`proposed ${modality}`, `accepted ${modality}`, `modality-changed ${modality}`];
}

declare global {
  interface Window {
    /** Every camera track that the page was given. Set by the test. */
    camerasGiven?: MediaStreamTrack[];
    /** Every sentence that a screen reader was given, since the document was loaded. */
    said?: string[];
  }
}

/** Keeps the tracks that the page is given, from its next document on. */
async function watchTracks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const given: MediaStreamTrack[] = [];
    window.camerasGiven = given;
    const devices = navigator.mediaDevices;
    const original = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      const stream = await original(constraints);
      given.push(...stream.getVideoTracks());
      return stream;
    };
  });
}

/** Keeps what the page announces. */
async function watchAnnouncements(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const said: string[] = [];
    window.said = said;
    new MutationObserver(() => {
      const text = document.querySelector('[aria-live=polite]')?.textContent ?? '';
      if (text !== '' && said.at(-1) !== text) said.push(text);
    }).observe(document, { childList: true, characterData: true, subtree: true });
  });
}

async function timesSaid({ page }: Visitor, key: Parameters<typeof phrase>[0]): Promise<number> {
  const said = await page.evaluate(() => window.said ?? []);
  return said.filter((text) => phrase(key).test(text)).length;
}

/** How many camera lights are on. */
function liveCameras(page: Page): Promise<number> {
  return page.evaluate(
    () => (window.camerasGiven ?? []).filter(({ readyState }) => readyState === 'live').length,
  );
}

async function cameraWasAsked(page: Page): Promise<boolean> {
  return (await devicesAsked(page)).some(({ video }) => video);
}
