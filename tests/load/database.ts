import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../infra/postgres.ts';
import { startDatabaseServer } from '../support/databases.ts';

/**
 * A database server for the whole bench: the given one, else an embedded one that writes to the disk
 * as in production (the tests' own doesn't wait for it). Gives the function that ends it.
 */
export async function startBenchDatabase(): Promise<() => Promise<void>> {
  if (process.env.TEST_DATABASE_URL || process.env.DATABASE_URL) return startDatabaseServer();
  const folder = mkdtempSync(join(tmpdir(), 'gabinet-bench-'));
  const server = await startEmbeddedPostgres({
    dataFolder: join(folder, 'postgres'),
    stateFolder: join(tmpdir(), 'gabinet-test-state'),
  });
  process.env.TEST_DATABASE_URL = server.connectionString;
  await startDatabaseServer();
  return async () => {
    await server.stop();
    rmSync(server.folder, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  };
}
