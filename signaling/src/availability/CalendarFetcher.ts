import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Log } from '../observability/log.ts';
import type { Vault } from '../vault/Vault.ts';
import type { Availabilities, CalendarChanged, Handle } from './Availabilities.ts';
import { type BusyRange, UnreadableCalendar } from './calendarBusy.ts';
import { CalendarUnreachable, type FetchedCalendar, fetchCalendar } from './fetchCalendar.ts';
import type { OpeningIndex } from './OpeningIndex.ts';
import { readCalendar } from './readCalendar.ts';

interface CalendarFetcherParts {
  readonly database: Database;
  readonly vault: Vault;
  readonly availabilities: Availabilities;
  readonly index: OpeningIndex;
  readonly calendarChanged: CalendarChanged;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether calendars of the own network are fetched, as in the demo. */
  readonly allowPrivate: boolean;
}

interface DueCalendar {
  readonly id: string;
  readonly psychologist_id: string;
  readonly practice_id: string;
  readonly url_sealed: Buffer;
  readonly etag: string | null;
  readonly read_at: Date | null;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const everyMs = 15 * minuteMs;
/** How often this process looks for calendars that are due. */
const lookEveryMs = 20_000;
/** What repeats is laid out this much further than one may book, and read anew after half of it. */
const marginDays = 14;
const pastDays = 31;

/**
 * Fetches outside calendars in the background (rule F2), each every 15 minutes by one process, and keeps
 * what they block. Its owner starts and closes it.
 */
export class CalendarFetcher {
  readonly #parts: CalendarFetcherParts;
  readonly #closing = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;
  #again = false;

  constructor(parts: CalendarFetcherParts) {
    this.#parts = parts;
  }

  /** Begins to look for calendars that are due. */
  start(): void {
    this.#timer ??= setInterval(() => this.wake(), lookEveryMs);
  }

  /** Looks at once: a calendar was added. */
  wake(): void {
    if (this.#closing.signal.aborted) return;
    if (this.#round !== undefined) {
      this.#again = true;
      return;
    }
    this.#again = false;
    this.#round = this.fetchDue()
      .catch((error: unknown) =>
        this.#parts.log.warn('Outside calendars could not be looked at; later.', {}, error),
      )
      .finally(() => {
        this.#round = undefined;
        if (this.#again) this.wake();
      });
  }

  /** Resolves when the round that is under way, if any, has ended. */
  async idle(): Promise<void> {
    while (this.#round !== undefined) await this.#round;
  }

  /** Ends what is under way and starts nothing more. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#closing.abort();
    await this.#round;
  }

  /** Fetches every calendar that is due and that no other process has taken. */
  async fetchDue(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const calendar = await this.#take();
      if (calendar === undefined) return;
      await this.#fetch(calendar);
    }
  }

  /** Takes the calendar that has waited longest: moves its time on, so that nobody else fetches it. */
  async #take(): Promise<DueCalendar | undefined> {
    const now = this.#parts.clock.now();
    // Jittered, so that calendars of one server are not all asked at once for ever.
    const next = now + everyMs * (0.9 + Math.random() * 0.2);
    const { rows } = await sql<DueCalendar>`
      UPDATE external_calendars AS c SET next_fetch_at = ${new Date(next)}
      FROM psychologists AS y
      WHERE y.id = c.psychologist_id AND c.id = (
        SELECT id FROM external_calendars WHERE next_fetch_at <= ${new Date(now)}
        ORDER BY next_fetch_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING c.id, c.psychologist_id, y.practice_id, c.url_sealed, c.etag, c.read_at`.execute(
      this.#parts.database,
    );
    return rows[0];
  }

  async #fetch(calendar: DueCalendar): Promise<void> {
    const { database, vault, availabilities, clock, log } = this.#parts;
    try {
      const keyId = await vault.practiceKey(database, calendar.practice_id);
      const address = await vault.open(database, keyId, calendar.id, calendar.url_sealed);
      const now = clock.now();
      const fresh =
        calendar.read_at !== null && now - calendar.read_at.getTime() < (marginDays / 2) * dayMs;
      const fetched = await fetchCalendar(address, {
        etag: fresh ? calendar.etag : null,
        signal: this.#closing.signal,
        allowPrivate: this.#parts.allowPrivate,
      });
      if (fetched.kind === 'unchanged') return await this.#note(calendar, { failed: false });
      const plan = await availabilities.planOf(database, calendar.psychologist_id);
      const ranges = await readCalendar(fetched.text, {
        zone: plan.zone,
        from: now - pastDays * dayMs,
        to: now + (plan.policy.horizonDays + marginDays) * dayMs,
      });
      await this.#keep(calendar, fetched, ranges);
    } catch (thrown) {
      if (this.#closing.signal.aborted) return;
      const known = thrown instanceof CalendarUnreachable || thrown instanceof UnreadableCalendar;
      log.warn(
        'An outside calendar could not be read; it is tried again.',
        { psychologistId: calendar.psychologist_id, code: known ? thrown.message : 'fault' },
        known ? undefined : thrown,
      );
      await this.#note(calendar, { failed: true });
    }
  }

  /** Replaces what the calendar blocks; the search follows in the same transaction. */
  async #keep(
    calendar: DueCalendar,
    fetched: Extract<FetchedCalendar, { kind: 'read' }>,
    ranges: readonly BusyRange[],
  ): Promise<void> {
    const { database, index, calendarChanged, clock } = this.#parts;
    const now = new Date(clock.now());
    const changed = await database.transaction().execute(async (transaction) => {
      const kept = await transaction
        .updateTable('external_calendars')
        .set({ etag: fetched.etag, read_at: now, fetched_at: now, failed_at: null })
        .where('id', '=', calendar.id)
        .executeTakeFirst();
      // Removed meanwhile: what it blocked has gone with it.
      if (kept.numUpdatedRows === 0n) return false;
      const differs = await replaceBusy(transaction, calendar, ranges);
      if (differs) await index.refresh(transaction, calendar.psychologist_id);
      return true;
    });
    if (changed) this.#tell(calendar, calendarChanged);
  }

  async #note(calendar: DueCalendar, { failed }: { failed: boolean }): Promise<void> {
    const now = new Date(this.#parts.clock.now());
    await this.#parts.database
      .updateTable('external_calendars')
      .set(failed ? { failed_at: now } : { fetched_at: now, failed_at: null })
      .where('id', '=', calendar.id)
      .execute();
    if (failed) this.#tell(calendar, this.#parts.calendarChanged);
  }

  #tell(calendar: DueCalendar, calendarChanged: CalendarChanged): void {
    calendarChanged({
      psychologistId: calendar.psychologist_id,
      practiceId: calendar.practice_id,
    });
  }
}

/** Gives whether the ranges differ from those that were there. */
async function replaceBusy(
  transaction: Handle,
  calendar: DueCalendar,
  ranges: readonly BusyRange[],
): Promise<boolean> {
  const given = sql`
    SELECT tstzrange(to_timestamp(s / 1000.0), to_timestamp(e / 1000.0)) AS during
    FROM unnest(${ranges.map((one) => one.startsAt)}::float8[],
      ${ranges.map((one) => one.endsAt)}::float8[]) AS given(s, e)`;
  const { rows } = await sql<{ changes: number }>`
    WITH given AS (${given}), gone AS (
      DELETE FROM external_busy AS b WHERE calendar_id = ${calendar.id}
        AND NOT EXISTS (SELECT FROM given WHERE given.during = b.during)
      RETURNING 1
    ), added AS (
      INSERT INTO external_busy (calendar_id, psychologist_id, during)
      SELECT ${calendar.id}::uuid, ${calendar.psychologist_id}::uuid, during FROM given
      WHERE NOT EXISTS (SELECT FROM external_busy AS b
        WHERE b.calendar_id = ${calendar.id} AND b.during = given.during)
      RETURNING 1
    )
    SELECT ((SELECT count(*) FROM gone) + (SELECT count(*) FROM added))::int AS changes`.execute(
    transaction,
  );
  return (rows[0]?.changes ?? 0) > 0;
}
