import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '@gabinet/shared/contracts/errors';
import type { BrowserSession, BrowserSessions } from '../accounts/BrowserSessions.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Notices } from '../notifications/Notices.ts';
import type { CodeSubject, MailedCodes } from '../vault/MailedCodes.ts';
import type { Handle, Vault } from '../vault/Vault.ts';

/** How long a mailed code opens a client's page on one browser. */
const verifiedForMs = 8 * 60 * 60_000;
/** Every address waits as long: the time of an answer tells nobody who is a client here (rule A6). */
const answerAfterMs = 300;

/** A mailed code instead of an account (rule A6). */
export class ClientSignIn {
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #codes: MailedCodes;
  readonly #notices: Notices;
  readonly #browserSessions: BrowserSessions;
  readonly #clock: Clock;

  constructor(parts: {
    database: Database;
    vault: Vault;
    mailedCodes: MailedCodes;
    notices: Notices;
    browserSessions: BrowserSessions;
    clock: Clock;
  }) {
    this.#database = parts.database;
    this.#vault = parts.vault;
    this.#codes = parts.mailedCodes;
    this.#notices = parts.notices;
    this.#browserSessions = parts.browserSessions;
    this.#clock = parts.clock;
  }

  /** Mails a code where the address is a client's. Throws TOO_MANY_REQUESTS, for every address alike. */
  async requestCode(email: string): Promise<void> {
    const [outcome] = await Promise.allSettled([this.#requestCode(email), wait(answerAfterMs)]);
    if (outcome.status === 'rejected') throw outcome.reason;
  }

  /** Opens the client's page on this browser; gives the new token for its cookie. Throws CODE_WRONG. */
  async verify(
    browser: () => Promise<BrowserSession>,
    email: string,
    code: string,
  ): Promise<{ token: string; lifetimeMs: number }> {
    const subject = await this.#subject(email);
    if (subject === undefined) throw new AppError('CODE_WRONG');
    const codeId = await this.#codes.check(subject, code);
    const clientId = await this.#clientOf(this.#database, subject);
    if (clientId === undefined) throw new AppError('CODE_WRONG');
    await this.#database
      .transaction()
      .execute((transaction) => this.#codes.use(transaction, codeId));
    const { token } = await this.#browserSessions.verifyClient(
      await browser(),
      clientId,
      verifiedForMs,
    );
    return { token, lifetimeMs: verifiedForMs };
  }

  async #requestCode(email: string): Promise<void> {
    const subject = await this.#subject(email);
    if (subject === undefined) return;
    await this.#database.transaction().execute(async (transaction) => {
      // A code is made for strangers too, so that limits and rows are the same; it is mailed to nobody.
      const code = await this.#codes.issue(transaction, subject, subject.subject);
      const clientId = await this.#clientOf(transaction, subject);
      if (clientId === undefined) return;
      const { language, discreet } = await transaction
        .selectFrom('clients')
        .select(['language', 'discreet'])
        .where('id', '=', clientId)
        .executeTakeFirstOrThrow();
      await this.#notices.mail(transaction, {
        practiceId: subject.practiceId,
        to: email,
        language,
        discreet,
        content: { kind: 'client-code', code },
      });
    });
  }

  async #subject(email: string): Promise<CodeSubject | undefined> {
    const practice = await this.#database
      .selectFrom('practices')
      .select('id')
      .orderBy('created_at')
      .limit(1)
      .executeTakeFirst();
    if (practice === undefined) return undefined;
    return {
      practiceId: practice.id,
      purpose: 'client',
      subject: this.#vault.emailHash(practice.id, email),
    };
  }

  /**
   * The client of an address. Where a family shares one, the record with appointments ahead counts, and
   * the oldest of those.
   */
  async #clientOf(handle: Handle, { practiceId, subject }: CodeSubject) {
    const row = await handle
      .selectFrom('clients as c')
      .select('c.id')
      .where('c.practice_id', '=', practiceId)
      .where('c.email_hash', '=', subject)
      .orderBy(
        ({ exists, selectFrom }) =>
          exists(
            selectFrom('participants as p')
              .innerJoin('appointments as a', 'a.id', 'p.appointment_id')
              .select('p.id')
              .whereRef('p.client_id', '=', 'c.id')
              .where('a.status', 'in', ['requested', 'confirmed'])
              .where(({ eb, fn, val }) =>
                eb(fn<Date>('upper', ['a.during']), '>', val(new Date(this.#clock.now()))),
              ),
          ),
        'desc',
      )
      .orderBy('c.created_at')
      .limit(1)
      .executeTakeFirst();
    return row?.id;
  }
}
