import { randomInt, timingSafeEqual } from 'node:crypto';
import { AppError } from '@gabinet/shared/contracts/errors';
import { sql, type Transaction } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Tables } from '../database/tables.ts';
import type { Vault } from './Vault.ts';

const lifetimeMs = 10 * 60_000;
const countedMs = 60 * 60_000;
const tries = 5;
/** Per address and purpose within an hour; with five tries each a guess finds one in 40,000. */
const sentPerHour = 5;

/** What a code is for: the newest one of a subject counts, the older ones are worth nothing. */
export interface CodeSubject {
  readonly practiceId: string;
  readonly purpose: Tables['mailed_codes']['purpose'];
  readonly subject: Buffer;
}

/** Six-digit codes that are mailed (rules K6, A4 and A6): hashed, ten minutes, five tries, used once. */
export class MailedCodes {
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #clock: Clock;

  constructor(database: Database, vault: Vault, clock: Clock) {
    this.#database = database;
    this.#vault = vault;
    this.#clock = clock;
  }

  /** A fresh code, to be mailed. Throws TOO_MANY_REQUESTS after five within an hour for one address. */
  async issue(
    transaction: Transaction<Tables>,
    about: CodeSubject,
    recipientHash: Buffer,
  ): Promise<string> {
    const now = this.#clock.now();
    // One after the other for an address: else two at once would both be the newest.
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${recipientHash.toString('hex')}, 0))`.execute(
      transaction,
    );
    const { count } = await transaction
      .selectFrom('mailed_codes')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('purpose', '=', about.purpose)
      .where('recipient_hash', '=', recipientHash)
      .where('expires_at', '>', new Date(now + lifetimeMs - countedMs))
      .executeTakeFirstOrThrow();
    if (Number(count) >= sentPerHour) throw new AppError('TOO_MANY_REQUESTS');
    await transaction
      .updateTable('mailed_codes')
      .set({ tries_left: 0 })
      .where('purpose', '=', about.purpose)
      .where('subject', '=', about.subject)
      .execute();
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    await transaction
      .insertInto('mailed_codes')
      .values({
        practice_id: about.practiceId,
        purpose: about.purpose,
        subject: about.subject,
        recipient_hash: recipientHash,
        code_hash: this.#vault.codeHash(about.subject, code),
        tries_left: tries,
        expires_at: new Date(now + lifetimeMs),
        used_at: null,
      })
      .execute();
    return code;
  }

  /**
   * Whether a code is the newest of its subject; gives its id for `use`. Each call costs a try, which
   * is committed before anything else is done, so that a failure afterwards gives none back. Throws CODE_WRONG.
   */
  async check(about: CodeSubject, code: string): Promise<string> {
    const row = await this.#database
      .updateTable('mailed_codes')
      .set((eb) => ({ tries_left: eb('tries_left', '-', 1) }))
      .where('practice_id', '=', about.practiceId)
      .where('purpose', '=', about.purpose)
      .where('subject', '=', about.subject)
      .where('tries_left', '>', 0)
      .where('used_at', 'is', null)
      .where('expires_at', '>', new Date(this.#clock.now()))
      .returning(['id', 'code_hash'])
      .executeTakeFirst();
    const given = this.#vault.codeHash(about.subject, code);
    if (row === undefined || !timingSafeEqual(row.code_hash, given)) {
      throw new AppError('CODE_WRONG');
    }
    return row.id;
  }

  /** Uses a checked code up, together with what it allowed. Throws CODE_WRONG when it was used meanwhile. */
  async use(transaction: Transaction<Tables>, codeId: string): Promise<void> {
    const used = await transaction
      .updateTable('mailed_codes')
      .set({ used_at: new Date(this.#clock.now()) })
      .where('id', '=', codeId)
      .where('used_at', 'is', null)
      .executeTakeFirst();
    if (used.numUpdatedRows !== 1n) throw new AppError('CODE_WRONG');
  }

  /** Whether a code went out for this within the last hour. */
  async wasSent(about: CodeSubject): Promise<boolean> {
    const row = await this.#database
      .selectFrom('mailed_codes')
      .select('id')
      .where('practice_id', '=', about.practiceId)
      .where('purpose', '=', about.purpose)
      .where('subject', '=', about.subject)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Deletes codes that neither open nor count any more. */
  async sweep(): Promise<void> {
    await this.#database
      .deleteFrom('mailed_codes')
      .where('expires_at', '<', new Date(this.#clock.now() + lifetimeMs - countedMs))
      .execute();
  }
}
