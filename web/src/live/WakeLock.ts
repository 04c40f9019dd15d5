/** Keeps the screen awake while held. Browsers that cannot simply let it sleep. */
export class WakeLock {
  #lock: WakeLockSentinel | null = null;
  #wanted = false;
  readonly #onVisible = (): void => {
    if (document.visibilityState === 'visible') void this.#take();
  };

  hold(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted) {
      // The browser takes the lock away from a hidden page and does not give it back.
      document.addEventListener('visibilitychange', this.#onVisible);
      void this.#take();
    } else {
      document.removeEventListener('visibilitychange', this.#onVisible);
      void this.#lock?.release();
      this.#lock = null;
    }
  }

  async #take(): Promise<void> {
    if (!('wakeLock' in navigator)) return;
    try {
      const lock = await navigator.wakeLock.request('screen');
      if (this.#wanted) this.#lock = lock;
      else await lock.release();
    } catch {
      // Battery saving forbids it: no reason to trouble anybody.
    }
  }
}
