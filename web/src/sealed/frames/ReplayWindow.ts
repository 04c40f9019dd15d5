const size = 1024;

/**
 * Which counters of one key id have been seen, of the last 1,024 (20 s of sound). What is older counts as
 * seen.
 */
export class ReplayWindow {
  readonly #seen = new Uint8Array(size);
  #highest = -1n;

  has(counter: bigint): boolean {
    if (counter > this.#highest) return false;
    if (counter <= this.#highest - BigInt(size)) return true;
    return this.#seen[place(counter)] === 1;
  }

  /** To be called only for a frame that was opened: anybody can write a counter into a header. */
  add(counter: bigint): void {
    if (counter > this.#highest) {
      const steps = counter - this.#highest;
      if (steps >= size) this.#seen.fill(0);
      else for (let one = this.#highest + 1n; one < counter; one++) this.#seen[place(one)] = 0;
      this.#highest = counter;
    }
    this.#seen[place(counter)] = 1;
  }
}

function place(counter: bigint): number {
  return Number(counter % BigInt(size));
}
