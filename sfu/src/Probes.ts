import { AppError } from '@gabinet/shared/contracts/errors';
import type { types } from 'mediasoup';
import { Probe } from './Probe.ts';
import type { RunLater } from './SilenceWatch.ts';
import type { WorkerPool } from './WorkerPool.ts';

/** At once on one node: a test must never take what sessions need. */
const MAX_PROBES = 16;

/** Owns the tests of pages' ways to this node (rule P1). */
export class Probes {
  readonly #pool: WorkerPool;
  readonly #runLater: RunLater;
  readonly #probes = new Map<string, Probe>();
  /** Those whose router is still being made. */
  #opening = 0;

  constructor(pool: WorkerPool, runLater: RunLater) {
    this.#pool = pool;
    this.#runLater = runLater;
  }

  get count(): number {
    return this.#probes.size;
  }

  /** Throws LIMIT_REACHED, or MEDIA_UNAVAILABLE when no worker runs. */
  async open(probeId: string, rtpCapabilities: types.RtpCapabilities): Promise<Probe> {
    if (this.#probes.has(probeId) || this.#probes.size + this.#opening >= MAX_PROBES) {
      throw new AppError('LIMIT_REACHED');
    }
    this.#opening += 1;
    const ground = await this.#pool.createGround().finally(() => {
      this.#opening -= 1;
    });
    const probe: Probe = new Probe({
      probeId,
      rtpCapabilities,
      ground,
      runLater: this.#runLater,
      onEnded: () => this.#probes.delete(probeId),
    });
    this.#probes.set(probeId, probe);
    return probe;
  }

  /** Throws NOT_FOUND. */
  get(probeId: string): Probe {
    const probe = this.#probes.get(probeId);
    if (!probe) throw new AppError('NOT_FOUND');
    return probe;
  }

  /** An unknown one is no error: it may have ended by itself. */
  close(probeId: string): void {
    this.#probes.get(probeId)?.close();
  }

  closeAll(): void {
    for (const probe of [...this.#probes.values()]) probe.close();
  }
}
