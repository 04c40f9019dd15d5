import type { Clock } from '../clock.ts';
import type { DataKey, Vault } from '../vault/Vault.ts';
import type { ChatStore, Place } from './ChatStore.ts';

const atMost = 2_000;
const maxAgeMs = 15 * 60_000;

/**
 * The keys of sessions in which something is being written, unwrapped, so that a message costs no
 * question for its key. Few, for a short time, and forgotten with the session (rule C8).
 */
export class ChatKeys {
  readonly #store: ChatStore;
  readonly #vault: Vault;
  readonly #clock: Clock;
  /** By session, the oldest first. */
  readonly #known = new Map<string, { readonly key: DataKey; readonly since: number }>();

  constructor(store: ChatStore, vault: Vault, clock: Clock) {
    this.#store = store;
    this.#vault = vault;
    this.#clock = clock;
  }

  /** A session's key, if it is known here. */
  known(sessionId: string): DataKey | undefined {
    const found = this.#known.get(sessionId);
    if (found === undefined) return undefined;
    if (this.#clock.now() - found.since < maxAgeMs) return found.key;
    this.#known.delete(sessionId);
    return undefined;
  }

  /** A key that the database names; NOT_FOUND when it was destroyed meanwhile. */
  async load(sessionId: string, keyId: string): Promise<DataKey> {
    const known = this.known(sessionId);
    if (known?.keyId === keyId) return known;
    const key = await this.#vault.dataKey(this.#store.database, keyId);
    this.#known.delete(sessionId);
    this.#known.set(sessionId, { key, since: this.#clock.now() });
    const [oldest] = this.#known.keys();
    if (this.#known.size > atMost && oldest !== undefined) this.#known.delete(oldest);
    return key;
  }

  /** The key for one more thing by somebody who is inside; made with the first (rule C8). */
  async forWriting(sessionId: string, place: Place): Promise<DataKey> {
    const keyId = place.keyId ?? (await this.#store.keyOf(sessionId, place.practiceId));
    return this.load(sessionId, keyId);
  }

  /** Lets go of a session's key. */
  forget(sessionId: string): void {
    this.#known.delete(sessionId);
  }
}
