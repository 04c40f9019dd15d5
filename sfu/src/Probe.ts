import { AppError } from '@gabinet/shared/contracts/errors';
import type { TransportDirection } from '@gabinet/shared/contracts/media';
import type { SfuOutput } from '@gabinet/shared/contracts/sfu';
import type { types } from 'mediasoup';
import { createPaths, type MediaPaths } from './MediaPath.ts';
import { fromMediasoup } from './mediaErrors.ts';
import { type RunLater, SilenceWatch } from './SilenceWatch.ts';
import type { RoomGround } from './WorkerSlot.ts';

/** A test takes about six seconds; one that its page forgot ends by itself. */
const LIFETIME_MS = 30_000;

export interface ProbeOptions {
  readonly probeId: string;
  readonly rtpCapabilities: types.RtpCapabilities;
  readonly ground: RoomGround;
  readonly runLater: RunLater;
  /** Called once, however the probe ends. */
  readonly onEnded: () => void;
}

/**
 * A page's test of its way here (rule P1): what it sends up comes back down to itself, and to nobody
 * else. Owns a router of its own; ends with `close()`, its time, or its worker.
 */
export class Probe {
  readonly #options: ProbeOptions;
  readonly #silence: SilenceWatch;
  readonly #paths: Promise<MediaPaths>;
  readonly #cancelTimer: () => void;
  readonly #kinds = new Set<types.MediaKind>();
  readonly #consumers: types.Consumer[] = [];
  #closed = false;

  constructor(options: ProbeOptions) {
    const { ground, probeId, runLater } = options;
    this.#options = options;
    this.#silence = new SilenceWatch(runLater, () => this.close());
    this.#paths = createPaths(ground, {
      peerId: probeId,
      silence: this.#silence,
      onBroken: () => this.close(),
    });
    // Who needs the paths awaits them; this only keeps a failure from counting as unhandled.
    this.#paths.catch(() => undefined);
    this.#cancelTimer = runLater(() => this.close(), LIFETIME_MS);
    ground.router.on('workerclose', () => this.close());
    // The worker may have died before we listened.
    if (ground.router.closed) this.close();
  }

  async describe(): Promise<SfuOutput<'probe:open'>> {
    const { send, receive } = await this.#paths;
    return { send: send.describe(), receive: receive.describe() };
  }

  async connect(direction: TransportDirection, parameters: types.DtlsParameters): Promise<void> {
    const path = (await this.#paths)[direction];
    await this.#translated(path.connect(parameters));
  }

  /** Takes a track and sets it up, paused, to be sent back. Throws LIMIT_REACHED for a second of a kind. */
  async produce(
    kind: types.MediaKind,
    rtpParameters: types.RtpParameters,
  ): Promise<SfuOutput<'probe:produce'>> {
    if (this.#kinds.has(kind)) throw new AppError('LIMIT_REACHED');
    this.#kinds.add(kind);
    const { send, receive } = await this.#paths;
    const { rtpCapabilities } = this.#options;
    return await this.#translated(
      (async () => {
        const producer = await send.transport.produce({ kind, rtpParameters });
        const consumer = await receive.transport.consume({
          producerId: producer.id,
          rtpCapabilities,
          paused: true,
        });
        this.#consumers.push(consumer);
        const { id: consumerId, producerId } = consumer;
        return { consumerId, producerId, kind, rtpParameters: consumer.rtpParameters };
      })(),
    );
  }

  /** The page has set up what comes back. */
  async markReady(): Promise<void> {
    await this.#translated(Promise.all(this.#consumers.map((consumer) => consumer.resume())));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelTimer();
    this.#silence.close();
    this.#options.ground.router.close();
    this.#options.onEnded();
  }

  async #translated<T>(request: Promise<T>): Promise<T> {
    try {
      return await request;
    } catch (error) {
      throw this.#closed ? new AppError('NOT_FOUND', { cause: error }) : fromMediasoup(error);
    }
  }
}
