import { openingsOf } from '@gabinet/shared/scheduling/openings';
import { sql } from 'kysely';
import type { Figure } from '../Figure.ts';
import { benchNow, SchedulingRows } from '../product/SchedulingRows.ts';
import { openingsLoop } from '../reference/openingsLoop.ts';
import { percentile } from '../statistics.ts';

const month = { from: '2027-03-08', to: '2027-04-07' };

/**
 * One psychologist's openings of a month with a full calendar: the rule alone, and the service's call
 * with what it reads, each beside the loop that one writes at first, over the same data with the same answer.
 */
export const openings: Figure = async ({ quick }) => {
  const rows = await SchedulingRows.make(1);
  try {
    const { database, availabilities, availability } = rows;
    const psychologistId = await fillCalendar(rows);
    const from = Date.parse(`${month.from}T00:00Z`) - 2 * 24 * 60 * 60_000;
    const to = Date.parse(`${month.to}T00:00Z`) + 3 * 24 * 60 * 60_000;
    const read = () =>
      Promise.all([
        availabilities.planOf(database, psychologistId),
        availabilities.blockedOf(database, psychologistId, from, to),
      ]);
    const [plan, blocked] = await read();
    const input = { ...month, now: benchNow, datesIn: plan.zone };
    const rule = () => openingsOf(plan, blocked, input);
    const loop = () => openingsLoop({ ...plan, blocked, ...input });
    const service = async () =>
      (await availability.openings({ psychologistId, ...month })).openings;
    const answers = [rule(), loop(), await service()].map((one) => one.join());
    if (new Set(answers).size !== 1 || answers[0] === '') {
      throw new Error('The two ways disagree about the openings.');
    }
    const runs = quick ? 200 : 2000;
    const alone = { ours: [] as number[], reference: [] as number[] };
    const whole = { ours: [] as number[], reference: [] as number[] };
    for (let run = -runs / 4; run < runs; run += 1) {
      const counted = run >= 0;
      const ofRule = await timed(rule);
      const ofService = await timed(service);
      if (!counted) continue;
      alone.ours.push(ofRule);
      whole.ours.push(ofService);
      // The loop is slow, and its time varies little.
      if (run % 10 !== 0) continue;
      alone.reference.push(await timed(loop));
      whole.reference.push(
        await timed(async () => {
          const [ownPlan, taken] = await read();
          return openingsLoop({ ...ownPlan, blocked: taken, ...input });
        }),
      );
    }
    const p99 = (values: readonly number[]) => `p99 ${percentile(values, 0.99).toFixed(2)} ms`;
    return [
      {
        figure: 'openings of a month: the rule',
        unit: 'µs',
        ours: alone.ours.map(microseconds),
        reference: alone.reference.map(microseconds),
        aim: '≤ 0.1 ×, < 1 ms',
        note: `${p99(alone.ours)}, ${blocked.length} busy times`,
      },
      {
        figure: 'openings of a month: the service with its reads',
        unit: 'ms',
        ...whole,
        aim: '≤ 0.1 ×',
        note: p99(whole.ours),
      },
    ];
  } finally {
    await rows.close();
  }
};

/** Windows all day in steps of a quarter, exceptions, holidays, and a calendar that is mostly full. */
async function fillCalendar({ database, practiceId, availabilities }: SchedulingRows) {
  const { id } = await database
    .selectFrom('psychologists')
    .select('id')
    .where('practice_id', '=', practiceId)
    .executeTakeFirstOrThrow();
  const policy = { stepMinutes: 15, bufferBeforeMinutes: 5, horizonDays: 90 };
  await database
    .updateTable('psychologists')
    .set({ policy: JSON.stringify(policy), holidays_closed: true })
    .where('id', '=', id)
    .execute();
  await sql`DELETE FROM availability_rules`.execute(database);
  await sql`INSERT INTO availability_rules (psychologist_id, weekday, start_time, end_time)
    SELECT ${id}::uuid, weekday, start_time, end_time FROM generate_series(1, 5) AS weekday,
      (VALUES ('08:00', '13:00'), ('14:00', '20:00')) AS w(start_time, end_time)`.execute(database);
  await sql`INSERT INTO availability_exceptions (psychologist_id, date, windows)
    SELECT ${id}::uuid, date '2027-03-10' + n * 7, '[{"start":"10:00","end":"15:00"}]'
    FROM generate_series(0, 3) AS n`.execute(database);
  await sql`INSERT INTO external_calendars (psychologist_id, name, url_sealed, next_fetch_at)
    VALUES (${id}, 'Bench', '', 'infinity')`.execute(database);
  await sql`INSERT INTO external_busy (calendar_id, psychologist_id, during)
    SELECT c.id, ${id}::uuid, tstzrange(s, s + interval '45 min')
    FROM external_calendars AS c, generate_series(0, 30) AS day, generate_series(0, 4) AS k, LATERAL (
      SELECT timestamptz '2027-03-08 07:20Z' + day * interval '1 day' + k * interval '150 min' AS s
    ) AS x`.execute(database);
  // Known years are kept: neither side pays for the first look.
  availabilities.holidays.datesOf('PL', 2027, 2028);
  return id;
}

async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function microseconds(milliseconds: number): number {
  return milliseconds * 1000;
}
