import { createHash } from 'node:crypto';
import { AppError } from '@gabinet/shared/contracts/errors';
import { sql, type Transaction } from 'kysely';
import type { Database } from '../database/Database.ts';
import type { Tables } from '../database/tables.ts';
import { Turnstile } from './Turnstile.ts';

/** Told after a commit, for each psychologist whose calendar has changed. */
export type CalendarListener = (change: CalendarChange) => void | Promise<void>;

export interface CalendarChange {
  readonly psychologistId: string;
  readonly practiceId: string;
  /** Sessions whose pages must see the change too. */
  readonly sessionIds: readonly string[];
}

const attempts = 6;
const firstWaitMs = 10;

/**
 * Transactions that change calendars (rule B6). Each takes its locks in one order over the whole
 * service, so rivals queue instead of deadlocking; what Postgres still refuses as a deadlock or a
 * serialization failure is tried again. Pages are told after the commit, and only then.
 */
export class BookingTransactions {
  readonly #database: Database;
  readonly #turnstile = new Turnstile();
  readonly #listeners: CalendarListener[] = [];
  readonly #changes = new WeakMap<Transaction<Tables>, Map<string, CalendarChange>>();

  constructor(database: Database) {
    this.#database = database;
  }

  onChange(listener: CalendarListener): void {
    this.#listeners.push(listener);
  }

  /**
   * Runs `work` in a transaction; it may run several times, so it must hold no state of its own.
   * @param object what is wanted, by its id: rivals for one thing queue before they take a connection
   */
  run<T>(
    object: string | null,
    work: (transaction: Transaction<Tables>) => Promise<T>,
  ): Promise<T> {
    if (object === null) return this.#run(work);
    return this.#turnstile.through(object, () => this.#run(work));
  }

  async #run<T>(work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const changes = new Map<string, CalendarChange>();
      try {
        const result = await this.#database.transaction().execute((transaction) => {
          this.#changes.set(transaction, changes);
          return work(transaction);
        });
        for (const change of changes.values()) {
          await Promise.all(this.#listeners.map((listener) => listener(change)));
        }
        return result;
      } catch (thrown) {
        if (attempt >= attempts || !isWorthAnotherTry(thrown)) throw toBookingError(thrown);
        // Doubled and jittered, so that rivals do not meet again at once.
        const longest = firstWaitMs * 2 ** attempt;
        await new Promise((resolve) => setTimeout(resolve, longest * (0.5 + Math.random() / 2)));
      }
    }
  }

  /** Notes what pages are to be told of once this transaction has been committed. */
  changed(transaction: Transaction<Tables>, change: CalendarChange): void {
    const changes = this.#changes.get(transaction);
    const known = changes?.get(change.psychologistId);
    changes?.set(change.psychologistId, {
      ...change,
      sessionIds: [...new Set([...(known?.sessionIds ?? []), ...change.sessionIds])],
    });
  }
}

/**
 * Takes the calendars of psychologists for this transaction. Always before any client: with every
 * transaction doing so, the order of locks is one.
 */
export async function lockPsychologists(
  transaction: Transaction<Tables>,
  psychologistIds: readonly string[],
): Promise<void> {
  await lock(transaction, 'psychologist', psychologistIds);
}

/** Takes the time of clients for this transaction, in sorted order. */
export async function lockClients(
  transaction: Transaction<Tables>,
  clientIds: readonly string[],
): Promise<void> {
  await lock(transaction, 'client', clientIds);
}

async function lock(
  transaction: Transaction<Tables>,
  kind: 'psychologist' | 'client',
  ids: readonly string[],
): Promise<void> {
  const keys = [...new Set(ids)].map((id) => lockKey(kind, id)).sort();
  if (keys.length === 0) return;
  // unnest gives the keys in the order of the array, and so the locks are taken in it.
  await sql`SELECT pg_advisory_xact_lock(key) FROM unnest(${keys}::bigint[]) AS key`.execute(
    transaction,
  );
}

/** A bigint, as text; the kind is hashed with the id, so that the two never share a lock by design. */
function lockKey(kind: string, id: string): string {
  return createHash('sha256').update(`${kind}\n${id}`).digest().readBigInt64BE().toString();
}

/** 40P01 deadlock, 40001 serialization failure. */
function isWorthAnotherTry(thrown: unknown): boolean {
  const code = sqlState(thrown);
  return code === '40P01' || code === '40001';
}

/** The constraint has the last word (rule B5); it says the same as the check before it would have. */
function toBookingError(thrown: unknown): unknown {
  if (sqlState(thrown) !== '23P01') return thrown;
  const constraint =
    thrown instanceof Error && 'constraint' in thrown ? thrown.constraint : undefined;
  const code = constraint === 'participants_client_busy' ? 'PARTICIPANT_BUSY' : 'OPENING_TAKEN';
  return new AppError(code, { cause: thrown });
}

function sqlState(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : undefined;
}
