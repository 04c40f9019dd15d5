import { DeviceIdentity } from './group/DeviceIdentity.ts';

const database = 'gabinet-device';
const shelves = ['keys', 'pins'] as const;
type Shelf = (typeof shelves)[number];
const ownKeys = 'own';

/** What became of a person's device since it was first seen: rule E6, trust on first use. */
export type Recognition = 'first' | 'same' | 'changed';

/**
 * What this browser remembers for sealing: its own identity, and the devices of others as it first saw them.
 * Where the browser keeps nothing (private windows), it lasts as long as the page.
 */
export class DeviceStore {
  readonly #database: Promise<IDBDatabase | null> = open().catch(() => null);
  readonly #passing = new Map<string, unknown>();

  /** This browser's identity, made at the first call. Two tabs that ask at once get the same. */
  async identity(): Promise<DeviceIdentity> {
    const known = await this.#get('keys', ownKeys);
    if (isKeyPair(known)) return DeviceIdentity.from(known);
    const made = await DeviceIdentity.make();
    // The other tab may have been faster: the first one counts.
    await this.#keep('keys', 'add', ownKeys, made.keys);
    const kept = await this.#get('keys', ownKeys);
    return isKeyPair(kept) ? DeviceIdentity.from(kept) : made;
  }

  /** Whether anything outlives this page. */
  async lasts(): Promise<boolean> {
    return (await this.#database) !== null;
  }

  /**
   * Compares a person's device with the one that was pinned; pins the first one. A changed one is pinned
   * by `repin()`, when it has been told.
   */
  async recognize(personId: string, deviceKey: Uint8Array): Promise<Recognition> {
    const pinned = await this.#get('pins', personId);
    if (!(pinned instanceof Uint8Array)) {
      await this.repin(personId, deviceKey);
      return 'first';
    }
    const isSame =
      pinned.length === deviceKey.length &&
      pinned.every((byte, index) => byte === deviceKey[index]);
    return isSame ? 'same' : 'changed';
  }

  /** From now on this is the person's device. */
  async repin(personId: string, deviceKey: Uint8Array): Promise<void> {
    await this.#keep('pins', 'put', personId, new Uint8Array(deviceKey));
  }

  async close(): Promise<void> {
    (await this.#database)?.close();
  }

  async #get(shelf: Shelf, name: string): Promise<unknown> {
    const passing = this.#passing.get(`${shelf} ${name}`);
    if (passing !== undefined) return passing;
    const kept = await this.#database;
    return kept && settled(kept.transaction(shelf).objectStore(shelf).get(name)).catch(() => null);
  }

  /** `add` leaves what is there; `put` replaces it. */
  async #keep(shelf: Shelf, verb: 'add' | 'put', name: string, value: unknown): Promise<void> {
    const kept = await this.#database;
    try {
      if (!kept) throw new Error('Nothing is kept here.');
      await settled(kept.transaction(shelf, 'readwrite').objectStore(shelf)[verb](value, name));
    } catch {
      // Taken by another tab's `add`; else closed to us, or full.
      const isThere = Boolean(await this.#get(shelf, name));
      if (verb === 'put' || !isThere) this.#passing.set(`${shelf} ${name}`, value);
    }
  }
}

function isKeyPair(value: unknown): value is CryptoKeyPair {
  return (
    typeof value === 'object' &&
    value !== null &&
    'privateKey' in value &&
    value.privateKey instanceof CryptoKey &&
    'publicKey' in value &&
    value.publicKey instanceof CryptoKey
  );
}

async function open(): Promise<IDBDatabase> {
  // Some private windows refuse at once, others by an event.
  const request = indexedDB.open(database);
  request.onupgradeneeded = () => {
    for (const shelf of shelves) request.result.createObjectStore(shelf);
  };
  const opened = await settled(request);
  opened.onversionchange = () => opened.close();
  return opened;
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
