import { type Browser, type BrowserContextOptions, expect, type Page } from '@playwright/test';
import { installMediaProbe } from './mediaProbe.ts';
import { type Key, phrase, type Values, words } from './words.ts';

/** Those whose browsers are open. */
const present = new Set<Visitor>();
const mostLines = 80;

/** A person at a browser of their own, who reads and presses what is on the screen. */
export class Visitor {
  readonly page: Page;
  /** What no page may do: scripts that fail, refused content, requests to foreign hosts. */
  readonly troubles: string[] = [];

  private constructor(page: Page) {
    this.page = page;
  }

  /** Opens a browser profile that knows nothing yet. Nobody has allowed devices in it. */
  static async arrive(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({ locale: 'en-US', ...options });
    const page = await context.newPage();
    const visitor = new Visitor(page);
    visitor.#watch();
    present.add(visitor);
    await installMediaProbe(page);
    return visitor;
  }

  /** The client: opens the link and presses the one button that takes the seat. */
  async openInvitation(link: string): Promise<void> {
    await this.page.goto(link);
    await this.press('first.open');
  }

  /** The client: sees that camera and microphone (or the microphone alone) work. */
  async checkDevices(kind: 'video' | 'audio' = 'video'): Promise<void> {
    // The fake consent counts as given before, so the check begins by itself.
    if (kind === 'video') await this.sees('check.works');
    await expect(this.page.getByRole('button', { name: /^Turn off: / }).last()).toBeVisible();
    await this.sees('check.networkGood');
  }

  /** The client: goes to the waiting room. */
  async enterWaitingRoom(): Promise<void> {
    await this.press('invitation.enter');
    await this.seesHeading('waiting.title');
  }

  /** The psychologist: signs in by the demo's link and arrives at their day. */
  async signIn(link: string): Promise<void> {
    await this.page.goto(link);
    await this.press('demo.signIn');
    await this.page.waitForURL('**/day');
  }

  /** The psychologist: is already signed in, by a cookie that a fixture made. */
  async useCookie(origin: string, cookie: string): Promise<void> {
    await this.page.context().addCookies([{ name: 'gabinet', value: cookie, url: origin }]);
  }

  /** The psychologist: opens their day by a fixture's cookie, and lets in who waits. */
  async letIn(origin: string, cookie: string): Promise<void> {
    await this.useCookie(origin, cookie);
    await this.page.goto(`${origin}/day`);
    await this.press('day.admit');
  }

  /** Presses the button or link that says so. */
  async press(key: Key, values?: Values): Promise<void> {
    const name = words(key, values);
    const found = this.page
      .getByRole('button', { name })
      .or(this.page.getByRole('link', { name }))
      .filter({ visible: true });
    await told(() => found.first().click());
  }

  /** Waits until a sentence is on the screen. */
  async sees(key: Key, values?: Values): Promise<void> {
    const found = this.page.getByText(phrase(key, values)).filter({ visible: true });
    await told(() => expect(found.first()).toBeVisible());
  }

  /** Waits until a page or a dialog has this heading. */
  async seesHeading(key: Key, values?: Values): Promise<void> {
    const found = this.page.getByRole('heading', { name: words(key, values) });
    await told(() => expect(found).toBeVisible());
  }

  /** Waits until a button says so: what pressing it would do tells the state it would leave. */
  async seesButton(key: Key, values?: Values): Promise<void> {
    const found = this.page.getByRole('button', { name: words(key, values) });
    await told(() => expect(found.filter({ visible: true }).first()).toBeVisible());
  }

  /** Writes into the field with this label. */
  async fill(key: Key, text: string): Promise<void> {
    await this.page.getByLabel(words(key)).fill(text);
  }

  /** Leaves for good: the browser profile is closed. */
  async goHome(): Promise<void> {
    present.delete(this);
    await this.page.context().close();
  }

  /** What the page shows, in words; and what it should not have done. */
  async shows(): Promise<string> {
    const { page, troubles } = this;
    const shown = await page
      .locator('body')
      .ariaSnapshot({ timeout: 2_000 })
      .catch(() => 'It could not be read.');
    return [page.url(), ...troubles, ...shown.split('\n').slice(0, mostLines)].join('\n');
  }

  #watch(): void {
    const { page, troubles } = this;
    page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (/Content Security Policy|Permissions policy/i.test(message.text())) {
        troubles.push(`refused: ${message.text()}`);
      }
    });
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      const local = protocol === 'data:' || protocol === 'blob:' || isThisMachine(hostname);
      if (!local) troubles.push(`foreign request: ${request.url()}`);
    });
    page.on('websocket', (socket) => {
      if (!isThisMachine(new URL(socket.url()).hostname)) {
        troubles.push(`foreign: ${socket.url()}`);
      }
    });
  }
}

/** When it fails, prints what the page of everybody showed: the cause is often on another one. */
async function told(step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    for (const visitor of present) console.log(`\n${await visitor.shows()}`);
    throw error;
  }
}

function isThisMachine(hostname: string): boolean {
  return hostname.startsWith('127.') || hostname === 'localhost';
}
