import type { Browser, Page } from '@playwright/test';
import type { Poised } from './Chromium.ts';
import type { PersonMedia } from './generator/Load.ts';

/** One of the two systems that are compared, running, with what the figures need of it. */
export interface Side {
  /** A call is on; an admitted person is back in the lobby, warm: the button brings them in. */
  poiseReturn(browser: Browser): Promise<Poised>;
  /** Both pages are open and warm, no picture flows: the button lets it flow both ways. */
  poiseAdmission(browser: Browser): Promise<Poised>;
  /** A call is on and each sees the other. */
  openCall(browser: Browser): Promise<Call>;
  /** Ends the media worker at once, as a crash does. */
  killWorker(): void;
  stop(): Promise<void>;
}

/** Two people's pages in one call. */
export interface Call {
  readonly pages: readonly Page[];
  end(): Promise<void>;
}

export interface SideOptions {
  /** Held back on every packet between page and servers, each way. */
  delayMilliseconds: number;
}

/** A room with one person in its waiting room. */
export interface Waiting {
  /** The other comes and both are let in; gives what their media needs. */
  live(): Promise<readonly PersonMedia[]>;
  end(): Promise<void>;
}
