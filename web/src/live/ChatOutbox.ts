import { type ReadonlySignal, signal } from '@preact/signals';
import { type FailureCode, failureCode } from '../api.ts';
import type { WaitingLetter } from './ChatKeep.ts';

/** A letter on its way, and what has become of it. */
export interface OutgoingLetter extends WaitingLetter {
  /** Set when the service has it; it leaves the outbox when the log has reached it. */
  stored: { sequence: number; at: number } | null;
  failure: FailureCode | null;
  /** 0 to 1 while its picture is being sent. */
  progress: number | null;
}

/** How long to wait before the next try while the service is there and will not answer, milliseconds. */
const firstPauseMilliseconds = 1_000;
const longestPauseMilliseconds = 15_000;

export interface OutboxOptions {
  /**
   * Gives a letter to the service; resolves when it is stored. Rejects with a code.
   * Asking twice with the same letter is asking once (rule C1).
   */
  deliver: (
    letter: WaitingLetter,
    onProgress: (progress: number) => void,
  ) => Promise<{ sequence: number; at: number }>;
  onStored: (letter: OutgoingLetter, stored: { sequence: number; at: number }) => void;
  /** Told of every change to what must outlive a reload. */
  keep: (waiting: readonly WaitingLetter[]) => void;
}

/**
 * Sends letters one after the other in the order they were written. What passes by itself (no
 * connection, too fast) is tried again; what does not is set aside and holds up nobody.
 */
export class ChatOutbox {
  readonly #letters = signal<readonly OutgoingLetter[]>([]);
  readonly #options: OutboxOptions;
  #open = false;
  #working = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pause = firstPauseMilliseconds;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  get letters(): ReadonlySignal<readonly OutgoingLetter[]> {
    return this.#letters;
  }

  /** Takes up what an earlier load of the page had not sent. */
  restore(waiting: readonly WaitingLetter[]): void {
    this.#letters.value = waiting.map((one) => ({ ...one, ...untouched }));
  }

  add(letter: WaitingLetter): void {
    this.#change([...this.#letters.peek(), { ...letter, ...untouched }]);
    void this.#work();
  }

  /** Tries a letter that failed once more; it goes last, for others have gone since. */
  again(messageId: string): void {
    const found = this.#find(messageId);
    if (!found?.failure) return;
    const rest = this.#letters.peek().filter((one) => one !== found);
    this.#change([...rest, { ...found, failure: null }]);
    void this.#work();
  }

  /** Takes a letter out, unless it has been stored. Gives it back. */
  discard(messageId: string): WaitingLetter | null {
    const found = this.#find(messageId);
    if (!found?.failure) return null;
    this.remove(messageId);
    return found;
  }

  /** The log has the letter: it has arrived, whatever became of its ack. */
  remove(messageId: string): void {
    if (this.#find(messageId)) {
      this.#change(this.#letters.peek().filter((one) => one.messageId !== messageId));
    }
  }

  /** There is a socket, and its person is inside: everything waiting goes. */
  open(): void {
    this.#open = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pause = firstPauseMilliseconds;
    void this.#work();
  }

  /** The socket is gone: nothing more is tried until `open()`. */
  close(): void {
    this.#open = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  clear(): void {
    this.close();
    this.#letters.value = [];
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      for (let next = this.#next(); next; next = this.#next()) {
        if (!(await this.#deliver(next))) break;
      }
    } finally {
      this.#working = false;
    }
    // A socket may have come while the last try was still failing.
    if (this.#open && this.#timer === undefined && this.#next()) this.#later();
  }

  #next(): OutgoingLetter | undefined {
    if (!this.#open || this.#timer !== undefined) return undefined;
    return this.#letters.peek().find((one) => one.stored === null && one.failure === null);
  }

  /** False when it should be tried again later. */
  async #deliver(letter: OutgoingLetter): Promise<boolean> {
    const { messageId } = letter;
    try {
      const stored = await this.#options.deliver(letter, (progress) =>
        this.#show(messageId, { progress }),
      );
      this.#pause = firstPauseMilliseconds;
      this.#patch(messageId, { stored, progress: null });
      this.#options.onStored(letter, stored);
      return true;
    } catch (error) {
      const code = failureCode(error);
      if (passes(code)) {
        if (this.#open) this.#later();
        return false;
      }
      this.#patch(messageId, { failure: code, progress: null });
      return true;
    }
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#work();
    }, this.#pause);
    this.#pause = Math.min(this.#pause * 2, longestPauseMilliseconds);
  }

  #find(messageId: string): OutgoingLetter | undefined {
    return this.#letters.peek().find((one) => one.messageId === messageId);
  }

  #show(messageId: string, changes: Partial<OutgoingLetter>): void {
    this.#letters.value = this.#letters
      .peek()
      .map((one) => (one.messageId === messageId ? { ...one, ...changes } : one));
  }

  #patch(messageId: string, changes: Partial<OutgoingLetter>): void {
    this.#show(messageId, changes);
    this.#keep();
  }

  #change(letters: readonly OutgoingLetter[]): void {
    this.#letters.value = letters;
    this.#keep();
  }

  #keep(): void {
    this.#options.keep(
      this.#letters
        .peek()
        .filter(({ stored }) => stored === null)
        .map(({ messageId, text, image, at }) => ({ messageId, text, image, at })),
    );
  }
}

const untouched = { stored: null, failure: null, progress: null } as const;

/** Whether a refusal goes away by itself. */
function passes(code: FailureCode): boolean {
  return code === 'UNAVAILABLE' || code === 'OFFLINE' || code === 'TOO_MANY_REQUESTS';
}
