import type { ChatMark, ChatMessage } from '@gabinet/shared/contracts/chat';
import { type ReadonlySignal, signal } from '@preact/signals';
import type { ChatLog } from './ChatLog.ts';

/** A message that overtook another is not missing yet: this long its turn may take. */
const graceMilliseconds = 150;
const retryMilliseconds = 1_000;

export interface ReaderOptions {
  log: ChatLog;
  read: (
    after: number,
  ) => Promise<{ messages: ChatMessage[]; marks: ChatMark[]; more: boolean; through: number }>;
  /** Told after each answer, when the log holds it. */
  onRead: (marks: readonly ChatMark[]) => void;
}

/**
 * Reads on from the log's cursor after every new socket, and whenever something is missing, until the
 * page has all that it may have (rule C3).
 */
export class ChatReader {
  readonly #options: ReaderOptions;
  readonly #ready = signal(false);
  #open = false;
  #reading = false;
  /** Asked for while a read was under way. */
  #wanted = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Whether what was written before this page came is all here. */
  get ready(): ReadonlySignal<boolean> {
    return this.#ready;
  }

  hear(message: ChatMessage): void {
    this.#options.log.hear(message);
    if (this.#options.log.behind) this.#later(graceMilliseconds);
  }

  /** Learns the number of the last message. */
  know(sequence: number): void {
    this.#options.log.know(sequence);
    if (this.#options.log.behind) this.#later(graceMilliseconds);
  }

  open(): void {
    this.#open = true;
    void this.#read();
  }

  close(): void {
    this.#open = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #later(milliseconds: number): void {
    if (!this.#open || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // It may have come meanwhile.
      if (this.#options.log.behind || this.#wanted || !this.#ready.peek()) void this.#read();
    }, milliseconds);
  }

  async #read(): Promise<void> {
    if (this.#reading) {
      this.#wanted = true;
      return;
    }
    this.#reading = true;
    const { log } = this.#options;
    try {
      for (let more = true; more && this.#open; ) {
        this.#wanted = false;
        const answer = await this.#options.read(log.cursor);
        log.read(answer.messages);
        log.complete(answer.through);
        this.#options.onRead(answer.marks);
        more = answer.more || this.#wanted;
        if (!more) this.#ready.value = true;
      }
      if (log.behind) this.#later(retryMilliseconds);
    } catch {
      // With a lost socket the next one reads; else the service will not answer just now.
      this.#later(this.#wanted ? 0 : retryMilliseconds);
    } finally {
      this.#reading = false;
    }
  }
}
