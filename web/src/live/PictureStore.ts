import { pictureDatabase } from './keptWriting.ts';

const shelf = 'pictures';

/**
 * Pictures that wait to be sent, in a database of their session, so that a reload loses none. Where
 * the browser gives no database, they last as long as the page.
 */
export class PictureStore {
  readonly #database: Promise<IDBDatabase | null>;

  constructor(sessionId: string) {
    this.#database = open(pictureDatabase(sessionId)).catch(() => null);
  }

  async put(imageId: string, blob: Blob): Promise<void> {
    // As bytes: some browsers store no blobs in private windows.
    const bytes = await blob.arrayBuffer();
    await this.#run('readwrite', (store) => store.put({ bytes, type: blob.type }, imageId));
  }

  /** Null when it is not here. */
  async get(imageId: string): Promise<Blob | null> {
    const found: unknown = await this.#run('readonly', (store) => store.get(imageId));
    if (typeof found !== 'object' || found === null) return null;
    if (!('bytes' in found && found.bytes instanceof ArrayBuffer)) return null;
    return new Blob([found.bytes], 'type' in found ? { type: String(found.type) } : {});
  }

  async remove(imageId: string): Promise<void> {
    await this.#run('readwrite', (store) => store.delete(imageId));
  }

  async close(): Promise<void> {
    (await this.#database)?.close();
  }

  async #run(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => IDBRequest,
  ): Promise<unknown> {
    try {
      const database = await this.#database;
      return (
        database && (await settled(work(database.transaction(shelf, mode).objectStore(shelf))))
      );
    } catch {
      return null;
    }
  }
}

function open(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name);
  request.onupgradeneeded = () => request.result.createObjectStore(shelf);
  return settled(request).then((database) => {
    // Somebody forgets this session: do not stand in their way.
    database.onversionchange = () => database.close();
    return database;
  });
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
