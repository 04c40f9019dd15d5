import { type IntakeAnswers, intakeAnswers } from '@gabinet/shared/contracts/intake';
import type { Language } from '@gabinet/shared/contracts/words';
import type { Selectable, Transaction } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Tables } from '../database/tables.ts';
import type { Handle, Vault } from '../vault/Vault.ts';

/** An unfinished intake is kept for a day after the last answer. */
const keptForMs = 24 * 60 * 60_000;

/** An intake as its row says, with its answers opened. Instants are epoch milliseconds. */
export interface IntakeRecord {
  readonly id: string;
  readonly practiceId: string;
  readonly practiceLanguage: Language;
  readonly minorConsentAge: number;
  readonly duty: { readonly staffed: boolean; readonly callWithinMinutes: number | null };
  /** Whose invitation to book brought the person; null: none. */
  readonly invitedBy: string | null;
  readonly bookingInvitationId: string | null;
  readonly keyId: string;
  readonly answers: IntakeAnswers;
  readonly language: Language;
  readonly zone: string;
  /** HMAC of the address that the resume link was mailed to, once a person clicked it. */
  readonly provedEmailHash: Buffer | null;
  readonly status: Selectable<Tables['intakes']>['status'];
  readonly clientId: string | null;
  readonly expiresAt: number;
}

/** The rows of intakes (rule V1): answers are one sealed text, bound to the intake's id. */
export class IntakeStore {
  readonly #vault: Vault;
  readonly #clock: Clock;

  constructor(vault: Vault, clock: Clock) {
    this.#vault = vault;
    this.#clock = clock;
  }

  /** The newest intake of a browser; undefined when it has none, or the last one was too long ago. */
  async ofBrowser(handle: Handle, browserSessionId: string): Promise<IntakeRecord | undefined> {
    const row = await select(handle)
      .where('i.browser_session_id', '=', browserSessionId)
      .where('i.expires_at', '>', new Date(this.#clock.now()))
      .orderBy('i.created_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row && this.#record(handle, row);
  }

  /** An intake that nobody else changes until the transaction ends. */
  async locked(
    transaction: Transaction<Tables>,
    intakeId: string,
  ): Promise<IntakeRecord | undefined> {
    const row = await select(transaction)
      .where('i.id', '=', intakeId)
      .forNoKeyUpdate('i')
      .executeTakeFirst();
    return row && this.#record(transaction, row);
  }

  /** The unfinished intake that a mailed link belongs to. */
  async byResumeHash(
    transaction: Transaction<Tables>,
    hash: Buffer,
  ): Promise<{ id: string; browserSessionId: string | null; used: boolean } | undefined> {
    const row = await transaction
      .selectFrom('intakes')
      .select(['id', 'browser_session_id', 'resumed_at'])
      .where('resume_hash', '=', hash)
      .where('status', '=', 'draft')
      .where('expires_at', '>', new Date(this.#clock.now()))
      .forNoKeyUpdate()
      .executeTakeFirst();
    return (
      row && {
        id: row.id,
        browserSessionId: row.browser_session_id,
        used: row.resumed_at !== null,
      }
    );
  }

  /** Begins an intake for a browser, under a key of its own. */
  async create(
    transaction: Transaction<Tables>,
    given: {
      practiceId: string;
      browserSessionId: string;
      bookingInvitationId: string | null;
      language: Language;
      zone: string;
    },
  ): Promise<void> {
    const now = this.#clock.now();
    await transaction
      .insertInto('intakes')
      .values({
        practice_id: given.practiceId,
        browser_session_id: given.browserSessionId,
        booking_invitation_id: given.bookingInvitationId,
        vault_key_id: await this.#vault.createKey(transaction, given.practiceId),
        language: given.language,
        zone: given.zone,
        created_at: new Date(now),
        expires_at: new Date(now + keptForMs),
      })
      .execute();
  }

  /** Replaces the answers, sealed; the day of keeping begins anew. */
  async write(
    transaction: Transaction<Tables>,
    intake: IntakeRecord,
    answers: IntakeAnswers,
    keyId = intake.keyId,
  ): Promise<void> {
    await transaction
      .updateTable('intakes')
      .set({
        answers_sealed: await this.#vault.seal(
          transaction,
          keyId,
          intake.id,
          JSON.stringify(answers),
        ),
        vault_key_id: keyId,
        language: answers.language ?? intake.language,
        zone: answers.zone ?? intake.zone,
        expires_at: new Date(this.#clock.now() + keptForMs),
      })
      .where('id', '=', intake.id)
      .execute();
  }

  /** Deletes an unfinished intake and destroys its key: what it said is unreadable, in backups too (V3). */
  async delete(transaction: Transaction<Tables>, intakeId: string, keyId: string): Promise<void> {
    await transaction.deleteFrom('intakes').where('id', '=', intakeId).execute();
    await this.#vault.destroyKey(transaction, keyId);
  }

  /** Some unfinished intakes whose day is over. */
  async expired(handle: Handle): Promise<string[]> {
    const rows = await handle
      .selectFrom('intakes')
      .select('id')
      .where('status', '=', 'draft')
      .where('expires_at', '<=', new Date(this.#clock.now()))
      .limit(100)
      .execute();
    return rows.map(({ id }) => id);
  }

  isExpired(intake: IntakeRecord): boolean {
    return intake.status === 'draft' && intake.expiresAt <= this.#clock.now();
  }

  async #record(handle: Handle, row: IntakeRow): Promise<IntakeRecord> {
    const text =
      row.answers_sealed === null
        ? '{}'
        : await this.#vault.open(handle, row.vault_key_id, row.id, row.answers_sealed);
    return {
      id: row.id,
      practiceId: row.practice_id,
      practiceLanguage: row.practice_language,
      minorConsentAge: row.minor_consent_age,
      duty: { staffed: row.duty_staffed, callWithinMinutes: row.duty_call_within_minutes },
      invitedBy: row.invited_by,
      bookingInvitationId: row.booking_invitation_id,
      keyId: row.vault_key_id,
      answers: intakeAnswers.parse(JSON.parse(text)),
      language: row.language,
      zone: row.zone,
      provedEmailHash: row.resumed_at === null ? null : row.resume_email_hash,
      status: row.status,
      clientId: row.client_id,
      expiresAt: row.expires_at.getTime(),
    };
  }
}

type IntakeRow = NonNullable<Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirst']>>>;

/** An intake with what its practice and its invitation say. */
function select(handle: Handle) {
  return (
    handle
      .selectFrom('intakes as i')
      .innerJoin('practices as p', 'p.id', 'i.practice_id')
      // One that has served another intake in the meantime opens nothing any more.
      .leftJoin('booking_invitations as b', (join) =>
        join.onRef('b.id', '=', 'i.booking_invitation_id').on('b.used_at', 'is', null),
      )
      .selectAll('i')
      .select([
        'p.language as practice_language',
        'p.minor_consent_age',
        'p.duty_staffed',
        'p.duty_call_within_minutes',
        'b.psychologist_id as invited_by',
      ])
  );
}
