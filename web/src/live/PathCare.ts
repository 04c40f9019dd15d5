import { type ReadonlySignal, signal } from '@preact/signals';
import type { PathState } from './MediaPath.ts';

const toleratedMilliseconds = 2_000;
const stepMilliseconds = 4_000;
const longestStepMilliseconds = 16_000;

/** The ways to mend a path, each heavier than the one before. */
export type Remedy = 'restart-ice' | 'renew' | 'relay';

export interface PathCareOptions {
  /** Carries a remedy out. May reject: the next one comes when the time of this one is up. */
  apply: (remedy: Remedy) => Promise<void>;
  /** Whether the service can be asked now; without it we wait for `retry()`. */
  canAct: () => boolean;
  /** The path is lost: the way to the service may be, too. */
  onLost: () => void;
  /** The path that was lost is well again. */
  onRecovered: () => void;
  /** Whether there are TURN servers to go through. */
  hasRelay: () => boolean;
  clock: () => number;
}

/**
 * Watches over a media path and mends it: ICE restart; when that has not connected within 4 s, new
 * transports; then new transports over the relay only; then again from the second, ever more slowly.
 */
export class PathCare {
  readonly #lostSince = signal<number | null>(null);
  readonly #options: PathCareOptions;
  #state: PathState = 'new';
  /** Null: all is well. Else how many remedies were tried. */
  #step: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PathCareOptions) {
    this.#options = options;
  }

  /** Since when the path is lost, epoch milliseconds; null while it is not. */
  get lostSince(): ReadonlySignal<number | null> {
    return this.#lostSince;
  }

  /** Whether a remedy is under way. One that comes to its turn after the path is well is not needed. */
  get mending(): boolean {
    return this.#step !== null;
  }

  /** The path is being replaced: lost from now on, until the next one is connected. */
  interrupted(): void {
    this.#lost();
  }

  /** Takes note of the path's state, at each change and for each new path. */
  report(state: PathState): void {
    this.#state = state;
    switch (state) {
      case 'new':
      case 'connected': {
        const recovered = state === 'connected' && this.#lostSince.peek() !== null;
        this.#healthy();
        if (recovered) this.#options.onRecovered();
        return;
      }
      case 'connecting':
        if (this.#step === null && this.#timer === undefined) this.#wait(stepMilliseconds);
        return;
      case 'disconnected':
        this.#lost();
        if (this.#step === null) this.#wait(toleratedMilliseconds);
        return;
      case 'failed':
        this.#lost();
        if (this.#step === null) this.#next();
        return;
    }
  }

  /** The network below has changed, or the service refused the path: mend it at once. */
  mend(remedy: Remedy = 'restart-ice'): void {
    if (this.#step !== null) return;
    if (remedy === 'restart-ice' && this.#state === 'new') return;
    this.#step = remedy === 'restart-ice' ? 0 : 1;
    this.#next();
  }

  /** The service can be asked again: what is still broken is tried from the first remedy on. */
  retry(): void {
    if (this.#step === null && (this.#state === 'new' || this.#state === 'connected')) return;
    this.#step = null;
    this.#next();
  }

  close(): void {
    this.#healthy();
    this.#state = 'new';
  }

  #healthy(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#step = null;
    this.#lostSince.value = null;
  }

  #lost(): void {
    if (this.#lostSince.peek() !== null) return;
    this.#lostSince.value = this.#options.clock();
    this.#options.onLost();
  }

  #wait(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // A restart of a path that never broke leaves it connected all the time.
      if (this.#state === 'connected' || this.#state === 'new') this.#healthy();
      else this.#next();
    }, milliseconds);
  }

  #next(): void {
    if (!this.#options.canAct()) {
      // `retry()` goes on when the service is back.
      this.#step ??= 0;
      clearTimeout(this.#timer);
      this.#timer = undefined;
      return;
    }
    const step = this.#step ?? 0;
    this.#step = step + 1;
    this.#wait(Math.min(longestStepMilliseconds, stepMilliseconds * Math.max(1, step - 1)));
    this.#options.apply(remedyAt(step, this.#options.hasRelay())).catch(() => {
      // The timer above brings the next remedy.
    });
  }
}

/** The remedy to try after `step` others have failed. */
export function remedyAt(step: number, hasRelay: boolean): Remedy {
  if (step === 0) return 'restart-ice';
  return hasRelay && step % 2 === 0 ? 'relay' : 'renew';
}
