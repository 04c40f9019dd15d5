import type { HttpInput, HttpOutput } from '@gabinet/shared/contracts/http';
import type { PublicPsychologist } from '@gabinet/shared/contracts/http/availability';
import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Log } from '../observability/log.ts';
import type { OpeningIndex } from './OpeningIndex.ts';
import { type PublicRow, publicColumns, publicPsychologist } from './publicPsychologist.ts';

type Found = HttpOutput<'psychologists'>['found'];
type FoundRow = PublicRow & { starts: Date[]; notice_minutes: number };

const minuteMs = 60_000;
/** How many of the first openings a search shows of each psychologist. */
const shownStarts = 4;

/** Finds psychologists by their first free time, from the derived index alone (rule B15). */
export class OpeningSearch {
  readonly #database: Database;
  readonly #index: OpeningIndex;
  readonly #clock: Clock;
  readonly #log: Log;

  constructor(parts: { database: Database; index: OpeningIndex; clock: Clock; log: Log }) {
    this.#database = parts.database;
    this.#index = parts.index;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  /**
   * Psychologists of a practice that fit, the earliest opening first. For letters, which need no time, all
   * that fit, with no openings. A start that can't be booked any more is never among them.
   */
  async find(given: HttpInput<'psychologists'>): Promise<Found> {
    const practiceId = given.practiceId ?? (await this.#onlyPractice());
    if (practiceId === undefined) return [];
    const query = { ...given, practiceId };
    if (given.modality === 'message') return await this.#byLetter(query);
    const first = await this.#read(query);
    if (!first.stale) return first.found;
    // The rows read so far, moved on, are good enough to suggest; unless too few are left of them.
    const moved = this.#index.advance();
    if (first.found.length > 0) {
      moved.catch((error: unknown) =>
        this.#log.warn('The search index could not move on; its sweep will.', {}, error),
      );
      return first.found;
    }
    await moved;
    return (await this.#read(query)).found;
  }

  async #read(
    query: HttpInput<'psychologists'> & { practiceId: string },
  ): Promise<{ found: Found; stale: boolean }> {
    const now = this.#clock.now();
    const { rows } = await sql<FoundRow>`
      SELECT i.starts, i.notice_minutes, ${publicColumns}
      FROM opening_index AS i
      JOIN psychologists AS y ON y.id = i.psychologist_id
      JOIN practices AS p ON p.id = i.practice_id
      WHERE i.practice_id = ${query.practiceId} AND i.modality = ${query.modality ?? 'any'}
        AND i.time_of_day = ${query.timeOfDay ?? 'any'} ${wanted(query)}
      ORDER BY i.first_start LIMIT ${query.limit}`.execute(this.#database);
    let stale = false;
    const found = rows.flatMap((row) => {
      const starts = row.starts.map((start) => start.getTime());
      const bookable = starts.filter((start) => start - row.notice_minutes * minuteMs >= now);
      stale ||= bookable.length < starts.length;
      if (bookable.length === 0) return [];
      return [{ ...publicPsychologist(row), firstOpenings: bookable.slice(0, shownStarts) }];
    });
    if (stale) found.sort((a, b) => firstOf(a) - firstOf(b));
    return { found, stale };
  }

  async #byLetter(query: HttpInput<'psychologists'> & { practiceId: string }): Promise<Found> {
    const { rows } = await sql<PublicRow>`
      SELECT ${publicColumns}
      FROM psychologists AS y JOIN practices AS p ON p.id = y.practice_id
      WHERE y.practice_id = ${query.practiceId} AND y.listed AND y.deactivated_at IS NULL
        AND 'message' = ANY (y.modalities) AND p.letter_reply_days IS NOT NULL
        ${wanted(query)}
      ORDER BY y.display_name, y.id LIMIT ${query.limit}`.execute(this.#database);
    return rows
      .map((row) => ({ ...publicPsychologist(row), firstOpenings: [] }))
      .filter((one) => one.whoMayBook === 'anyone');
  }

  /** The practice of this installation: a public page names none. */
  async #onlyPractice(): Promise<string | undefined> {
    const row = await this.#database
      .selectFrom('practices')
      .select('id')
      .orderBy('created_at')
      .limit(1)
      .executeTakeFirst();
    return row?.id;
  }
}

function firstOf(one: PublicPsychologist & { firstOpenings: number[] }): number {
  return one.firstOpenings[0] ?? Number.POSITIVE_INFINITY;
}

/** The conditions on `psychologists AS y`: only those that were asked for, so that each can use its index. */
function wanted({ approach, problem, language }: HttpInput<'psychologists'>) {
  const has = (column: string, word: string) => sql`${sql.ref(column)} @> ARRAY[${word}]::text[]`;
  return sql.join(
    [
      ...(approach === undefined ? [] : [has('y.approaches', approach)]),
      ...(problem === undefined ? [] : [has('y.problems', problem)]),
      // Until a profile says what is spoken, it is the psychologist's own language.
      ...(language === undefined
        ? []
        : [
            sql`(${has('y.languages', language)} OR (y.languages = '{}' AND y.language = ${language}))`,
          ]),
    ].map((condition) => sql`AND ${condition}`),
    sql` `,
  );
}
