import { setTimeout as delay } from 'node:timers/promises';
import { createWorker, type types } from 'mediasoup';
import type { Logger } from 'pino';
import { mediaCodecs } from './codecs.ts';

export interface MediaAddress {
  readonly listenIp: string;
  readonly announcedAddress: string | undefined;
  /** One UDP and one TCP port of this number; 0: any free ones. */
  readonly port: number;
}

/** What a room needs of a worker. */
export interface RoomGround {
  readonly router: types.Router;
  readonly webRtcServer: types.WebRtcServer;
  readonly slotIndex: number;
}

interface Running {
  readonly worker: types.Worker;
  readonly webRtcServer: types.WebRtcServer;
}

/** A worker carries 75–90 two-person rooms a core (measured), so this many rooms are a full load. */
const ROOMS_OF_FULL_LOAD = 80;
/**
 * For the one UDP socket of all rooms (rule M10). The kernel's usual 208 kB hold some 90 packets of a
 * picture, which a full load sends in 3 ms; this holds what it sends in 100.
 */
const UDP_RECEIVE_BUFFER_BYTES = 4_194_304;
/** The process's CPU is asked so often; one that hasn't answered the last question hangs. */
const SAMPLE_MS = 2_000;
const UNANSWERED_SAMPLES_LIMIT = 5;
const RESPAWN_DELAYS_MS = [0, 50, 100, 250, 500, 1_000, 2_000, 5_000] as const;

/**
 * The place of one worker process: keeps it running on its port until `close()`. When the process
 * dies, its routers end by themselves (`workerclose`) and a new process takes the place.
 */
export class WorkerSlot {
  readonly index: number;
  readonly #address: MediaAddress;
  readonly #workerBin: string | undefined;
  readonly #log: Logger;
  readonly #stop = new AbortController();
  readonly #sampler: NodeJS.Timeout;
  #running: Running | undefined;
  #starting: Promise<void>;
  #rooms = 0;
  #restarts = 0;
  #cpu = { share: 0, usedMs: 0, at: 0, unanswered: 0 };

  constructor(index: number, address: MediaAddress, workerBin: string | undefined, log: Logger) {
    this.index = index;
    this.#address = address;
    this.#workerBin = workerBin;
    this.#log = log.child({ worker: index });
    this.#starting = this.#start();
    this.#sampler = setInterval(() => void this.#sample(), SAMPLE_MS).unref();
  }

  /** Settles when the present start has; rejects when the first one failed. */
  get started(): Promise<void> {
    return this.#starting;
  }
  get running(): boolean {
    return this.#running !== undefined && !this.#running.worker.closed;
  }
  get rooms(): number {
    return this.#rooms;
  }
  get restarts(): number {
    return this.#restarts;
  }
  /** 0 is idle; the rooms count at once, the CPU they cost as it is measured. */
  get load(): number {
    return this.#rooms / ROOMS_OF_FULL_LOAD + this.#cpu.share;
  }
  get pid(): number | undefined {
    return this.#running?.worker.pid;
  }

  /** The worker's own account of what it holds. */
  async dump(): Promise<types.WorkerDump & { transportIds: string[] }> {
    if (!this.#running) throw new Error('the worker is not running');
    const { worker, webRtcServer } = this.#running;
    const [dump, server] = await Promise.all([worker.dump(), webRtcServer.dump()]);
    return { ...dump, transportIds: server.webRtcTransportIds };
  }

  /** Makes a router; it counts as this slot's load until it closes. */
  async createGround(): Promise<RoomGround> {
    const running = this.#running;
    if (!running) throw new Error('the worker is not running');
    this.#rooms += 1;
    try {
      const router = await running.worker.createRouter({ mediaCodecs });
      router.observer.once('close', () => {
        this.#rooms -= 1;
      });
      return { router, webRtcServer: running.webRtcServer, slotIndex: this.index };
    } catch (error) {
      this.#rooms -= 1;
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    clearInterval(this.#sampler);
    await this.#starting.catch(() => undefined);
    const worker = this.#running?.worker;
    this.#running = undefined;
    if (!worker) return;
    worker.close();
    if (!worker.subprocessClosed) {
      const gone = new Promise<void>((resolve) => worker.once('subprocessclose', resolve));
      await Promise.race([gone, delay(1_000, undefined, { ref: false })]);
    }
  }

  async #start(): Promise<void> {
    const { listenIp, announcedAddress, port } = this.#address;
    const worker = await createWorker({
      logLevel: 'error',
      ...(this.#workerBin === undefined ? {} : { workerBin: this.#workerBin }),
    });
    try {
      const listen = { ip: listenIp, port, ...(announcedAddress ? { announcedAddress } : {}) };
      const webRtcServer = await worker.createWebRtcServer({
        listenInfos: [
          { ...listen, protocol: 'udp', recvBufferSize: UDP_RECEIVE_BUFFER_BYTES },
          { ...listen, protocol: 'tcp' },
        ],
      });
      if (this.#stop.signal.aborted) return worker.close();
      this.#running = { worker, webRtcServer };
      this.#cpu = { share: 0, usedMs: 0, at: 0, unanswered: 0 };
      worker.once('died', () => {
        this.#running = undefined;
        this.#log.error({ pid: worker.pid }, 'worker died');
        if (this.#stop.signal.aborted) return;
        this.#restarts += 1;
        this.#starting = this.#respawn();
      });
    } catch (error) {
      worker.close();
      throw error;
    }
  }

  /** The dead process's port may stay taken for a moment, so it is tried again until it works. */
  async #respawn(): Promise<void> {
    for (let attempt = 0; !this.#stop.signal.aborted; attempt += 1) {
      const wait = RESPAWN_DELAYS_MS[Math.min(attempt, RESPAWN_DELAYS_MS.length - 1)];
      try {
        await delay(wait, undefined, { signal: this.#stop.signal });
        await this.#start();
        this.#log.info({ attempt }, 'worker runs again');
        return;
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        this.#log.warn({ attempt, err: error }, 'worker did not start');
      }
    }
  }

  async #sample(): Promise<void> {
    const worker = this.#running?.worker;
    if (!worker || worker.closed) return;
    if (this.#cpu.unanswered >= UNANSWERED_SAMPLES_LIMIT) {
      this.#log.error({ pid: worker.pid }, 'worker hangs and is killed');
      process.kill(worker.pid, 'SIGKILL');
      return;
    }
    this.#cpu.unanswered += 1;
    try {
      const usage = await worker.getResourceUsage();
      const [usedMs, at] = [usage.ru_utime + usage.ru_stime, performance.now()];
      const before = this.#cpu;
      const share = before.at === 0 ? 0 : (usedMs - before.usedMs) / (at - before.at);
      this.#cpu = { share: Math.min(Math.max(share, 0), 1), usedMs, at, unanswered: 0 };
    } catch {
      // The worker closed meanwhile; its end is told by its own event.
    }
  }
}
