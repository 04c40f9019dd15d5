/** How many may be inside at once: they wait for the calendar's lock, each with a connection to the database. */
const inside = 4;

interface Gate {
  entered: number;
  readonly waiting: (() => void)[];
}

/**
 * Lets a few in at once by key. Fifty who want one calendar would else hold every connection while they wait
 * for its lock, and everybody else with them. It decides nothing: the lock and the constraint do.
 */
export class Turnstile {
  readonly #gates = new Map<string, Gate>();

  /** Runs the work when its turn has come. */
  async through<T>(key: string, work: () => Promise<T>): Promise<T> {
    const gate = this.#gates.get(key) ?? { entered: 0, waiting: [] };
    this.#gates.set(key, gate);
    // Whoever leaves hands their place on, so a place that was waited for is taken already.
    if (gate.entered < inside) gate.entered += 1;
    else await new Promise<void>((resolve) => gate.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = gate.waiting.shift();
      if (next !== undefined) next();
      else gate.entered -= 1;
      if (gate.entered === 0) this.#gates.delete(key);
    }
  }
}
