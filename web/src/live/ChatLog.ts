import type { ChatMessage } from '@gabinet/shared/contracts/chat';

/**
 * The messages of a session as they have reached this page, in the one order (rule C2). Pure: it
 * takes what arrives, in whatever way, and tells whether something is missing.
 */
export class ChatLog {
  #messages: readonly ChatMessage[] = [];
  readonly #ids = new Set<string>();
  /** What came before its turn; a read fills the gap. */
  #early = new Map<number, ChatMessage>();
  #cursor = 0;
  #known = 0;

  /** Everything up to the cursor, in order. A new array after each change. */
  get messages(): readonly ChatMessage[] {
    return this.#messages;
  }

  /** The sequence up to which everything that this person may read is here. */
  get cursor(): number {
    return this.#cursor;
  }

  /** Whether something is known to be written and is not here. */
  get behind(): boolean {
    return this.#cursor < this.#known;
  }

  has(messageId: string): boolean {
    return this.#ids.has(messageId);
  }

  /** Takes a live message. It may come twice, and before its turn (rule C3). */
  hear(message: ChatMessage): void {
    this.know(message.sequence);
    if (message.sequence <= this.#cursor) return;
    this.#early.set(message.sequence, message);
    this.#settle();
  }

  /** Learns how far the session's messages go. */
  know(sequence: number): void {
    this.#known = Math.max(this.#known, sequence);
  }

  /**
   * Takes an answer to a read after `after`. Its first message may lie further on: what was written
   * before this person was let in is not theirs to read (rule C4).
   */
  read(messages: readonly ChatMessage[]): void {
    for (const message of messages) {
      this.know(message.sequence);
      if (message.sequence > this.#cursor) this.#append(message);
    }
    this.#settle();
  }

  /** An answer without more: nothing up to here is missing, even if it is not for this person. */
  complete(upTo: number): void {
    if (upTo <= this.#cursor) return;
    this.#cursor = upTo;
    this.#settle();
  }

  #settle(): void {
    for (const sequence of this.#early.keys()) {
      if (sequence <= this.#cursor) this.#early.delete(sequence);
    }
    for (let next = this.#next(); next; next = this.#next()) this.#append(next);
  }

  #next(): ChatMessage | undefined {
    return this.#early.get(this.#cursor + 1);
  }

  #append(message: ChatMessage): void {
    this.#early.delete(message.sequence);
    this.#cursor = message.sequence;
    if (this.#ids.has(message.messageId)) return;
    this.#ids.add(message.messageId);
    this.#messages = [...this.#messages, message];
  }
}
