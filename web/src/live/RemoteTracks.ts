import type { ConsumerSetup, TrackSource } from '@gabinet/shared/contracts/media';
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

  constructor(request: Request) {
    this.#request = request;
  }

  get tracks(): ReadonlySignal<readonly RemoteTrack[]> {
    return this.#tracks;
  }

  /** Sets these up in one negotiation, and says that they may flow (rule M4). */
  async add(path: MediaPath, setups: readonly ConsumerSetup[]): Promise<void> {
    const fresh = setups.filter(({ consumerId }) => !this.#entries.has(consumerId));
    const made = await Promise.allSettled(fresh.map((setup) => consume(path, setup)));
    const ready: string[] = [];
    for (const one of made) {
      // One track that this browser cannot play must not cost the others.
      if (one.status === 'rejected') continue;
      this.#entries.set(one.value.setup.consumerId, one.value);
      ready.push(one.value.setup.consumerId);
    }
    this.#sayReady(path, ready);
    this.#publish();
  }

  /** Rule M9: makes what the page has the same as the list in a join's ack. */
  async mend(path: MediaPath, list: readonly ConsumerSetup[]): Promise<void> {
    const { missing, gone, kept } = compareConsumers([...this.#entries.keys()], list);
    for (const consumerId of gone) this.#drop(consumerId);
    for (const setup of kept) this.#setPaused(setup.consumerId, setup.producerPaused);
    // The service may have missed the first time; saying it twice does no harm.
    this.#sayReady(
      path,
      kept.map(({ consumerId }) => consumerId),
    );
    await this.add(path, missing);
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

  #publish(): void {
    this.#tracks.value = [...this.#entries.values()].map(({ consumer, setup }) => ({
      consumerId: setup.consumerId,
      participantId: setup.peerId,
      source: setup.source,
      track: consumer.track,
      paused: setup.producerPaused,
    }));
  }
}

async function consume(path: MediaPath, setup: ConsumerSetup): Promise<Entry> {
  return { consumer: await path.consume(setup), setup };
}

/** Compares the consumers that the page has with those that there are (rule M9). */
export function compareConsumers(
  have: readonly string[],
  list: readonly ConsumerSetup[],
): { missing: ConsumerSetup[]; gone: string[]; kept: ConsumerSetup[] } {
  const listed = new Set(list.map(({ consumerId }) => consumerId));
  return {
    missing: list.filter(({ consumerId }) => !have.includes(consumerId)),
    gone: have.filter((consumerId) => !listed.has(consumerId)),
    kept: list.filter(({ consumerId }) => have.includes(consumerId)),
  };
}
