import { AppError } from '@gabinet/shared/contracts/errors';

/** So many messages of one peer may wait; a page sends about ten when it joins. */
const MAX_WAITING = 128;

/**
 * Does the tasks of one key in the order they came, one at a time (rule M2); different keys don't
 * wait for each other. A key without tasks takes no memory.
 */
export class PeerQueue {
  readonly #lines = new Map<string, { tail: Promise<unknown>; waiting: number }>();

  /** How many keys have tasks now. */
  get size(): number {
    return this.#lines.size;
  }

  /** Gives what the task gives; throws what it throws, or LIMIT_REACHED when too many wait. */
  async run<T>(key: string, task: () => Promise<T> | T): Promise<T> {
    const line = this.#lines.get(key) ?? { tail: Promise.resolve(), waiting: 0 };
    if (line.waiting >= MAX_WAITING) throw new AppError('LIMIT_REACHED');
    this.#lines.set(key, line);
    line.waiting += 1;
    const result = line.tail.then(task);
    // A failed task is its caller's business; the next one runs all the same.
    line.tail = result.catch(() => undefined);
    try {
      return await result;
    } finally {
      line.waiting -= 1;
      if (line.waiting === 0) this.#lines.delete(key);
    }
  }
}
