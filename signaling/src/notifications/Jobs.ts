import type { Transaction } from 'kysely';
import { fromKysely, type Job, PgBoss } from 'pg-boss';
import type { Tables } from '../database/tables.ts';
import type { Log } from '../observability/log.ts';

/** pg-boss keeps its tables in a schema of its own, beside ours, in the same database. */
const schema = 'jobs';
const queue = 'notices';
/** A crashed worker's job is taken up again after this and the supervision's interval. */
const heartbeatSeconds = 10;
const superviseSeconds = 5;
const day = 24 * 60 * 60;

/** Work to do later: ids, and for a code its sealed text. */
export interface LaterJob<Data extends object> {
  /** Given when the job's data is sealed under it. */
  readonly id?: string;
  readonly data: Data;
  /** Epoch milliseconds; at once when absent. */
  readonly startsAt?: number;
}

/** Does one job; what it throws makes the job run again later. */
export type JobHandler = (job: { readonly id: string; readonly data: unknown }) => Promise<void>;

/**
 * The queue of what is done after a commit (rules R1 and R3): a job is a row that is inserted in the
 * caller's transaction. Jobs run at least once, on whichever process is free. One owner ends it: `close()`.
 */
export class Jobs {
  readonly #boss: PgBoss;
  readonly #log: Log;
  #opening: Promise<void> | undefined;
  #closed = false;

  constructor(connectionString: string, log: Log) {
    this.#log = log;
    this.#boss = new PgBoss({
      connectionString,
      schema,
      application_name: 'gabinet jobs',
      max: 3,
      schedule: false,
      superviseIntervalSeconds: superviseSeconds,
      monitorIntervalSeconds: superviseSeconds,
      // Finished jobs are removed hourly; those that held a sealed code are due after a minute.
      maintenanceIntervalSeconds: 60 * 60,
    });
    // Without a listener, a lost connection would end the process.
    this.#boss.on('error', (error) => log.warn('The job queue met a fault.', {}, error));
  }

  /** Makes the queue ready; repeated calls share one opening. */
  open(): Promise<void> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #open(): Promise<void> {
    await this.#boss.start();
    const settings = {
      heartbeatSeconds,
      expireInSeconds: 5 * 60,
      // A mail server may be away for a night: about a day of tries.
      retryLimit: 60,
      retryDelay: 2,
      retryBackoff: true,
      retryDelayMax: 30 * 60,
      retentionSeconds: 7 * day,
      deleteAfterSeconds: day,
    };
    await this.#boss.createQueue(queue, settings);
    await this.#boss.updateQueue(queue, settings);
  }

  /** Enqueues in the caller's transaction: the jobs exist if and only if it commits. */
  async enqueue<Data extends object>(
    transaction: Transaction<Tables>,
    jobs: readonly LaterJob<Data>[],
  ): Promise<void> {
    if (jobs.length === 0) return;
    await this.open();
    await this.#boss.insert(
      queue,
      jobs.map(({ id, data, startsAt }) => ({
        ...(id === undefined ? {} : { id, deleteAfterSeconds: 60 }),
        data,
        ...(startsAt === undefined ? {} : { startAfter: new Date(startsAt) }),
      })),
      { db: fromKysely(transaction) },
    );
  }

  /** Begins to work off jobs in this process. */
  async work(handler: JobHandler): Promise<void> {
    await this.open();
    await this.#boss.work<unknown>(
      queue,
      { pollingIntervalSeconds: 0.5, localConcurrency: 2 },
      async ([job]: Job<unknown>[]) => {
        if (job !== undefined) await this.#run(handler, job);
      },
    );
  }

  /** The queue keeps what a job throws, and a mail server's answer can hold an address (rule V1). */
  async #run(handler: JobHandler, job: Job<unknown>): Promise<void> {
    try {
      await handler({ id: job.id, data: job.data });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
      this.#log.warn('A job failed; it is tried again.', { jobId: job.id, code }, error);
      throw new Error(`The job failed (${code}).`);
    }
  }

  /** Ends within about a second; what was in work and did not finish runs again elsewhere. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#boss.stop({ graceful: true, timeout: 1_000 });
  }
}
