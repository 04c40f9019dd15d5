import { sql } from 'kysely';
import type { Figure } from '../Figure.ts';
import { SchedulingRows } from '../product/SchedulingRows.ts';
import { percentile } from '../statistics.ts';

type Wish = Parameters<SchedulingRows['search']['find']>[0];

const limit = 20;

/** From what anybody takes to what few offer. */
const wishes: readonly Wish[] = [
  { limit },
  { limit, modality: 'video', timeOfDay: 'evening' },
  { limit, approach: 'approach-3', language: 'uk' },
  { limit, problem: 'seldom-7', modality: 'chat' },
  { limit, problem: 'rare-500', modality: 'audio', timeOfDay: 'morning' },
  { limit, problem: 'nobody' },
];

/**
 * The first free time among 10,000 psychologists, filtered: the derived index beside the same question
 * asked of every opening there is, by a plain scan in SQL.
 */
export const search: Figure = async ({ quick, say }) => {
  const psychologists = quick ? 1000 : 10_000;
  const rows = await SchedulingRows.make(psychologists);
  try {
    say(`  search: the index of ${psychologists} psychologists …`);
    const started = performance.now();
    while ((await missing(rows)) > 0) await rows.index.sweep();
    const eachMs = (performance.now() - started) / psychologists;
    await layOutOpenings(rows);
    const ours: number[] = [];
    const reference: number[] = [];
    const rounds = quick ? 20 : 200;
    for (let round = -5; round < rounds; round += 1) {
      for (const wish of wishes) {
        const begun = performance.now();
        const found = await rows.search.find({ ...wish, practiceId: rows.practiceId });
        const took = performance.now() - begun;
        if (round >= 0) ours.push(took);
        if (round < 0 || round % 20 !== 0) continue;
        const scanned = performance.now();
        const answer = await scan(rows, wish);
        reference.push(performance.now() - scanned);
        const first = found.map((one) => one.firstOpenings[0]).join();
        if (first !== answer.join()) throw new Error('The index and the scan disagree.');
      }
    }
    return [
      {
        figure: `search among ${psychologists} psychologists`,
        unit: 'ms',
        ours,
        reference,
        aim: 'p99 < 10 ms',
        note: `p99 ${percentile(ours, 0.99).toFixed(1)} ms; a refresh of one takes ${eachMs.toFixed(1)} ms`,
      },
    ];
  } finally {
    await rows.close();
  }
};

async function missing({ database }: SchedulingRows): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM psychologists
    WHERE id NOT IN (SELECT psychologist_id FROM opening_refreshes)`.execute(database);
  return rows[0]?.count ?? 0;
}

/** What a scan reads: one row an opening, of the same starts that the index keeps, without an index. */
async function layOutOpenings({ database }: SchedulingRows): Promise<void> {
  await sql`CREATE TABLE bench_openings AS
    SELECT psychologist_id, modality, time_of_day, unnest(starts) AS start FROM opening_index
    WHERE modality <> 'any'`.execute(database);
  await sql`ANALYZE`.execute(database);
}

async function scan({ database, practiceId }: SchedulingRows, wish: Wish): Promise<number[]> {
  const { approach, problem, language, modality, timeOfDay } = wish;
  const { rows } = await sql<{ first: Date }>`
    SELECT min(o.start) AS first
    FROM bench_openings AS o JOIN psychologists AS y ON y.id = o.psychologist_id
    WHERE y.practice_id = ${practiceId} AND y.listed AND y.deactivated_at IS NULL
      AND (${modality ?? null}::text IS NULL OR o.modality = ${modality ?? null})
      AND (${timeOfDay ?? null}::text IS NULL OR o.time_of_day = ${timeOfDay ?? null})
      AND (${approach ?? null}::text IS NULL OR ${approach ?? null} = ANY (y.approaches))
      AND (${problem ?? null}::text IS NULL OR ${problem ?? null} = ANY (y.problems))
      AND (${language ?? null}::text IS NULL OR ${language ?? null} = ANY (y.languages))
    GROUP BY y.id ORDER BY first LIMIT ${wish.limit}`.execute(database);
  return rows.map(({ first }) => first.getTime());
}
