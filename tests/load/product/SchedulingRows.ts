import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { Availabilities } from '../../../signaling/src/availability/Availabilities.ts';
import { AvailabilityService } from '../../../signaling/src/availability/AvailabilityService.ts';
import { OpeningIndex } from '../../../signaling/src/availability/OpeningIndex.ts';
import { OpeningSearch } from '../../../signaling/src/availability/OpeningSearch.ts';
import { type Database, openDatabase } from '../../../signaling/src/database/Database.ts';
import type { Tables } from '../../../signaling/src/database/tables.ts';
import { createLog } from '../../../signaling/src/observability/log.ts';
import { freshDatabase, type TestDatabase } from '../../support/databases.ts';

/** The bench's day: a Saturday, so that a whole working week lies ahead. */
export const benchNow = Date.parse('2027-03-06T10:00Z');

/** A practice of many psychologists with windows and appointments, and the services over them, without HTTP. */
export class SchedulingRows {
  readonly database: Database;
  readonly practiceId = randomUUID();
  readonly availabilities: Availabilities;
  readonly availability: AvailabilityService;
  readonly index: OpeningIndex;
  readonly search: OpeningSearch;
  readonly #own: TestDatabase;

  private constructor(own: TestDatabase) {
    this.#own = own;
    this.database = openDatabase(own.url);
    const clock = { now: () => benchNow };
    this.availabilities = new Availabilities(clock);
    this.index = new OpeningIndex({
      database: this.database,
      availabilities: this.availabilities,
      clock,
    });
    const parts = {
      database: this.database,
      availabilities: this.availabilities,
      index: this.index,
      calendarChanged: () => {},
      clock,
      log: createLog('error'),
    };
    this.availability = new AvailabilityService(parts);
    this.search = new OpeningSearch(parts);
  }

  /**
   * Makes the rows: every psychologist has three windows a week, approaches, problems (some of them rare)
   * and two appointments.
   */
  static async make(psychologists: number): Promise<SchedulingRows> {
    const rows = new SchedulingRows(await freshDatabase());
    await rows.database
      .transaction()
      .execute((transaction) => rows.#fill(transaction, psychologists));
    await sql`ANALYZE`.execute(rows.database);
    return rows;
  }

  async #fill(transaction: Kysely<Tables>, psychologists: number): Promise<void> {
    const practiceId = this.practiceId;
    const statements = [
      sql`SET LOCAL statement_timeout = 0`,
      sql`INSERT INTO practices (id, name, language, zone, country, created_at)
        VALUES (${practiceId}, 'Bench', 'pl', 'Europe/Warsaw', 'PL', now())`,
      sql`INSERT INTO psychologists (practice_id, display_name, language, zone, created_at,
          approaches, problems, languages)
        SELECT ${practiceId}::uuid, 'Psychologist ' || n, 'pl', 'Europe/Warsaw', now(),
          ARRAY['approach-' || n % 7, 'method-' || n % 31],
          ARRAY['common-' || n % 11, 'seldom-' || n % 53, 'rare-' || n % 997],
          CASE n % 5 WHEN 0 THEN ARRAY['pl', 'uk'] ELSE ARRAY['pl'] END
        FROM generate_series(1, ${psychologists}::int) AS n`,
      sql`INSERT INTO availability_rules (psychologist_id, weekday, start_time, end_time)
        SELECT id, 1 + (h + k) % 5, to_char(8 + (h / 7 + k) % 9, 'FM00') || ':00',
          to_char(11 + (h / 7 + k) % 9, 'FM00') || ':00'
        FROM (SELECT id, abs(hashtext(display_name)) % 100000 AS h FROM psychologists) AS y,
          generate_series(0, 2) AS k`,
      sql`INSERT INTO appointments (practice_id, psychologist_id, status, modality, during, blocked,
          wall_start, zone, created_at)
        SELECT practice_id, id, 'confirmed', 'video', tstzrange(s, s + interval '50 min'),
          tstzrange(s, s + interval '60 min'), s AT TIME ZONE 'Europe/Warsaw', 'Europe/Warsaw', now()
        FROM psychologists, generate_series(0, 1) AS k, LATERAL (
          SELECT timestamptz '2027-03-08 09:00+01' + k * interval '1 day'
            + abs(hashtext(display_name)) % 5 * interval '1 hour' AS s) AS x`,
    ];
    for (const statement of statements) await statement.execute(transaction);
  }

  async close(): Promise<void> {
    await this.database.destroy();
    await this.#own.drop();
  }
}
