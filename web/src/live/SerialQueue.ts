/**
 * Runs asynchronous work one piece at a time, in the order it was given. Media operations share one:
 * a rebuild never meets a half-done consumer.
 */
export class SerialQueue {
  #tail: Promise<unknown> = Promise.resolve();
  #closed = false;
  readonly #onError: (error: unknown) => void;

  /** @param onError hears of work given to `post` that failed. */
  constructor(onError: (error: unknown) => void = () => {}) {
    this.#onError = onError;
  }

  /** Runs `work` after all earlier work has settled; rejects when the queue was closed before. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(() => {
      if (this.#closed) throw new QueueClosedError();
      return work();
    });
    this.#tail = result.catch(() => undefined);
    return result;
  }

  /** As `run`, for work nobody waits for. */
  post(work: () => Promise<void>): void {
    this.run(work).catch((error: unknown) => {
      if (!(error instanceof QueueClosedError)) this.#onError(error);
    });
  }

  /** Work that has not begun never will. */
  close(): void {
    this.#closed = true;
  }
}

/** The queue ended before this work could begin. */
export class QueueClosedError extends Error {
  constructor() {
    super('The queue is closed.');
    this.name = 'QueueClosedError';
  }
}
