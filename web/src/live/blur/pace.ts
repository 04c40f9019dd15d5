/** Frames a second below which a face jerks: blur is not worth that. */
const leastFramesPerSecond = 8;
const windowMilliseconds = 4_000;
/** One bad stretch can be a page that loads; two are a computer that cannot keep up. */
const badWindowsAllowed = 1;

/** Judges by its own frames whether a computer keeps up. Pure: the caller brings the time. */
export class Pace {
  #since: number | null = null;
  #frames = 0;
  #bad = 0;

  /**
   * Notes a frame that is done, at this instant in milliseconds.
   * @returns true once it is time to give up
   */
  frame(now: number): boolean {
    if (this.#since === null) {
      // The first frame compiles the model and says nothing about the others.
      this.#since = now;
      return false;
    }
    this.#frames += 1;
    const elapsed = now - this.#since;
    if (elapsed < windowMilliseconds) return false;
    const tooFew = (this.#frames * 1_000) / elapsed < leastFramesPerSecond;
    this.#bad = tooFew ? this.#bad + 1 : 0;
    this.#since = now;
    this.#frames = 0;
    return this.#bad > badWindowsAllowed;
  }

  /** The page was away: what the clock did in between counts for nothing. */
  restart(): void {
    this.#since = null;
    this.#frames = 0;
  }
}
