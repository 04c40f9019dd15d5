import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { png } from '../support/images.ts';
import { stackInUse } from '../support/StackInUse.ts';
import { words } from '../support/words.ts';
import { LetterTable } from './Writer.ts';

const used = stackInUse(test);
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
/** What a phone's keyboard leaves of such a screen. */
const aboveKeyboard = 400;

test('C1 with the keyboard of a phone open, the field and the last letter stay in sight', async ({
  browser,
}) => {
  const table = await LetterTable.set(browser, used, phone);
  const { klara, anna } = table;
  const { page } = klara.visitor;
  for (let count = 1; count <= 12; count += 1) await anna.write(`letter ${count}`);
  await klara.sees('letter 12');
  await klara.field.tap();
  await openKeyboard(page);
  await isAboveKeyboard(klara.field, klara.letters.last());
  await anna.write('written meanwhile');
  await klara.sees('written meanwhile');
  await isAboveKeyboard(klara.field, klara.letters.last());
  // A field that grows takes its room from the letters' other end.
  await klara.field.fill('a line\n'.repeat(20));
  await isAboveKeyboard(klara.field, klara.letters.last());
  await isAboveKeyboard(page.getByRole('button', { name: words('chat.send') }));
  await klara.field.fill('line one');
  await klara.field.press('Enter');
  await klara.field.pressSequentially('line two');
  await page.getByRole('button', { name: words('chat.send') }).tap();
  await expect.poll(async () => (await anna.texts()).at(-1)).toBe('line one\nline two');
  await expect(klara.field).toBeFocused();
  await isAboveKeyboard(klara.field, klara.letters.last());
  await table.leave();
});

test('C1 Enter chooses a word of an input method and sends nothing; a word begun is sent by the button', async ({
  browser,
}) => {
  const table = await LetterTable.set(browser, used);
  const { klara, anna } = table;
  const { page } = klara.visitor;
  const control = await page.context().newCDPSession(page);
  const compose = (text: string) =>
    control.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  await klara.field.focus();
  await compose('おげんき');
  await expect(klara.field).toHaveValue('おげんき');
  const heard = await page.evaluateHandle(() => {
    const keys: unknown[] = [];
    addEventListener('keydown', ({ key, isComposing }) => keys.push({ key, isComposing }), true);
    return keys;
  });
  // Raw: an input method keeps the key to itself, and no line is begun by it.
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 };
  await control.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
  await control.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter });
  await expect.poll(() => heard.jsonValue()).toEqual([{ key: 'Enter', isComposing: true }]);
  await control.send('Input.insertText', { text: 'お元気' });
  await expect(klara.field).toHaveValue('お元気');
  await klara.field.press('Enter');
  await anna.sees('お元気');
  await expect(klara.field).toHaveValue('');
  // As the keyboards of phones do with every word.
  await compose('tomorrow');
  await page.getByRole('button', { name: words('chat.send') }).click();
  await anna.sees('tomorrow');
  await expect(klara.field).toHaveValue('');
  expect(await anna.texts()).toEqual(['お元気', 'tomorrow']);
  await table.leave();
});

test('C7 a picture is pasted from the clipboard, and dropped anywhere on the letters; each says whose it is, and when', async ({
  browser,
}) => {
  const table = await LetterTable.set(browser, used, phone);
  const { klara, anna } = table;
  const { page } = klara.visitor;
  const attached = page.getByRole('img', { name: words('chat.attached') });
  const send = page.getByRole('button', { name: words('chat.send') });
  const pictures = anna.visitor.page.getByRole('button', {
    name: /^Enlarge: Picture, Klara, \d{1,2}:\d{2}/,
  });
  await copyPicture(page);
  await klara.field.focus();
  await page.keyboard.press('Control+v');
  await expect(attached).toBeVisible();
  await send.tap();
  await expect(pictures).toHaveCount(1);
  await drop(page, page.locator('.letters'), png(8, 8));
  await expect(attached).toBeVisible();
  await send.tap();
  await expect(pictures).toHaveCount(2);
  await expect(
    page.getByRole('button', { name: /^Enlarge: Picture, You, \d{1,2}:\d{2}/ }),
  ).toHaveCount(2);
  expect(await anna.texts()).toEqual([]);
  await table.leave();
});

/** As phones do it: what is seen becomes lower, the page itself stays as it is. */
async function openKeyboard(page: Page): Promise<void> {
  await page.evaluate((height) => {
    const viewport = window.visualViewport;
    if (!viewport) throw new Error('No visual viewport.');
    Object.defineProperty(viewport, 'height', { configurable: true, get: () => height });
    viewport.dispatchEvent(new Event('resize'));
  }, aboveKeyboard);
}

/** Nothing of these is under the keyboard or above the screen; the page is not scrolled to show them. */
async function isAboveKeyboard(...all: Locator[]): Promise<void> {
  for (const one of all) {
    const seen = (): Promise<unknown> =>
      one.evaluate((element, keyboardTop) => {
        const { left, top, bottom } = element.getBoundingClientRect();
        return {
          inside: top >= 0 && bottom <= keyboardTop,
          onTop: element.contains(document.elementFromPoint(left + 8, bottom - 8)),
          scrolled: window.scrollY,
        };
      }, aboveKeyboard);
    await expect.poll(seen).toEqual({ inside: true, onTop: true, scrolled: 0 });
  }
}

/** Puts a picture on the browser's clipboard, as "copy the picture" does. */
async function copyPicture(page: Page): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    canvas.width = 64;
    canvas.height = 48;
    canvas.getContext('2d')?.fillRect(8, 8, 32, 32);
    const picture = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    if (!picture) throw new Error('No picture.');
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
  });
}

/** Drags a file from outside the browser over an element and lets it go there. */
async function drop(page: Page, onto: Locator, file: Buffer): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gabinet-drop-'));
  try {
    const path = join(folder, 'drawing.png');
    await writeFile(path, file);
    const box = await onto.boundingBox();
    if (!box) throw new Error('Nothing to drop onto.');
    const control = await page.context().newCDPSession(page);
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await control.send('Input.dispatchDragEvent', {
        type,
        x: box.x + box.width / 2,
        y: box.y + box.height / 2,
        data: { items: [], files: [path], dragOperationsMask: 1 },
      });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}
