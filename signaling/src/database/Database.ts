import { createHash } from 'node:crypto';
import {
  CompiledQuery,
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  sql,
} from 'kysely';
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
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparing(pool) }) });
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

const preparedMark = '/* prepared */';
/**
 * Begins a statement whose text never varies and that is asked often: each connection plans it once. With
 * several subselects planning takes most of the time (measured: 0.8 ms of 0.9).
 */
export const prepared = sql.raw(preparedMark);

/**
 * A statement that is asked with every message: prepared, and its text is not built again each time. Its values
 * are `$1` and so on in the text; `Row` is what the text selects.
 */
export function statement<Row>(text: string): (...values: unknown[]) => CompiledQuery<Row> {
  const marked = preparedMark + text;
  return (...values) => CompiledQuery.raw(marked, values);
}
const markWithin = preparedMark.length + 'select '.length;

/** The pool with marked statements named after their text, as the driver wants it for preparing. */
function preparing(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>();
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  const nameOf = (text: string): string => {
    const name = names.get(text) ?? createHash('sha1').update(text).digest('base64url');
    names.set(text, name);
    return name;
  };
  const clientOf = (client: pg.PoolClient): PostgresPoolClient => {
    const query = (text: string, values: readonly unknown[]) =>
      text.slice(0, markWithin).includes(preparedMark)
        ? client.query({ name: nameOf(text), text, values: [...values] })
        : client.query(text, [...values]);
    const release = (destroy?: boolean) => client.release(destroy);
    // The driver's type has a second way, with a cursor, which we never use.
    return { query: query as unknown as PostgresPoolClient['query'], release };
  };
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect();
      const wrapped = known.get(client) ?? clientOf(client);
      known.set(client, wrapped);
      return wrapped;
    },
  };
}
