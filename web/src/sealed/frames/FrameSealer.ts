import { FrameKey } from './FrameKey.ts';
import { makeKeyId } from './keyId.ts';
import { cut, join, kindOf, type SealedTrack } from './track.ts';

/** An epoch of the group as its sender needs it. */
export interface SendingEpoch {
  epoch: bigint;
  baseKey: CryptoKey;
  /** The own leaf in that epoch. */
  leaf: number;
  /** When to begin with it, by the sealer's clock: the others can have it by then. */
  from: number;
}

/**
 * Seals the frames of all tracks of one page. It lives as long as the page: the counter of a key id goes
 * on through new tracks, moves and epochs, so that no pair of key id and counter comes twice (rule E2). A
 * page that is loaded anew comes as a new leaf.
 */
export class FrameSealer {
  readonly #clock: () => number;
  readonly #counters = new Map<bigint, bigint>();
  readonly #keys = new Map<bigint, Promise<FrameKey>>();
  #present: SendingEpoch | null = null;
  #next: SendingEpoch | null = null;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Takes an epoch, to begin with it at `from`; the one before goes on until then. */
  install(epoch: SendingEpoch): void {
    this.#turn();
    // One that comes while another waits takes its turn: commits in a row must not put it off for ever.
    this.#next = { ...epoch, from: Math.min(epoch.from, this.#next?.from ?? epoch.from) };
  }

  /** From now on nothing is sent until another epoch comes. */
  clear(): void {
    this.#present = null;
    this.#next = null;
    this.#keys.clear();
  }

  /** The frame to send; null where it must not be sent at all (rule E4). */
  async seal(frame: ArrayBuffer, track: SealedTrack): Promise<ArrayBuffer | null> {
    this.#turn();
    const parts = cut(frame, track);
    if (!this.#present || !parts) return null;
    const { epoch, leaf, baseKey } = this.#present;
    const keyId = makeKeyId({ kind: kindOf(track), leaf, epoch });
    // Taken before anything is waited for: frames of several tracks are sealed at the same time.
    const counter = this.#counters.get(keyId) ?? 0n;
    this.#counters.set(keyId, counter + 1n);
    let key = this.#keys.get(keyId);
    if (!key) {
      key = FrameKey.derive(baseKey, keyId);
      this.#keys.set(keyId, key);
    }
    return join(parts.clear, await (await key).seal(counter, parts.rest, parts.metadata));
  }

  #turn(): void {
    if (!this.#next || this.#clock() < this.#next.from) return;
    this.#present = this.#next;
    this.#next = null;
    this.#keys.clear();
  }
}
