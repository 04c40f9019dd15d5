const everyMs = 200;

/** How late this page's own timers are, from `start()` to `close()`: later the busier its processor is. */
export class Lateness {
  #timer: ReturnType<typeof setInterval> | undefined;
  #ticked = 0;
  #worst = 0;

  start(): void {
    this.#ticked = performance.now();
    this.#timer ??= setInterval(() => this.#tick(), everyMs);
  }

  /** The worst since it was last asked, milliseconds. */
  take(): number {
    this.#tick();
    const worst = this.#worst;
    this.#worst = 0;
    return worst;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#worst = 0;
  }

  #tick(): void {
    const now = performance.now();
    const late = now - this.#ticked - everyMs;
    this.#ticked = now;
    // In the background timers are slow on purpose.
    if (document.visibilityState === 'visible') this.#worst = Math.max(this.#worst, late);
  }
}
