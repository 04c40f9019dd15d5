import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;

/** Opens a pool; connections are made when first needed. End it with `destroy()`. */
export function openDatabase(
  connectionString: string,
  onError: (error: Error) => void = () => undefined,
): Database {
  const pool = new pg.Pool({
    connectionString,
    types: { getTypeParser },
    max: 16,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    // A rule that hangs must not hold a session's row for ever.
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 10_000,
  });
  // Without a listener, a connection that dies while idle would end the process.
  pool.on('error', onError);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

const dateOid = 1082;
const timestampOid = 1114;

/**
 * Dates and wall times stay text: as `Date` they would be read in the zone of this process, and the
 * answers would change with it (rule B1).
 */
function getTypeParser(...given: Parameters<typeof pg.types.getTypeParser>): unknown {
  const [oid] = given;
  if (oid === dateOid || oid === timestampOid) return (text: string) => text;
  return pg.types.getTypeParser(...given);
}
