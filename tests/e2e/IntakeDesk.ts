import { expect, type Page, test } from '@playwright/test';
import { Fixtures } from '../support/fixtures.ts';
import { MailCatcher } from '../support/MailCatcher.ts';
import { Stack } from '../support/Stack.ts';
import { type Key, type Values, words } from '../support/words.ts';

export const phone = { width: 360, height: 640 };

/** A practice whose mails are caught: what the tests of intake and of the client's page stand on. */
export class IntakeDesk {
  #stack: Stack | undefined;
  #mails: MailCatcher | undefined;
  #fixtures: Fixtures | undefined;

  /** Opens before all tests of a file and closes after them. */
  static inUse(): IntakeDesk {
    const desk = new IntakeDesk();
    test.beforeAll(() => desk.#open());
    test.afterAll(() => desk.#close());
    return desk;
  }

  get stack(): Stack {
    return opened(this.#stack);
  }

  get mails(): MailCatcher {
    return opened(this.#mails);
  }

  get fixtures(): Fixtures {
    return opened(this.#fixtures);
  }

  get origin(): string {
    return this.stack.origin();
  }

  /** The code in the mail to an address that came as this one in order, from 1. */
  async mailedCode(address: string, count: number): Promise<string> {
    const mail = (await this.mails.arrived(address, count))[count - 1];
    const code = /\b\d{6}\b/.exec(mail?.text ?? '')?.[0];
    if (!code) throw new Error('There is no code in the mail.');
    return code;
  }

  /** The mails to an address that hold calendar parts, once there are so many. */
  async invitations(address: string, count: number) {
    const found = () => this.mails.to(address).filter((mail) => mail.calendars.length > 0);
    await expect.poll(() => found().length).toBeGreaterThanOrEqual(count);
    return found();
  }

  /** Answers as the pages would save them, up to a time that is kept; the rest is done on screen. */
  async begin(
    page: Page,
    psychologist: string,
    answers: Record<string, unknown>,
  ): Promise<{ intakeId: string; psychologistId: string }> {
    const { origin } = this;
    const headers = { origin };
    const [row] = await this.fixtures.rows<{ id: string }>(
      'SELECT id FROM psychologists WHERE display_name = $1',
      [psychologist],
    );
    const psychologistId = row?.id ?? '';
    const started = await page.request.post(`${origin}/api/intake`, {
      headers,
      data: { language: 'en', zone: 'Europe/Warsaw' },
    });
    const { intakeId } = (await started.json()) as { intakeId: string };
    const whole = {
      forWhom: 'me',
      safety: 'yes',
      modality: 'audio',
      displayName: 'Ola Dyskretna',
      ageYears: 30,
      language: 'en',
      discreet: true,
      calendarInvitations: false,
      reminders: false,
      psychologistId,
      ...answers,
    };
    await page.request.put(`${origin}/api/intake`, { headers, data: { answers: whole } });
    const day = (later: number): string =>
      new Date(Date.now() + later * 86_400_000).toISOString().slice(0, 10);
    const found = await page.request.get(
      `${origin}/api/openings?psychologistId=${psychologistId}&from=${day(2)}&to=${day(12)}`,
    );
    const { openings } = (await found.json()) as { openings: number[] };
    const held = await page.request.post(`${origin}/api/intake/hold`, {
      headers,
      data: { psychologistId, startsAt: openings[1], modality: 'audio' },
    });
    expect(held.status()).toBe(200);
    return { intakeId, psychologistId };
  }

  /** Opens a client's own page by the code that is mailed for it. */
  async openOwnPage(page: Page, address: string): Promise<void> {
    const before = this.mails.to(address).length;
    await page.goto(`${this.origin}/me`);
    await page.getByLabel(words('me.mail')).fill(address);
    await button(page, 'me.send').click();
    await page
      .getByLabel(words('intake.code.label'))
      .fill(await this.mailedCode(address, before + 1));
    await button(page, 'me.open').click();
    await sees(page, 'me.title');
  }

  async #open(): Promise<void> {
    this.#mails = await MailCatcher.start();
    this.#stack = await Stack.start({ environment: this.#mails.environment });
    this.#fixtures = new Fixtures(this.#stack.database.url);
  }

  async #close(): Promise<void> {
    await this.#fixtures?.close();
    await this.#stack?.stop();
    await this.#mails?.close();
  }
}

function opened<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('The desk opens before the first test.');
  return part;
}

/** Waits for a heading. */
export async function sees(page: Page, key: Key, values?: Values): Promise<void> {
  await expect(page.getByRole('heading', { name: words(key, values) })).toBeVisible();
}

/** A button by the sentence on it. */
export function button(page: Page, key: Key, values?: Values) {
  return page.getByRole('button', { name: words(key, values) });
}
