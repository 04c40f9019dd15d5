import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { Appointment, Fixtures, Psychologist } from '../../support/fixtures.ts';
import { openPerson, seePicture } from '../Chromium.ts';
import type { Call } from '../sides.ts';
import { ClientPage, PsychologistPage } from './pages.ts';
import { ownAddress } from './stack.ts';

/** A psychologist in the call and a client on the way to it. */
export interface Pair {
  appointment: Appointment;
  theirs: PsychologistPage;
  client: ClientPage;
  end(): Promise<void>;
}

/** The people who use a running product, each in a browser profile of their own. */
export class People {
  readonly #url: string;
  readonly #fixtures: Fixtures;
  readonly #prepare: (page: Page) => Promise<void>;

  /** `prepare` sees every page before its first navigation. */
  constructor(
    url: string,
    fixtures: Fixtures,
    prepare: (page: Page) => Promise<void> = async () => {},
  ) {
    this.#url = url;
    this.#fixtures = fixtures;
    this.#prepare = prepare;
  }

  /** The psychologist waits in the call; the client has a page, and nothing open in it yet. */
  async pair(browser: Browser): Promise<Pair> {
    const psychologist = await this.#fixtures.psychologist();
    const appointment = await this.#fixtures.appointment({ psychologist });
    const theirs = await this.#openPsychologist(browser, psychologist, appointment);
    const client = new ClientPage(await this.#openPage(await this.#enter(browser)), this.#url);
    return {
      appointment,
      theirs,
      client,
      async end() {
        for (const { page } of [client, theirs]) await page.context().close();
      },
    };
  }

  /** Both are in, and each sees the other. */
  async call(browser: Browser): Promise<Call> {
    const { appointment, theirs, client, end } = await this.pair(browser);
    await client.openLobby(appointment.token);
    await client.enter();
    await theirs.admitButton().click();
    const pages = [theirs.page, client.page];
    for (const page of pages) await seePicture(page);
    return { pages, end };
  }

  async #openPsychologist(
    browser: Browser,
    psychologist: Psychologist,
    appointment: Appointment,
  ): Promise<PsychologistPage> {
    const context = await this.#enter(browser, psychologist.cookie);
    const page = new PsychologistPage(await this.#openPage(context), this.#url);
    await page.start(appointment.sessionId);
    return page;
  }

  async #enter(browser: Browser, cookie?: string): Promise<BrowserContext> {
    const context = await openPerson(browser);
    await context.setExtraHTTPHeaders(ownAddress());
    if (cookie) await context.addCookies([{ name: 'gabinet', value: cookie, url: this.#url }]);
    return context;
  }

  async #openPage(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    await this.#prepare(page);
    return page;
  }
}
