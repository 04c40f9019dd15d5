import { expect, type Locator, type Page } from '@playwright/test';

/** More presses than any page of ours has stops: what needs more cannot be reached. */
const stopsAtMost = 120;

/** A person who has no pointer: everything is reached with Tab and answered with keys. */
export class Keyboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Goes on with Tab until the focus is there, and sees that it isn't hidden behind anything. */
  async to(target: Locator): Promise<void> {
    await target.waitFor();
    for (let stop = 0; stop < stopsAtMost; stop += 1) {
      if (await hasFocus(target)) return;
      await this.#page.keyboard.press('Tab');
    }
    throw new Error(`The keyboard does not reach ${target}.`);
  }

  /** Presses a button or follows a link. */
  async press(target: Locator): Promise<void> {
    await this.to(target);
    await this.#page.keyboard.press('Enter');
  }

  /** Writes into a field. */
  async write(target: Locator, text: string): Promise<void> {
    await this.to(target);
    await this.#page.keyboard.press('ControlOrMeta+A');
    await this.#page.keyboard.type(text);
    await expect(target).toHaveValue(text);
  }

  /** Chooses one of a list by its first letters. */
  async select(target: Locator, text: string): Promise<void> {
    await this.to(target);
    await this.#page.keyboard.type(text);
    await expect(target.locator('option:checked')).toHaveText(new RegExp(`^${text}`));
  }

  /** Chooses a radio: Tab goes to its group, arrows to the one, and space takes it. */
  async choose(radio: Locator): Promise<void> {
    await radio.waitFor({ state: 'attached' });
    const group = await radio.getAttribute('name');
    for (let stop = 0; stop < stopsAtMost; stop += 1) {
      const name = await this.#page.evaluate(() => document.activeElement?.getAttribute('name'));
      if (name !== null && name === group) break;
      await this.#page.keyboard.press('Tab');
    }
    for (let stop = 0; stop < stopsAtMost && !(await hasFocus(radio)); stop += 1) {
      await this.#page.keyboard.press('ArrowDown');
    }
    if (!(await radio.isChecked())) await this.#page.keyboard.press('Space');
    await expect(radio).toBeChecked();
  }

  /** Gives a yes. */
  async check(box: Locator): Promise<void> {
    await this.to(box);
    await this.#page.keyboard.press('Space');
    await expect(box).toBeChecked();
  }
}

function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}
