import { type Browser, expect, type Locator, type Page } from '@playwright/test';
import { instantOf, mondayOf, plusDays, wallOf } from '../../web/src/pages/calendar/wallClock.ts';
import { Visitor } from '../support/Visitor.ts';
import { words } from '../support/words.ts';

/** The psychologist's week as they see it, in Warsaw, and a hand that drags on it. */
export class CalendarCanvas {
  readonly visitor: Visitor;
  /** The Monday of the week that is shown. */
  #monday: string;

  constructor(visitor: Visitor) {
    this.visitor = visitor;
    this.#monday = mondayOf(wallOf(Date.now(), zone).date);
  }

  /** Signs in by the demo's link and opens the calendar in the week of an instant. */
  static async open(browser: Browser, link: string, at: number): Promise<CalendarCanvas> {
    const visitor = await Visitor.arrive(browser, {
      viewport: { width: 1440, height: 1500 },
      timezoneId: zone,
    });
    await visitor.signIn(link);
    await visitor.page.goto(new URL('/calendar', link).href);
    const canvas = new CalendarCanvas(visitor);
    await canvas.turnTo(at);
    return canvas;
  }

  get page(): Page {
    return this.visitor.page;
  }

  /** Turns forward to the week of an instant. */
  async turnTo(at: number): Promise<void> {
    const { date } = wallOf(at, zone);
    for (; this.#monday < mondayOf(date); this.#monday = plusDays(this.#monday, 7)) {
      await this.page.getByRole('button', { name: words('calendar.later') }).click();
    }
    await expect(column(this.page, date)).toBeVisible();
  }

  /** Whether an instant lies in the week that is shown. */
  shows(at: number): boolean {
    return mondayOf(wallOf(at, zone).date) === this.#monday;
  }

  /** The appointments of a person on the canvas. */
  of(name: RegExp): Locator {
    return this.page.getByRole('button', { name }).filter({ visible: true });
  }

  /** Drags what begins at an instant to another hour of its day; gives the instant it goes to. */
  async dragTo(what: Locator, at: number, hour: number): Promise<number> {
    const { date } = wallOf(at, zone);
    const box = await what.boundingBox();
    const to = await place(this.page, date, hour);
    if (!box) throw new Error('The appointment is not on the screen.');
    await drag(this.page, { x: to.x, y: box.y + 15 }, { x: to.x, y: to.y + 15 });
    return instantOf(date, `${hour}:00`, zone);
  }
}

const zone = 'Europe/Warsaw';

/** The head of a date's column. */
export function column(page: Page, date: string): Locator {
  return page.locator(`[role="columnheader"][data-date="${date}"]`);
}

/** Where a wall time of a date is on the canvas. */
export async function place(
  page: Page,
  date: string,
  hour: number,
): Promise<{ x: number; y: number }> {
  const head = await column(page, date).boundingBox();
  const line = await page
    .locator(`[data-time="${String(hour).padStart(2, '0')}:00:00"]`)
    .last()
    .boundingBox();
  if (!head || !line) throw new Error('The canvas is not on the screen.');
  return { x: head.x + head.width / 2, y: line.y };
}

/** Drags with the mouse, in steps, as a hand does. */
export async function drag(
  page: Page,
  from: { x: number; y: number },
  to: { x: number; y: number },
): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 6 });
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await page.mouse.up();
}
