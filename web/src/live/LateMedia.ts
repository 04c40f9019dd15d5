import type { SessionEntry } from '@gabinet/shared/contracts/http';
import type { MediaEngine } from './MediaEngine.ts';

export const mediaRetryMilliseconds = 2_000;

export interface LateMediaOptions {
  engine: MediaEngine;
  /** False for a chat, which carries neither sound nor picture. */
  isWanted: () => boolean;
  /** This browser cannot do it: nothing more is tried. */
  onImpossible: () => void;
  /** Whether anything more should be tried. */
  mayRetry: () => boolean;
  /** Asks for a new entry, and hands it to `load()`. */
  askAgain: () => Promise<unknown>;
  /** The entry has been asked for: the page may join as one that can receive. */
  onAsked: () => void;
}

/** Loads what this browser can receive, early or late: a media node may answer after the page is in. */
export class LateMedia {
  readonly #options: LateMediaOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LateMediaOptions) {
    this.#options = options;
  }

  /** Takes what an entry says of the router, if media is wanted and not loaded yet. */
  load({ routerRtpCapabilities }: SessionEntry): void {
    const { engine, isWanted, onImpossible } = this.#options;
    if (!routerRtpCapabilities || engine.rtpCapabilities || !isWanted()) return;
    engine.load(routerRtpCapabilities).catch(onImpossible);
  }

  /**
   * The page is in without media: no media node had answered, or the session was a chat until now.
   * Asks again until one does.
   */
  retry(afterMilliseconds = mediaRetryMilliseconds): void {
    const { mayRetry, askAgain, onAsked } = this.#options;
    this.stop();
    if (!mayRetry()) return;
    this.#timer = setTimeout(() => {
      void askAgain().then(onAsked, () => this.retry());
    }, afterMilliseconds);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
