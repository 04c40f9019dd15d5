import type { ConsumerSetup, PictureLimit, TrackSource } from '@gabinet/shared/contracts/media';
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Consumer } from 'mediasoup-client/types';
import type { Request } from './Channel.ts';
import type { MediaPath } from './MediaPath.ts';

/** One track of somebody else, as it is now. */
export interface RemoteTrack {
  consumerId: string;
  participantId: string;
  source: TrackSource;
  track: MediaStreamTrack;
  /** True while its owner has muted it or is not admitted. */
  paused: boolean;
  /** True while this page has asked for none of it. */
  limited: boolean;
}

interface Entry {
  consumer: Consumer;
  setup: ConsumerSetup;
}

/** The consumers on the present path. Calls must not overlap (the engine's queue sees to that). */
export class RemoteTracks {
  readonly #request: Request;
  readonly #entries = new Map<string, Entry>();
  readonly #tracks = signal<readonly RemoteTrack[]>([]);
  #limit: PictureLimit = 'all';

  constructor(request: Request) {
    this.#request = request;
  }

  get tracks(): ReadonlySignal<readonly RemoteTrack[]> {
    return this.#tracks;
  }

  /** Sets these up in one negotiation, and says that they may flow (rule M4). */
  async add(path: MediaPath, setups: readonly ConsumerSetup[]): Promise<void> {
    const fresh = unheldConsumers(this.#setups, setups);
    const made = await Promise.allSettled(fresh.map((setup) => consume(path, setup)));
    const ready: string[] = [];
    for (const one of made) {
      // One track that this browser cannot play must not cost the others.
      if (one.status === 'rejected') continue;
      this.#entries.set(one.value.setup.consumerId, one.value);
      ready.push(one.value.setup.consumerId);
    }
    if (this.#limit !== 'all') this.#sayLimit(path, ready);
    this.#sayReady(path, ready);
    this.#publish();
  }

  /** Rule L3: how much of every picture this page can take, of those to come too. */
  limit(path: MediaPath | null, limit: PictureLimit): void {
    if (limit === this.#limit) return;
    this.#limit = limit;
    if (path) this.#sayLimit(path, [...this.#entries.keys()]);
    this.#publish();
  }

  /** Rule M9: makes what the page has the same as the list in a join's ack. */
  async mend(path: MediaPath, list: readonly ConsumerSetup[]): Promise<void> {
    const { gone, kept } = compareConsumers(this.#setups, list);
    for (const consumerId of gone) this.#drop(consumerId);
    for (const setup of kept) this.#setPaused(setup.consumerId, setup.producerPaused);
    // The service may have missed the first time; saying it twice does no harm.
    const ids = kept.map(({ consumerId }) => consumerId);
    this.#sayLimit(path, ids);
    this.#sayReady(path, ids);
    await this.add(path, list);
  }

  /** The path is back after a loss: pictures go on with a key frame, which nobody else would ask for soon. */
  reassert(path: MediaPath | null): void {
    if (path) this.#sayReady(path, [...this.#entries.keys()]);
  }

  remove(consumerId: string): void {
    this.#drop(consumerId);
    this.#publish();
  }

  setPaused(consumerId: string, paused: boolean): void {
    this.#setPaused(consumerId, paused);
    this.#publish();
  }

  /** The path is gone, and its consumers with it. */
  clear(): void {
    for (const consumerId of [...this.#entries.keys()]) this.#drop(consumerId);
    this.#publish();
  }

  get #setups(): ConsumerSetup[] {
    return [...this.#entries.values()].map(({ setup }) => setup);
  }

  #drop(consumerId: string): void {
    this.#entries.get(consumerId)?.consumer.close();
    this.#entries.delete(consumerId);
  }

  #setPaused(consumerId: string, producerPaused: boolean): void {
    const entry = this.#entries.get(consumerId);
    if (entry) entry.setup = { ...entry.setup, producerPaused };
  }

  #sayReady(path: MediaPath, consumerIds: string[]): void {
    if (consumerIds.length === 0) return;
    this.#request('media:ready', { mediaEpoch: path.epoch, consumerIds }).catch(() => {
      // Lost with its socket: `mend()` says it again.
    });
  }

  #sayLimit(path: MediaPath, consumerIds: readonly string[]): void {
    for (const consumerId of consumerIds) {
      if (this.#entries.get(consumerId)?.setup.kind !== 'video') continue;
      this.#request('media:limit', {
        mediaEpoch: path.epoch,
        consumerId,
        picture: this.#limit,
      }).catch(() => {
        // Lost with its socket: `mend()` says it again.
      });
    }
  }

  #publish(): void {
    this.#tracks.value = [...this.#entries.values()].map(({ consumer, setup }) => ({
      consumerId: setup.consumerId,
      participantId: setup.peerId,
      source: setup.source,
      track: consumer.track,
      paused: setup.producerPaused,
      limited: setup.kind === 'video' && this.#limit === 'none',
    }));
  }
}

async function consume(path: MediaPath, setup: ConsumerSetup): Promise<Entry> {
  return { consumer: await path.consume(setup), setup };
}

/** Compares the consumers that the page has with those that there are (rule M9). */
export function compareConsumers(
  held: readonly ConsumerSetup[],
  list: readonly ConsumerSetup[],
): { gone: string[]; kept: ConsumerSetup[] } {
  const isIn = (all: readonly ConsumerSetup[], { consumerId }: ConsumerSetup): boolean =>
    all.some((one) => one.consumerId === consumerId);
  return {
    gone: held.filter((one) => !isIn(list, one)).map(({ consumerId }) => consumerId),
    kept: list.filter((one) => isIn(held, one)),
  };
}

/**
 * Which of these are still to be set up. There is one consumer of a producer: a notice about another
 * was sent for the transports before a renewal, and its answer came first.
 */
export function unheldConsumers(
  held: readonly ConsumerSetup[],
  setups: readonly ConsumerSetup[],
): ConsumerSetup[] {
  return setups.filter(({ producerId }) => !held.some((one) => one.producerId === producerId));
}
