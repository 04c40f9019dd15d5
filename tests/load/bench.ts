/**
 * What `npm run bench` runs: measures every figure against its reference in the same run, prints one
 * table and writes tests/load/history/<date>-<revision>.json. `--quick` takes few runs and writes
 * nothing; `--only=join,start` takes some figures. A figure never fails the run; not measuring one does.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureWebBuilt } from '../../infra/web.ts';
import { root } from '../support/root.ts';
import { startBenchDatabase } from './database.ts';
import type { Figure, Row } from './Figure.ts';
import { admit } from './figures/admit.ts';
import { booking } from './figures/booking.ts';
import { chat } from './figures/chat.ts';
import { join as joinFigure } from './figures/join.ts';
import { memory } from './figures/memory.ts';
import { move } from './figures/move.ts';
import { openings } from './figures/openings.ts';
import { pageWeight } from './figures/pageWeight.ts';
import { resume } from './figures/resume.ts';
import { roundTrips } from './figures/roundTrips.ts';
import { search } from './figures/search.ts';
import { serverWork } from './figures/serverWork.ts';
import { start } from './figures/start.ts';
import { sustained } from './figures/sustained.ts';
import { formatTable, summarize } from './table.ts';

const FIGURES: Readonly<Record<string, Figure>> = {
  join: joinFigure,
  admit,
  'round-trips': roundTrips,
  'server-work': serverWork,
  resume,
  move,
  memory,
  sustained,
  start,
  'page-weight': pageWeight,
  openings,
  search,
  booking,
  chat,
};

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const say = (line: string): void => console.log(line);
const wanted = values.only?.split(',') ?? Object.keys(FIGURES);
const unknown = wanted.filter((name) => !FIGURES[name]);
if (unknown.length > 0) {
  console.error(
    `There is no figure ${unknown.join(', ')}; there are ${Object.keys(FIGURES).join(', ')}.`,
  );
  process.exit(1);
}

const machine = {
  processor: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  node: process.version,
  loadBefore: loadavg().map((load) => Number(load.toFixed(2))),
};
say(`${machine.cores} × ${machine.processor}, load ${machine.loadBefore.join(' ')}`);

await ensureWebBuilt(root, say);
const endDatabase = await startBenchDatabase();
// The database outlives a killed process; everything else ends with our end of its channel.
const abandon = async (): Promise<void> => {
  await endDatabase();
  process.exit(1);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, abandon);
process.once('disconnect', abandon);
const rows: Row[] = [];
const failed: string[] = [];
try {
  for (const name of wanted) {
    say(`${name} …`);
    try {
      rows.push(...((await FIGURES[name]?.({ quick: values.quick, say })) ?? []));
    } catch (error) {
      failed.push(name);
      console.error(
        `${name} could not be measured: ${error instanceof Error ? error.message : error}`,
      );
    }
  }
} finally {
  await endDatabase();
}

const loadAfter = loadavg().map((load) => Number(load.toFixed(2)));
say(`\n${formatTable(rows)}\n`);
say(
  `load before ${machine.loadBefore.join(' ')}, after ${loadAfter.join(' ')}, on ${machine.cores} cores`,
);
if (!values.quick && !values.only) {
  const revision = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: root,
    encoding: 'utf8',
  }).trim();
  const at = new Date().toISOString();
  const folder = join(import.meta.dirname, 'history');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${at.slice(0, 10)}-${revision}.json`);
  const record = {
    at,
    revision,
    machine: { ...machine, loadAfter },
    failed,
    figures: rows.map(summarize),
  };
  writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
  say(`Written to ${file}`);
}
// Listening for the end of the channel would keep us running.
process.exit(failed.length > 0 ? 1 : 0);
