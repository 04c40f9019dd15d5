import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@gabinet/shared/contracts/errors';
import type { Logger } from 'pino';
import { type MediaAddress, type RoomGround, WorkerSlot } from './WorkerSlot.ts';

/** A join waits so long for a worker that is being restarted. */
const RESTART_WAIT_MS = 3_000;

export interface WorkerPoolOptions {
  readonly workers: number;
  /** The first worker's port; the others follow. 0: any. */
  readonly media: MediaAddress;
  readonly workerBin: string | undefined;
  readonly log: Logger;
}

/** Owns the worker processes, one per core or as configured. */
export class WorkerPool {
  readonly slots: readonly WorkerSlot[];
  #closed = false;

  private constructor(slots: readonly WorkerSlot[]) {
    this.slots = slots;
  }

  /** Gives the pool when every worker listens; throws when one can't, with none left behind. */
  static async start({ workers, media, workerBin, log }: WorkerPoolOptions): Promise<WorkerPool> {
    const slots = Array.from({ length: workers }, (_, index) => {
      const port = media.port === 0 ? 0 : media.port + index;
      return new WorkerSlot(index, { ...media, port }, workerBin, log);
    });
    const pool = new WorkerPool(slots);
    const starts = await Promise.allSettled(slots.map((slot) => slot.started));
    const failed = starts.find((start) => start.status === 'rejected');
    if (failed) {
      await pool.close();
      throw failed.reason;
    }
    return pool;
  }

  get healthy(): boolean {
    return this.slots.every((slot) => slot.running);
  }
  get running(): number {
    return this.slots.filter((slot) => slot.running).length;
  }
  get restarts(): number {
    return this.slots.reduce((sum, slot) => sum + slot.restarts, 0);
  }
  /** The mean of the workers' load: 0 is idle. */
  get load(): number {
    return this.slots.reduce((sum, slot) => sum + slot.load, 0) / this.slots.length;
  }

  /**
   * Makes a router on the least loaded worker, waiting a moment when all are being restarted.
   * Throws MEDIA_UNAVAILABLE when there is none.
   */
  async createGround(): Promise<RoomGround> {
    const until = performance.now() + RESTART_WAIT_MS;
    for (;;) {
      const slot = this.#leastLoaded();
      if (slot) {
        try {
          return await slot.createGround();
        } catch (error) {
          // It died under our hands: look for another, or for itself restarted.
          if (slot.running) throw new AppError('MEDIA_UNAVAILABLE', { cause: error });
        }
      }
      if (this.#closed || performance.now() > until) throw new AppError('MEDIA_UNAVAILABLE');
      await delay(20);
    }
  }

  #leastLoaded(): WorkerSlot | undefined {
    return this.slots
      .filter((slot) => slot.running)
      .reduce<WorkerSlot | undefined>(
        (best, slot) => (best && best.load <= slot.load ? best : slot),
        undefined,
      );
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.slots.map((slot) => slot.close()));
  }
}
