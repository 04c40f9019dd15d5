import { AppError } from '@gabinet/shared/contracts/errors';
import type { HttpOutput } from '@gabinet/shared/contracts/http';
import { intakeAnswers, type SafetyAnswer } from '@gabinet/shared/contracts/intake';
import type { Transaction } from 'kysely';
import type { StaffMember } from '../accounts/BrowserSessions.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Tables } from '../database/tables.ts';
import type { Notices } from '../notifications/Notices.ts';
import type { Vault } from '../vault/Vault.ts';
import type { StaffAddresses } from './StaffAddresses.ts';

/** Where the staff see who is to be called. */
const dutyPath = '/day';
/** Acknowledged calls stay in the list for a day. */
const shownForMs = 24 * 60 * 60_000;

/** Told when somebody is to be called, or has been taken care of. */
export type DutyListener = (practiceId: string) => void;

/**
 * Who answered that they are not safe to wait, or want to talk (rule K2). A call exists only where the
 * practice staffs a duty. It holds no words of the person: name and number are opened from their answers.
 */
export class DutyDesk {
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #notices: Notices;
  readonly #addresses: StaffAddresses;
  readonly #clock: Clock;
  readonly #listeners: DutyListener[] = [];

  constructor(parts: {
    database: Database;
    vault: Vault;
    notices: Notices;
    addresses: StaffAddresses;
    clock: Clock;
  }) {
    this.#database = parts.database;
    this.#vault = parts.vault;
    this.#notices = parts.notices;
    this.#addresses = parts.addresses;
    this.#clock = parts.clock;
  }

  onChange(listener: DutyListener): void {
    this.#listeners.push(listener);
  }

  /**
   * Notes a call and mails the duty, once for an intake. A later "yes" takes nothing back: somebody asked.
   * Gives true when the duty must be told on their pages, which is done after the commit, by `tell`.
   */
  async raise(
    transaction: Transaction<Tables>,
    intake: { id: string; practiceId: string },
    answer: SafetyAnswer | undefined,
  ): Promise<boolean> {
    if (answer !== 'no' && answer !== 'talk') return false;
    const practice = await transaction
      .selectFrom('practices')
      .select(['duty_staffed', 'duty_call_within_minutes'])
      .where('id', '=', intake.practiceId)
      .executeTakeFirstOrThrow();
    if (!practice.duty_staffed) return false;
    const now = this.#clock.now();
    const within = practice.duty_call_within_minutes;
    const made = await transaction
      .insertInto('duty_calls')
      .values({
        practice_id: intake.practiceId,
        intake_id: intake.id,
        answer,
        at: new Date(now),
        call_before: within === null ? null : new Date(now + within * 60_000),
        acknowledged_at: null,
        acknowledged_by: null,
      })
      .onConflict((conflict) => conflict.column('intake_id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (made === undefined) {
      await transaction
        .updateTable('duty_calls')
        .set({ answer })
        .where('intake_id', '=', intake.id)
        .execute();
      return true;
    }
    for (const { email, language } of await this.#addresses.onDuty(
      transaction,
      intake.practiceId,
    )) {
      await this.#notices.mail(transaction, {
        practiceId: intake.practiceId,
        to: email,
        language,
        discreet: false,
        content: { kind: 'duty-call', path: dutyPath },
      });
    }
    return true;
  }

  /** Tells the pages of the duty that their list has changed. */
  tell(practiceId: string): void {
    for (const listener of this.#listeners) listener(practiceId);
  }

  /** Who is to be called, unacknowledged first, the oldest first. */
  async calls(staff: StaffMember): Promise<HttpOutput<'dutyCalls'>> {
    const rows = await this.#database
      .selectFrom('duty_calls as d')
      .innerJoin('intakes as i', 'i.id', 'd.intake_id')
      .select([
        'd.id',
        'd.at',
        'd.answer',
        'd.call_before',
        'd.acknowledged_at',
        'i.id as intake_id',
        'i.language',
        'i.answers_sealed',
        'i.vault_key_id',
      ])
      .where('d.practice_id', '=', staff.practiceId)
      .where((eb) =>
        eb.or([
          eb('d.acknowledged_at', 'is', null),
          eb('d.acknowledged_at', '>', new Date(this.#clock.now() - shownForMs)),
        ]),
      )
      .orderBy((eb) => eb('d.acknowledged_at', 'is not', null))
      .orderBy('d.at')
      .limit(200)
      .execute();
    const calls: HttpOutput<'dutyCalls'>['calls'] = [];
    for (const row of rows) {
      const answers = intakeAnswers.parse(
        row.answers_sealed === null
          ? {}
          : JSON.parse(
              await this.#vault.open(
                this.#database,
                row.vault_key_id,
                row.intake_id,
                row.answers_sealed,
              ),
            ),
      );
      calls.push({
        callId: row.id,
        at: row.at.getTime(),
        answer: row.answer,
        displayName: answers.displayName ?? null,
        phone: answers.phone ?? null,
        language: answers.language ?? row.language,
        callBefore: row.call_before?.getTime() ?? null,
        acknowledgedAt: row.acknowledged_at?.getTime() ?? null,
      });
    }
    return { calls };
  }

  /** "I am calling this person": the first one who says so; their page tells. Throws NOT_FOUND. */
  async acknowledge(staff: StaffMember, callId: string): Promise<void> {
    const call = await this.#database
      .selectFrom('duty_calls')
      .select('id')
      .where('id', '=', callId)
      .where('practice_id', '=', staff.practiceId)
      .executeTakeFirst();
    if (call === undefined) throw new AppError('NOT_FOUND');
    await this.#database
      .updateTable('duty_calls')
      .set({
        acknowledged_at: new Date(this.#clock.now()),
        acknowledged_by: staff.staffId,
      })
      .where('id', '=', callId)
      .where('acknowledged_at', 'is', null)
      .execute();
    this.tell(staff.practiceId);
  }
}
