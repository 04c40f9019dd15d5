import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { devicesAsked } from '../support/mediaProbe.ts';
import { stackInUse } from '../support/StackInUse.ts';
import { Visitor } from '../support/Visitor.ts';
import { phrase, words } from '../support/words.ts';
import { bringTogether, LetterTable, leave, Writer } from './Writer.ts';

const used = stackInUse(test);

test('C2 C5 S8 a session in writing asks for no device, and both read the same letters in one order', async ({
  browser,
}) => {
  const scripts: string[] = [];
  const table = await LetterTable.set(browser, used, {}, ({ page }) => {
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.push(request.url());
    });
  });
  const { klara, anna } = table;
  for (const round of [1, 2, 3, 4]) {
    await Promise.all([klara.write(`client ${round}`), anna.write(`psychologist ${round}`)]);
  }
  await expect(klara.letters).toHaveCount(8);
  await expect(anna.letters).toHaveCount(8);
  await klara.allSent();
  await anna.allSent();
  expect(await klara.texts()).toEqual(await anna.texts());
  await klara.visitor.sees('chat.delivered');
  for (const { visitor } of [klara, anna]) {
    expect(await devicesAsked(visitor.page)).toEqual([]);
    const connections = await visitor.page.evaluate(async () => {
      const { packetsReceived = -1 } = (await window.mediaProbe?.read()) ?? {};
      return packetsReceived;
    });
    expect(connections).toBe(0);
  }
  const texts = await Promise.all(
    scripts.map(async (url) => (await klara.visitor.page.request.get(url)).text()),
  );
  expect(texts.length).toBeGreaterThan(0);
  expect(texts.filter((text) => text.includes('mediasoup-client'))).toEqual([]);
  await table.leave();
});

test('C3 a reload keeps the draft and brings back every letter, and doubles none', async ({
  browser,
}) => {
  const table = await LetterTable.set(browser, used);
  const { klara, anna } = table;
  await klara.write('before the reload');
  await anna.sees('before the reload');
  await klara.field.fill('half a thought');
  await anna.write('an answer meanwhile');
  await klara.sees('an answer meanwhile');
  await klara.visitor.page.reload();
  await klara.sees('before the reload');
  await klara.sees('an answer meanwhile');
  await expect(klara.field).toHaveValue('half a thought');
  await klara.field.press('Enter');
  await anna.sees('half a thought');
  await expect(klara.field).toHaveValue('');
  expect(await klara.texts()).toEqual([
    'before the reload',
    'an answer meanwhile',
    'half a thought',
  ]);
  const kept = await klara.visitor.page.evaluate(() => JSON.stringify(sessionStorage));
  expect(kept).not.toContain('thought');
  await table.leave();
});

test('C1 C3 both write while signaling is dead: all arrives, once, in one order', async ({
  browser,
}) => {
  const table = await LetterTable.set(browser, used);
  const { klara, anna } = table;
  await Promise.all([klara.write('client 0'), anna.write('psychologist 0')]);
  await expect(klara.letters).toHaveCount(2);
  await used.stack.signaling[0]?.kill();
  for (const round of [1, 2, 3]) {
    await klara.write(`client ${round}`);
    await anna.write(`psychologist ${round}`);
  }
  await klara.visitor.sees('chat.offline');
  await klara.visitor.sees('chat.sendingLater');
  await used.stack.signaling[0]?.start();
  await expect(klara.letters).toHaveCount(8);
  await expect(anna.letters).toHaveCount(8);
  await klara.allSent();
  await anna.allSent();
  const texts = await klara.texts();
  expect(texts).toEqual(await anna.texts());
  expect(texts.filter((text) => text.startsWith('client'))).toEqual(
    [0, 1, 2, 3].map((round) => `client ${round}`),
  );
  await table.leave();
});

test('C1 letters that wait for the connection outlive a reload, and go once', async ({
  browser,
}) => {
  const table = await LetterTable.set(browser, used);
  const { klara, anna } = table;
  const { page } = klara.visitor;
  await klara.write('first');
  await anna.sees('first');
  await page.context().setOffline(true);
  await used.stack.signaling[0]?.kill();
  await klara.write('written in a tunnel');
  await klara.visitor.sees('chat.sendingLater');
  await used.stack.signaling[0]?.start();
  await page.context().setOffline(false);
  await page.reload();
  await anna.sees('written in a tunnel');
  await klara.sees('written in a tunnel');
  expect(await klara.texts()).toEqual(['first', 'written in a tunnel']);
  await table.leave();
});

test('C6 typing and read marks pass only when both want them', async ({ browser }) => {
  const table = await LetterTable.set(browser, used);
  const { klara, anna } = table;
  const wish = async ({ visitor }: Writer): Promise<void> => {
    await visitor.press('chat.options');
    await visitor.page.getByRole('switch', { name: words('chat.marks') }).click();
  };
  const close = ({ visitor }: Writer) => visitor.press('common.close');
  await klara.write('seen or not');
  await anna.sees('seen or not');
  await klara.visitor.sees('chat.delivered');
  await wish(klara);
  await klara.visitor.sees('chat.marksWaiting');
  await close(klara);
  await anna.field.fill('a');
  await expect(klara.visitor.page.getByText(phrase('chat.read'))).toHaveCount(0);
  await expect(klara.visitor.page.getByText(phrase('chat.writing'))).toHaveCount(0);
  await wish(anna);
  await anna.visitor.sees('chat.marksOn');
  await close(anna);
  await klara.visitor.sees('chat.read');
  await anna.field.fill('an answer in the making');
  await klara.visitor.sees('chat.writing');
  await anna.field.press('Enter');
  await klara.sees('an answer in the making');
  await expect(klara.visitor.page.getByText(phrase('chat.writing'))).toHaveCount(0);
  await table.leave();
});

test('C1 a long letter goes whole, one that is too long is said and not lost; Shift+Enter is a line', async ({
  browser,
}) => {
  const table = await LetterTable.set(browser, used);
  const { klara, anna } = table;
  const long = 'A sentence of this letter. '.repeat(145).trim();
  await klara.field.fill(`${long} and far too much`.padEnd(4_007, 'x'));
  await klara.field.press('Enter');
  await klara.visitor.sees('chat.tooLong_other');
  expect(await klara.field.inputValue()).toHaveLength(4_007);
  await klara.write(long);
  await expect(anna.letters.first()).toContainText(long);
  await klara.field.fill('one');
  await klara.field.press('Shift+Enter');
  await klara.field.pressSequentially('two');
  await klara.field.press('Enter');
  await expect.poll(async () => (await anna.texts()).at(-1)).toBe('one\ntwo');
  await table.leave();
});

test('C4 a screen reader hears new letters of the other once, never old or own ones; axe finds nothing', async ({
  browser,
}) => {
  const table = await LetterTable.set(browser, used);
  const { klara, anna } = table;
  const log = klara.visitor.page.getByRole('log');
  await klara.write('my own words');
  await anna.sees('my own words');
  await anna.write('an answer');
  await expect(log).toHaveText(/^Anna: an answer$/);
  await klara.visitor.page.reload();
  await klara.sees('an answer');
  await anna.write('something new');
  await expect(log).toHaveText(/^Anna: something new$/);
  for (const colorScheme of ['light', 'dark'] as const) {
    await klara.visitor.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page: klara.visitor.page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target.join(' ')}`)).toEqual([]);
  }
  await table.leave();
});

test('C1 a session by video has its writing in a panel, with a mark for what is unread', async ({
  browser,
}) => {
  const psychologist = await used.fixtures.psychologist();
  const appointment = await used.fixtures.appointment({ psychologist });
  const client = await Visitor.arrive(browser);
  const host = await Visitor.arrive(browser);
  await bringTogether(used, psychologist, appointment, client, host);
  await client.seesButton('call.leave');
  const klara = new Writer(client);
  const anna = new Writer(host);
  await host.press('chat.open');
  await anna.write('written while we talk');
  await client.seesButton('chat.unread_one', { count: '1' });
  await client.press('chat.unread_one', { count: '1' });
  await klara.sees('written while we talk');
  await klara.write('read it');
  await anna.sees('read it');
  await client.press('chat.close');
  await client.seesButton('chat.open');
  await leave(klara, anna);
});

test("C7 a picture is made small, sent, and seen by the other; its file's metadata stays behind", async ({
  browser,
}) => {
  const table = await LetterTable.set(browser, used);
  const { klara, anna } = table;
  const { page } = klara.visitor;
  const drawn = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    canvas.width = 3_000;
    canvas.height = 1_500;
    canvas.getContext('2d')?.fillRect(100, 100, 900, 900);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    return [...new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer())];
  });
  // Behind the picture, as cameras and programs write what they know into a file.
  const secret = 'taken at home';
  const sent = page.waitForRequest((request) => request.method() === 'PUT');
  await page.locator('input[type=file]').setInputFiles({
    name: 'drawing.png',
    mimeType: 'image/png',
    buffer: Buffer.concat([Buffer.from(drawn), Buffer.from(secret)]),
  });
  await expect(page.getByRole('img', { name: words('chat.attached') })).toBeVisible();
  await klara.write('look');
  await anna.sees('look');
  const got = await anna.visitor.page.request.get((await sent).url());
  expect(got.status()).toBe(200);
  const bytes = await got.body();
  expect(bytes.length).toBeGreaterThan(100);
  expect(bytes.includes(secret)).toBe(false);
  const seen = anna.visitor.page.locator('.letter-image img');
  await expect
    .poll(() =>
      seen.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight]),
    )
    .toEqual([2_048, 1_024]);
  await anna.visitor.page.getByRole('button', { name: phrase('chat.enlarge') }).click();
  await anna.visitor.seesHeading('chat.picture');
  await table.leave();
});

test('C8 what was written is gone from the browser when the session ends', async ({ browser }) => {
  const table = await LetterTable.set(browser, used);
  const { klara, anna } = table;
  await klara.write('a letter');
  await anna.sees('a letter');
  await klara.field.fill('a draft that stays nowhere');
  await anna.visitor.press('call.end');
  await anna.visitor.press('call.endNow');
  await klara.visitor.seesHeading('ended.title');
  const kept = await klara.visitor.page.evaluate(async () => ({
    texts: JSON.stringify({ ...sessionStorage, ...localStorage }),
    databases: (await indexedDB.databases()).map(({ name }) => name),
  }));
  expect(kept.texts).not.toContain('draft');
  expect(kept.databases).toEqual([]);
  await table.leave();
});
