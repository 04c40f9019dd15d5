import { sql, type Transaction } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Tables } from '../database/tables.ts';
import type { StaffInvitations } from './StaffInvitations.ts';

/** What a new practice is until its owner says otherwise in the settings. */
const newPractice = {
  name: 'Gabinet',
  language: 'pl',
  zone: 'Europe/Warsaw',
  country: 'PL',
} as const;

/** The first start of a service that nobody owns yet (rule A2). */
export class FirstStart {
  readonly #database: Database;
  readonly #invitations: StaffInvitations;
  readonly #clock: Clock;

  constructor(database: Database, invitations: StaffInvitations, clock: Clock) {
    this.#database = database;
    this.#invitations = invitations;
    this.#clock = clock;
  }

  /**
   * The path of a link that makes the owner, for 24 hours; undefined when there is an owner. Each start
   * makes a fresh one and revokes those before. Makes the practice when there is none.
   */
  async ownerPath(): Promise<string | undefined> {
    return this.#database.transaction().execute(async (transaction) => {
      // Two processes may start at once: only one makes the practice.
      await sql`SELECT pg_advisory_xact_lock(7410235)`.execute(transaction);
      const practice = await this.#practice(transaction);
      const owner = await transaction
        .selectFrom('staff')
        .select('id')
        .where('is_owner', '=', true)
        .where('deactivated_at', 'is', null)
        .limit(1)
        .executeTakeFirst();
      if (owner !== undefined) return undefined;
      return `/enrol#${await this.#invitations.forOwner(transaction, practice)}`;
    });
  }

  async #practice(transaction: Transaction<Tables>) {
    const known = await transaction
      .selectFrom('practices')
      .select(['id as practiceId', 'language'])
      .orderBy('created_at')
      .limit(1)
      .executeTakeFirst();
    if (known) return known;
    return transaction
      .insertInto('practices')
      .values({ ...newPractice, created_at: new Date(this.#clock.now()) })
      .returning(['id as practiceId', 'language'])
      .executeTakeFirstOrThrow();
  }
}
