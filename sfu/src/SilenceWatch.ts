import type { types } from 'mediasoup';

/**
 * Runs a task later; gives what cancels it. Injected, so that a test doesn't wait a minute.
 */
export type RunLater = (task: () => void, milliseconds: number) => () => void;

export const runLater: RunLater = (task, milliseconds) => {
  const timer = setTimeout(task, milliseconds).unref();
  return () => clearTimeout(timer);
};

/** A media path that has been silent for so long is given up (rule M5). */
const SILENCE_LIMIT_MS = 60_000;
/** After so long without a consent check (RFC 7675) the worker calls a UDP path disconnected. */
export const ICE_CONSENT_SECONDS = 30;

/**
 * Calls `onSilent` once when transports that had been connected have all been out of reach for
 * `SILENCE_LIMIT_MS`. Transports that never connected are not judged: their page may still wait.
 */
export class SilenceWatch {
  readonly #runLater: RunLater;
  readonly #onSilent: () => void;
  readonly #connected = new Set<string>();
  #cancelTimer: (() => void) | undefined;
  #ended = false;

  constructor(runLater: RunLater, onSilent: () => void) {
    this.#runLater = runLater;
    this.#onSilent = onSilent;
  }

  /** Listens until the transport is closed; mediasoup drops its listeners with it. */
  watch(transport: types.WebRtcTransport): void {
    let protocol: 'udp' | 'tcp' = 'udp';
    transport.on('iceselectedtuplechange', (tuple) => {
      protocol = tuple.protocol;
    });
    transport.on('icestatechange', (state) => {
      if (state === 'connected' || state === 'completed') this.#heard(transport.id);
      else if (this.#connected.delete(transport.id)) this.#lost(protocol);
    });
  }

  #heard(transportId: string): void {
    this.#connected.add(transportId);
    this.#stopTimer();
  }

  #lost(protocol: 'udp' | 'tcp'): void {
    if (this.#ended || this.#connected.size > 0) return;
    // UDP is found out by consent checks that have been missing for a while already; TCP at once.
    const silentAlready = protocol === 'udp' ? ICE_CONSENT_SECONDS * 1000 : 0;
    this.#stopTimer();
    this.#cancelTimer = this.#runLater(() => {
      this.#cancelTimer = undefined;
      if (!this.#ended) this.#onSilent();
    }, SILENCE_LIMIT_MS - silentAlready);
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  close(): void {
    this.#ended = true;
    this.#connected.clear();
    this.#stopTimer();
  }
}
