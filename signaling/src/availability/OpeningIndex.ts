import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import { type Database, prepared } from '../database/Database.ts';
import type { Availabilities, Handle, PsychologistPlan } from './Availabilities.ts';
import { dueAt, type IndexRow, indexRows } from './indexRows.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Practices up to this size are made anew at once when their policy changes. */
const smallPractice = 20;
/** How many rows one statement moves on: after a night without the service all of them are stale. */
const advanceAtOnce = 5_000;
/** How many psychologists one sweep makes anew; the next one goes on. */
const sweepAtMost = 500;

/**
 * The derived index that search reads (rule B15): the next few openings of each psychologist by form and
 * time of day. Whoever changes what openings come from calls `refresh` in the same transaction.
 */
export class OpeningIndex {
  readonly #database: Database;
  readonly #availabilities: Availabilities;
  readonly #clock: Clock;
  #advancing: Promise<number> | undefined;

  constructor(parts: { database: Database; availabilities: Availabilities; clock: Clock }) {
    this.#database = parts.database;
    this.#availabilities = parts.availabilities;
    this.#clock = parts.clock;
  }

  /**
   * Computes a psychologist's first openings anew and replaces the rows that differ. Call it last: it
   * locks the psychologist's row, so that of two at once the later one sees what the first committed.
   */
  async refresh(transaction: Handle, psychologistId: string): Promise<void> {
    const locked = await transaction
      .selectFrom('psychologists')
      .select('id')
      .where('id', '=', psychologistId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (locked === undefined) return;
    const plan = await this.#availabilities.planOf(transaction, psychologistId);
    // Others can't be found: what they offer is no suggestion to somebody who searches.
    const findable = plan.listed && plan.active && plan.policy.whoMayBook === 'anyone';
    if (!findable) return this.#replace(transaction, plan, [], null);
    const now = this.#clock.now();
    const horizon = now + (plan.policy.horizonDays + 2) * dayMs;
    const blocked = await this.#availabilities.blockedOf(
      transaction,
      psychologistId,
      now - dayMs,
      horizon,
    );
    const rows = indexRows(plan, blocked, now);
    await this.#replace(transaction, plan, rows, dueAt(plan, blocked, rows, now));
  }

  /**
   * After a change that concerns all psychologists of a practice. A small practice is made anew at once; a
   * large one by the sweep, within a minute. Openings themselves are always computed from what counts.
   */
  async refreshPractice(transaction: Handle, practiceId: string): Promise<void> {
    // In the order that every transaction keeps: the psychologist's row first, then what is derived.
    const few = await transaction
      .selectFrom('psychologists')
      .select('id')
      .where('practice_id', '=', practiceId)
      .orderBy('id')
      .limit(smallPractice + 1)
      .forNoKeyUpdate()
      .execute();
    if (few.length <= smallPractice) {
      for (const { id } of few) await this.refresh(transaction, id);
      return;
    }
    await sql`
      INSERT INTO opening_refreshes (psychologist_id, due_at)
      SELECT id, ${new Date(this.#clock.now())} FROM psychologists
      WHERE practice_id = ${practiceId} ORDER BY id
      ON CONFLICT (psychologist_id) DO UPDATE SET due_at = excluded.due_at`.execute(transaction);
  }

  /**
   * Moves rows whose first start can't be booked any more on to their next start, and drops those without
   * one, in few statements: nothing is computed anew. Callers at once share one run.
   * @returns how many rows were stale
   */
  advance(): Promise<number> {
    this.#advancing ??= this.#advance().finally(() => {
      this.#advancing = undefined;
    });
    return this.#advancing;
  }

  async #advance(): Promise<number> {
    for (let all = 0; ; ) {
      const stale = await this.#advanceSome();
      all += stale;
      if (stale < advanceAtOnce) return all;
    }
  }

  async #advanceSome(): Promise<number> {
    const now = new Date(this.#clock.now());
    const { rows } = await sql<{ stale: number }>`
      WITH stale AS (
        SELECT psychologist_id, modality, time_of_day, ARRAY(
            SELECT start FROM unnest(starts) AS start
            WHERE start - notice_minutes * interval '1 minute' >= ${now} ORDER BY start
          ) AS rest
        FROM opening_index WHERE valid_until < ${now}
        LIMIT ${advanceAtOnce} FOR UPDATE SKIP LOCKED
      ), moved AS (
        UPDATE opening_index AS i
        SET starts = rest, first_start = rest[1],
          valid_until = rest[1] - notice_minutes * interval '1 minute'
        FROM stale
        WHERE (i.psychologist_id, i.modality, i.time_of_day)
            = (stale.psychologist_id, stale.modality, stale.time_of_day) AND cardinality(rest) > 0
      ), dropped AS (
        DELETE FROM opening_index AS i USING stale
        WHERE (i.psychologist_id, i.modality, i.time_of_day)
            = (stale.psychologist_id, stale.modality, stale.time_of_day) AND cardinality(rest) = 0
      )
      SELECT count(*)::int AS stale FROM stale`.execute(this.#database);
    return rows[0]?.stale ?? 0;
  }

  /** What time brings: moves stale rows on and makes anew what is due. Safe in several processes at once. */
  async sweep(): Promise<void> {
    await this.advance();
    await this.#foldZones();
    for (const psychologistId of await this.#due()) {
      await this.#database.transaction().execute(async (transaction) => {
        const free = await transaction
          .selectFrom('psychologists')
          .select('id')
          .where('id', '=', psychologistId)
          .forNoKeyUpdate()
          .skipLocked()
          .executeTakeFirst();
        // Somebody else is at it: a booking, or the sweep of another process.
        if (free !== undefined) await this.refresh(transaction, psychologistId);
      });
    }
  }

  /** Whose rows must be made anew, those that have waited longest first; new psychologists have none yet. */
  async #due(): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      SELECT y.id FROM psychologists AS y LEFT JOIN opening_refreshes AS r ON r.psychologist_id = y.id
      WHERE r.psychologist_id IS NULL OR r.due_at <= ${new Date(this.#clock.now())}
      ORDER BY r.due_at NULLS FIRST LIMIT ${sweepAtMost}`.execute(this.#database);
    return rows.map(({ id }) => id);
  }

  /**
   * A zone whose first day is over becomes the psychologist's zone: who reads only that must not be left
   * with the old one. The day itself keeps its span, for yesterday's windows may spill into it.
   */
  async #foldZones(): Promise<void> {
    const now = new Date(this.#clock.now());
    await sql`
      WITH passed AS (
        DELETE FROM psychologist_zones
        WHERE from_date < ${now.toISOString().slice(0, 10)}::date - 1
        RETURNING psychologist_id, from_date, zone
      )
      UPDATE psychologists AS y SET zone = latest.zone
      FROM (SELECT DISTINCT ON (psychologist_id) psychologist_id, zone FROM passed
        ORDER BY psychologist_id, from_date DESC) AS latest
      WHERE y.id = latest.psychologist_id`.execute(this.#database);
  }

  async #replace(
    transaction: Handle,
    plan: PsychologistPlan,
    rows: readonly IndexRow[],
    due: number | null,
  ): Promise<void> {
    const noticeMs = plan.policy.noticeMinutes * minuteMs;
    const values = rows.map(({ modality, timeOfDay, starts }) => ({
      modality,
      time_of_day: timeOfDay,
      starts: starts.map((start) => new Date(start).toISOString()),
      valid_until: new Date((starts[0] ?? 0) - noticeMs).toISOString(),
    }));
    // Rows that stay as they were are not written: a booking changes few of them.
    await sql`${prepared}
      WITH given AS (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(values)}::jsonb) AS g(
          modality text, time_of_day text, starts timestamptz[], valid_until timestamptz)
      ), gone AS (
        DELETE FROM opening_index AS i
        WHERE psychologist_id = ${plan.psychologistId} AND NOT EXISTS (
          SELECT FROM given AS g WHERE g.modality = i.modality AND g.time_of_day = i.time_of_day)
      ), due AS (
        INSERT INTO opening_refreshes AS r (psychologist_id, due_at)
        VALUES (${plan.psychologistId}, ${due === null ? null : new Date(due)})
        ON CONFLICT (psychologist_id) DO UPDATE SET due_at = excluded.due_at
        WHERE r.due_at IS DISTINCT FROM excluded.due_at
      )
      INSERT INTO opening_index AS i (psychologist_id, practice_id, modality, time_of_day, first_start,
        starts, notice_minutes, valid_until)
      SELECT ${plan.psychologistId}::uuid, ${plan.practiceId}::uuid, modality, time_of_day, starts[1],
        starts, ${plan.policy.noticeMinutes}::int, valid_until
      FROM given
      ON CONFLICT (psychologist_id, modality, time_of_day) DO UPDATE
      SET practice_id = excluded.practice_id, first_start = excluded.first_start, starts = excluded.starts,
        notice_minutes = excluded.notice_minutes, valid_until = excluded.valid_until
      WHERE (i.starts, i.notice_minutes, i.practice_id)
        IS DISTINCT FROM (excluded.starts, excluded.notice_minutes, excluded.practice_id)`.execute(
      transaction,
    );
  }
}
