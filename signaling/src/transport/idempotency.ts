import { createHash } from 'node:crypto';
import { AppError, errorBody } from '@gabinet/shared/contracts/errors';
import type { Transaction } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Tables } from '../database/tables.ts';

/** A request that may come twice (rule B8). */
export interface RepeatableRequest {
  /** Who asks for what, e.g. `staff:<id>:bookAppointment`: another's key is another key. */
  readonly scope: string;
  /** Undefined: the caller did not ask to be remembered. */
  readonly key: string | undefined;
  /** The parsed input: a repeat must be the same. */
  readonly input: unknown;
}

/**
 * Keeps the answer inside the transaction that earned it, so that the two are committed together. An answer
 * is kept as it is: it must hold nothing that belongs sealed (rule V1).
 */
export type Remember<T> = (transaction: Transaction<Tables>, answer: T) => Promise<void>;

const keptMs = 24 * 60 * 60_000;
/** After this long a first request that has not answered is taken for dead. */
const abandonedMs = 30_000;
const waitMs = 40;
const longestWaitMs = 12_000;

/** First answers by `Idempotency-Key`, kept for a day: a repeat gets the first answer, refusals too. */
export class Idempotency {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /**
   * Runs `work` once for all requests of one scope and key; the others wait for its answer and get it.
   * Throws IDEMPOTENCY_KEY_REUSED for other content, UNAVAILABLE when the first takes too long.
   */
  async once<T>(
    request: RepeatableRequest,
    work: (remember: Remember<T>) => Promise<T>,
  ): Promise<T> {
    const { scope, key } = request;
    if (key === undefined) return work(async () => {});
    const hash = hashOf(request.input);
    if (!(await this.#claim(scope, key, hash))) {
      const kept = await this.#await<T>(scope, key, hash);
      if (kept !== undefined) return kept.answer;
      // The first request died on its way; this one takes its place.
    }
    let remembered = false;
    try {
      const answer = await work(async (transaction, one) => {
        await this.#keep(transaction, scope, key, 200, one);
        remembered = true;
      });
      if (!remembered) await this.#keep(this.#database, scope, key, 200, answer);
      return answer;
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.status < 500) {
        await this.#keep(this.#database, scope, key, thrown.status, thrown.toBody());
      } else {
        // What was our fault may be tried again.
        await this.#forget(scope, key);
      }
      throw thrown;
    }
  }

  /** Deletes what is older than a day. */
  async sweep(): Promise<void> {
    await this.#database
      .deleteFrom('idempotency_keys')
      .where('created_at', '<', new Date(this.#clock.now() - keptMs))
      .execute();
  }

  async #claim(scope: string, key: string, hash: Buffer): Promise<boolean> {
    const now = this.#clock.now();
    const made = await this.#database
      .insertInto('idempotency_keys')
      .values({
        scope,
        key,
        request_hash: hash,
        status: null,
        response: null,
        created_at: new Date(now),
      })
      .onConflict((conflict) =>
        conflict
          .columns(['scope', 'key'])
          .doUpdateSet({ created_at: new Date(now), request_hash: hash })
          .where('idempotency_keys.status', 'is', null)
          .where('idempotency_keys.created_at', '<', new Date(now - abandonedMs)),
      )
      .executeTakeFirst();
    return made.numInsertedOrUpdatedRows === 1n;
  }

  /** Waits for the first request's answer; undefined when it gave none and this one may go ahead. */
  async #await<T>(scope: string, key: string, hash: Buffer): Promise<{ answer: T } | undefined> {
    const deadline = performance.now() + longestWaitMs;
    while (performance.now() < deadline) {
      const row = await this.#database
        .selectFrom('idempotency_keys')
        .select(['request_hash', 'status', 'response'])
        .where('scope', '=', scope)
        .where('key', '=', key)
        .executeTakeFirst();
      if (row === undefined) {
        if (await this.#claim(scope, key, hash)) return undefined;
        continue;
      }
      if (!row.request_hash.equals(hash)) throw new AppError('IDEMPOTENCY_KEY_REUSED');
      if (row.status === 200) return { answer: row.response as T };
      if (row.status !== null) {
        const { error } = errorBody.parse(row.response);
        throw new AppError(error.code, {
          ...(error.fields ? { fields: error.fields } : {}),
          ...(error.conflicts ? { conflicts: error.conflicts } : {}),
        });
      }
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
    throw new AppError('UNAVAILABLE');
  }

  async #keep(
    handle: Database | Transaction<Tables>,
    scope: string,
    key: string,
    status: number,
    answer: unknown,
  ): Promise<void> {
    await handle
      .updateTable('idempotency_keys')
      .set({ status, response: JSON.stringify(answer) })
      .where('scope', '=', scope)
      .where('key', '=', key)
      .execute();
  }

  async #forget(scope: string, key: string): Promise<void> {
    await this.#database
      .deleteFrom('idempotency_keys')
      .where('scope', '=', scope)
      .where('key', '=', key)
      .where('status', 'is', null)
      .execute();
  }
}

/** The parsed input has its keys in the order of the contract, so the same content gives the same text. */
function hashOf(input: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(input)).digest();
}
