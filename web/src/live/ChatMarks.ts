import type { ChatMark } from '@gabinet/shared/contracts/chat';
import { type ReadonlySignal, signal } from '@preact/signals';

/** Marks of a burst of messages go as one. */
const coalesceMilliseconds = 300;
/** How often at most one tells that one is writing, and how long that counts at the other side. */
const writingEveryMilliseconds = 3_000;
const writingLastsMilliseconds = 6_000;

interface Reached {
  delivered: number;
  read: number;
}

export interface MarksOptions {
  /** Tells the service how far this page has got; a loss is made good by the next. */
  send: (reached: Reached) => Promise<unknown>;
  sendWriting: () => Promise<unknown>;
  clock: () => number;
}

/** How far everybody has got, and who is writing (rules C5, C6). Marks never go back. */
export class ChatMarks {
  readonly #marks = signal<ReadonlyMap<string, Reached>>(new Map());
  readonly #writing = signal<readonly string[]>([]);
  readonly #ends = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #options: MarksOptions;
  #own: Reached = { delivered: 0, read: 0 };
  /** What the service has from this page. */
  #told: Reached = { delivered: 0, read: 0 };
  #open = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #toldWritingAt = Number.NEGATIVE_INFINITY;

  constructor(options: MarksOptions) {
    this.#options = options;
  }

  /** By participant. */
  get marks(): ReadonlySignal<ReadonlyMap<string, Reached>> {
    return this.#marks;
  }

  get writing(): ReadonlySignal<readonly string[]> {
    return this.#writing;
  }

  /** Takes others' marks, from a read or a notice. */
  hear(marks: readonly ChatMark[]): void {
    const all = new Map(this.#marks.peek());
    for (const { participantId, delivered, read } of marks) {
      const held = all.get(participantId) ?? { delivered: 0, read: 0 };
      all.set(participantId, {
        delivered: Math.max(held.delivered, delivered),
        read: Math.max(held.read, read),
      });
    }
    this.#marks.value = all;
  }

  /** Tells how far this page has got, soon and together with what follows at once. */
  reach(reached: Partial<Reached>): void {
    this.#own = {
      delivered: Math.max(this.#own.delivered, reached.delivered ?? 0),
      read: Math.max(this.#own.read, reached.read ?? 0),
    };
    if (!this.#open || this.#timer !== undefined || !this.#isNews) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#send();
    }, coalesceMilliseconds);
  }

  /** Tells that this person writes, at most every 3 s. */
  write(): void {
    const now = this.#options.clock();
    if (!this.#open || now - this.#toldWritingAt < writingEveryMilliseconds) return;
    this.#toldWritingAt = now;
    this.#options.sendWriting().catch(() => undefined);
  }

  /** Their letter is sent or empty again: the next keystroke is news at once. */
  wrote(): void {
    this.#toldWritingAt = Number.NEGATIVE_INFINITY;
  }

  hearWriting(participantId: string): void {
    clearTimeout(this.#ends.get(participantId));
    this.#ends.set(
      participantId,
      setTimeout(() => this.writingEnds(participantId), writingLastsMilliseconds),
    );
    if (!this.#writing.peek().includes(participantId)) {
      this.#writing.value = [...this.#writing.peek(), participantId];
    }
  }

  /** Their letter has come, or nothing more was heard. */
  writingEnds(participantId: string): void {
    clearTimeout(this.#ends.get(participantId));
    if (!this.#ends.delete(participantId)) return;
    this.#writing.value = this.#writing.peek().filter((one) => one !== participantId);
  }

  open(): void {
    this.#open = true;
    this.reach({});
  }

  close(): void {
    this.#open = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const participantId of [...this.#ends.keys()]) this.writingEnds(participantId);
  }

  get #isNews(): boolean {
    return this.#own.delivered > this.#told.delivered || this.#own.read > this.#told.read;
  }

  #send(): void {
    const sent = this.#own;
    this.#options.send(sent).then(
      () => {
        this.#told = sent;
      },
      () => undefined, // Lost with its socket: the next one opens with it.
    );
  }
}
