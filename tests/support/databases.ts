import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../infra/postgres.ts';
import { migrate } from '../../signaling/src/database/migrate.ts';
import { root } from './root.ts';

/** Names the server of this run to the test processes; set by startDatabaseServer(). */
const serverVariable = 'GABINET_TEST_SERVER';

/**
 * Makes a Postgres server ready for this run: TEST_DATABASE_URL or DATABASE_URL when given, else an
 * embedded one in the system's temp folder. Gives the function that ends it.
 */
export async function startDatabaseServer(): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL ?? process.env.DATABASE_URL;
  if (given) {
    process.env[serverVariable] = given;
    await template();
    return async () => {};
  }
  const folder = mkdtempSync(join(tmpdir(), 'gabinet-test-'));
  // Where we are root, the server runs as a user of its own, who must be able to pass.
  chmodSync(folder, 0o711);
  const server = await startEmbeddedPostgres({
    dataFolder: join(folder, 'postgres'),
    stateFolder: join(tmpdir(), 'gabinet-test-state'),
    // A test's data may vanish with the machine; its rules may not depend on the disk's speed.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  });
  const guard = guardAgainstOurDeath(server.folder, folder);
  process.env[serverVariable] = server.connectionString;
  await template();
  return async () => {
    await server.stop();
    guard();
  };
}

/**
 * The server outlives a killed `npm start` by design; a killed test run must leave nothing. So a
 * shell waits for the end of our pipe, which comes with our end, however that is; then it ends the
 * server and removes its files. Gives the function that brings this about.
 */
function guardAgainstOurDeath(dataFolder: string, folder: string): () => void {
  const script = 'read _; kill -QUIT "$(head -1 "$1/postmaster.pid")"; sleep 1; rm -rf "$1" "$2"';
  const child = spawn('sh', ['-c', script, 'sh', dataFolder, folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  const { stdin } = child;
  // An open pipe alone must not keep a finished run alive.
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  return () => stdin.end();
}

export interface TestDatabase {
  readonly url: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

/** A database of one's own with the newest schema and no rows: a copy of the run's template. */
export async function freshDatabase(): Promise<TestDatabase> {
  const name = `gabinet_test_${randomBytes(6).toString('hex')}`;
  const from = await template();
  await onServer(async (client) => {
    // A copy fails while another test copies the same template.
    await client.query('SELECT pg_advisory_lock($1)', [copyLock]);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${from}`);
  });
  return {
    url: urlOf(name),
    drop: () => onServer((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

const copyLock = 7_410_234;
const migrationsFolder = join(root, 'signaling', 'migrations');

/** The template is named after what is in it, so that a changed migration makes another one. */
async function template(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of readdirSync(migrationsFolder).sort()) {
    hash.update(file).update(readFileSync(join(migrationsFolder, file)));
  }
  const name = `gabinet_template_${hash.digest('hex').slice(0, 12)}`;
  await onServer(async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [copyLock]);
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount) return;
    const draft = `${name}_draft`;
    await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${draft}`);
    await migrate(urlOf(draft));
    await client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
  });
  return name;
}

async function onServer(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await work(client);
  } finally {
    // Closing the connection gives the advisory lock back.
    await client.end();
  }
}

function serverUrl(): string {
  const url = process.env[serverVariable];
  if (!url) throw new Error('No database server: startDatabaseServer() runs in the global setup.');
  return url;
}

function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
}
