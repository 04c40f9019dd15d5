import { type Browser, type BrowserContextOptions, expect, type Locator } from '@playwright/test';
import type { Appointment, Psychologist } from '../support/fixtures.ts';
import type { StackInUse } from '../support/StackInUse.ts';
import { Visitor } from '../support/Visitor.ts';
import { words } from '../support/words.ts';

/** Somebody who writes in a session: what they see of the letters, and how they send one. */
export class Writer {
  readonly visitor: Visitor;

  constructor(visitor: Visitor) {
    this.visitor = visitor;
  }

  get field(): Locator {
    return this.visitor.page.getByLabel(words('chat.yourLetter'));
  }

  get letters(): Locator {
    return this.visitor.page.locator('.letter');
  }

  async write(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  async sees(text: string): Promise<void> {
    await expect(this.letters.filter({ hasText: text })).toHaveCount(1);
  }

  /** The texts of all letters, in the order on screen. */
  texts(): Promise<string[]> {
    return this.visitor.page.locator('.letter-text').allTextContents();
  }

  /** Whether everything of one's own is stored. */
  async allSent(): Promise<void> {
    const { page } = this.visitor;
    await expect(
      page.locator('.letter-fate').filter({
        hasText: new RegExp(`${words('chat.sending').source}|${words('chat.sendingLater').source}`),
      }),
    ).toHaveCount(0);
  }
}

/** Two people in a session booked as writing: Klara is the client, Anna the psychologist. */
export class LetterTable {
  readonly klara: Writer;
  readonly anna: Writer;

  private constructor(klara: Writer, anna: Writer) {
    this.klara = klara;
    this.anna = anna;
  }

  /** Both can write when it resolves; `options` are those of Klara's browser. */
  static async set(
    browser: Browser,
    used: StackInUse,
    options: BrowserContextOptions = {},
    prepare: (client: Visitor) => void = () => undefined,
  ): Promise<LetterTable> {
    const psychologist = await used.fixtures.psychologist();
    const appointment = await used.fixtures.appointment({ psychologist, modality: 'chat' });
    const client = await Visitor.arrive(browser, options);
    const host = await Visitor.arrive(browser);
    prepare(client);
    await bringTogether(used, psychologist, appointment, client, host);
    const table = new LetterTable(new Writer(client), new Writer(host));
    await expect(table.klara.field).toBeVisible();
    await expect(table.anna.field).toBeVisible();
    return table;
  }

  async leave(): Promise<void> {
    await leave(this.klara, this.anna);
  }
}

/** Nothing went wrong in their pages; both close them. */
export async function leave(...writers: Writer[]): Promise<void> {
  expect(writers.flatMap(({ visitor }) => visitor.troubles)).toEqual([]);
  await Promise.all(writers.map(({ visitor }) => visitor.goHome()));
}

/** A client comes by their link and is let in by the psychologist; both are in the session then. */
export async function bringTogether(
  used: StackInUse,
  psychologist: Psychologist,
  appointment: Appointment,
  client: Visitor,
  host: Visitor,
): Promise<void> {
  const origin = used.stack.origin();
  await client.openInvitation(`${origin}/j#${appointment.token}`);
  await client.enterWaitingRoom();
  await host.letIn(origin, psychologist.cookie);
  await host.page.waitForURL(/\/s\/[0-9a-f-]{36}/);
}
