import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const folder = fileURLToPath(new URL('../../migrations/', import.meta.url));
/** An arbitrary number that is ours: whoever holds this advisory lock migrates. */
const lock = 7_410_233;

/**
 * Brings the database to the newest schema: plain SQL files in their numbered order, each in its
 * own transaction, under an advisory lock so that several processes may start at once.
 * Throws when a file that already ran was changed afterwards.
 */
export async function migrate(connectionString: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lock]);
    await client.query(
      'CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, sha256 text NOT NULL, ran_at timestamptz NOT NULL DEFAULT now())',
    );
    const { rows } = await client.query<{ name: string; sha256: string }>(
      'SELECT name, sha256 FROM migrations',
    );
    const ran = new Map(rows.map((row) => [row.name, row.sha256]));
    const added: string[] = [];
    for (const name of (await readdir(folder)).filter((one) => one.endsWith('.sql')).sort()) {
      const sql = await readFile(new URL(name, `file://${folder}`), 'utf8');
      const sha256 = createHash('sha256').update(sql).digest('hex');
      const before = ran.get(name);
      if (before === sha256) continue;
      if (before !== undefined) {
        throw new Error(`Migration ${name} was changed after it ran; add a new one instead.`);
      }
      await client.query('BEGIN');
      try {
        await client.query(sql);
        await client.query('INSERT INTO migrations (name, sha256) VALUES ($1, $2)', [name, sha256]);
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      }
      added.push(name);
    }
    return added;
  } finally {
    // Closing the connection gives the advisory lock back.
    await client.end();
  }
}
