/** How one direction of a line behaves now. */
export interface Conditions {
  /** How much it carries; null: as much as comes. */
  kilobitsPerSecond: number | null;
  /** Which share of the datagrams is lost, 0 to 1. Streams lose nothing. */
  loss: number;
  /** How long everything is under way, on top of its waiting. */
  delayMilliseconds: number;
  /** How long a packet may have to wait for those before it; a datagram that would wait longer is dropped. */
  queueMilliseconds: number;
}

const clear: Conditions = {
  kilobitsPerSecond: null,
  loss: 0,
  delayMilliseconds: 0,
  queueMilliseconds: 200,
};

/**
 * One direction of a line: everything that goes this way shares its rate, and leaves in the order in
 * which it came. What it is like may be changed at any time; what is under way keeps its time.
 */
export class Way {
  readonly #random: () => number;
  #conditions: Conditions = clear;
  /** When the last packet so far will have been sent, milliseconds of `performance`. */
  #freeAt = 0;
  #queue: { at: number; deliver: () => void }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param random from 0 to 1, decides which datagrams are lost. */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** Changes what is named, and leaves the rest as it is. */
  change(conditions: Partial<Conditions>): void {
    this.#conditions = { ...this.#conditions, ...conditions };
  }

  /** Carries a datagram, or loses it. */
  carry(bytes: number, deliver: () => void): void {
    const { loss, queueMilliseconds } = this.#conditions;
    if (loss > 0 && this.#random() < loss) return;
    if (this.#waiting() > queueMilliseconds) return;
    this.push(bytes, deliver);
  }

  /** Resolves when a part of a stream finds room: what sends too fast is held back, not lost. */
  async room(): Promise<void> {
    while (!this.#closed && this.#waiting() > this.#conditions.queueMilliseconds) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Carries a part of a stream. */
  push(bytes: number, deliver: () => void): void {
    if (this.#closed) return;
    const { kilobitsPerSecond, delayMilliseconds } = this.#conditions;
    const now = performance.now();
    const sending = kilobitsPerSecond === null ? 0 : (bytes * 8) / kilobitsPerSecond;
    this.#freeAt = Math.max(this.#freeAt, now) + sending;
    // A way that becomes shorter lets nobody overtake.
    const at = Math.max(this.#freeAt + delayMilliseconds, this.#queue.at(-1)?.at ?? 0);
    if (at <= now && this.#queue.length === 0) {
      deliver();
      return;
    }
    this.#queue.push({ at, deliver });
    this.#timer ??= setTimeout(() => this.#deliver(), Math.ceil(at - now));
  }

  /** Whether streams must be cut into packets, so that none keeps the others waiting. */
  get narrow(): boolean {
    return this.#conditions.kilobitsPerSecond !== null;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#queue = [];
  }

  #waiting(): number {
    return Math.max(0, this.#freeAt - performance.now());
  }

  #deliver(): void {
    this.#timer = undefined;
    const now = performance.now();
    const due = this.#queue.findIndex(({ at }) => at > now);
    const ready = this.#queue.splice(0, due < 0 ? this.#queue.length : due);
    for (const { deliver } of ready) deliver();
    const next = this.#queue[0];
    if (next) this.#timer ??= setTimeout(() => this.#deliver(), Math.ceil(next.at - now));
  }
}
