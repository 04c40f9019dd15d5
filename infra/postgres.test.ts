import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './postgres.ts';
import { isAlive, waitUntil } from './processes.ts';

const LIMIT_MS = 30_000;
let folder = '';
let open: EmbeddedPostgres[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gabinet-pg-'));
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  for (const database of open) await database.stop();
  open = [];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres({ dataFolder: join(folder, 'postgres') });
  open.push(database);
  return database;
}

async function query(database: EmbeddedPostgres, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('it is durable, listens on no network, and its files are for its user alone', {
  timeout: LIMIT_MS,
}, async () => {
  const database = await start();
  const [row] = await query(
    database,
    "select current_setting('fsync') fsync, current_setting('listen_addresses') addresses, current_database() name",
  );
  expect(row).toEqual({ fsync: 'on', addresses: '', name: 'gabinet' });
  expect(statSync(database.folder).mode & 0o777).toBe(0o700);
  await expect(
    query(
      { ...database, connectionString: database.connectionString.replace(/:[^:@]+@/, ':wrong@') },
      'select 1',
    ),
  ).rejects.toThrow(/password/);
});

test('a server left running by a killed Gabinet is taken over', { timeout: LIMIT_MS }, async () => {
  const first = await start();
  const second = await start();
  expect(second.pid).toBe(first.pid);
  await second.stop();
  expect(isAlive(first.pid)).toBe(false);
});

test('what was committed outlives kill -9 of the server, which comes back by itself', {
  timeout: LIMIT_MS,
}, async () => {
  const database = await start();
  const killed = database.pid;
  await query(database, 'create table if not exists kept (n int)');
  await query(database, 'insert into kept values (7)');
  process.kill(killed, 'SIGKILL');
  const back = await waitUntil(async () => {
    if (database.pid === killed) return false;
    const rows = await query(database, 'select n from kept').catch(() => []);
    return rows.length === 1;
  }, LIMIT_MS);
  expect(back).toBe(true);
});

test('a stale pid file, with the number of a stranger, does not keep it from starting', {
  timeout: LIMIT_MS,
}, async () => {
  writeFileSync(join(folder, 'postgres', 'postmaster.pid'), `${process.pid}\n${folder}\n`);
  const database = await start();
  expect(await query(database, 'select 1 as one')).toEqual([{ one: 1 }]);
});
