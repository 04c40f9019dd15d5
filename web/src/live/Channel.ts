import { AppError, type ErrorCode, errorBody } from '@gabinet/shared/contracts/errors';
import type { NoticeParsers, RequestParsers } from '@gabinet/shared/contracts/parsers';
import {
  type SessionInput,
  type SessionNotice,
  type SessionNoticeName,
  type SessionOutput,
  type SessionRequestName,
  sessionNotices,
  sessionRequests,
} from '@gabinet/shared/contracts/session';
import { type ReadonlySignal, signal } from '@preact/signals';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { isFinal, reconnectDelay } from './reconnection.ts';

const requestTimeoutMilliseconds = 10_000;
const connectTimeoutMilliseconds = 5_000;
/** A request that is not answered by then makes the socket doubtful. */
const doubtAfterMilliseconds = 2_000;
const proofMilliseconds = 2_000;

const ack = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  errorBody.extend({ ok: z.literal(false) }),
]);
const refusal = z.object({ data: errorBody.shape.error.pick({ code: true }) });

/** The socket's state; `since` is the epoch millisecond of the loss (or of the first try). */
export type ChannelState =
  | { state: 'closed' }
  | { state: 'connecting'; since: number }
  | { state: 'open' }
  | { state: 'away'; since: number }
  | { state: 'refused'; code: ErrorCode };

/** The contracts as seen from here, so that a name leads to the type of its own message. */
const replies: RequestParsers<typeof sessionRequests> = sessionRequests;
const notices: NoticeParsers<typeof sessionNotices> = sessionNotices;

/** Sends one request of the session protocol; rejects with an AppError. */
export type Request = <N extends SessionRequestName>(
  name: N,
  input: SessionInput<N>,
) => Promise<SessionOutput<N>>;

export interface ChannelOptions {
  /** Makes a new ticket by cookie: each opens one socket only (rule I4). */
  getTicket: () => Promise<string>;
  /** The socket died without a word: the network below has changed or is gone. */
  onSilence: () => void;
  clock: () => number;
}

/**
 * The socket to signaling. Owns every Socket.IO socket it opens: one at a time, a new one with a new
 * ticket after each loss, until `close()`. Messages go out in the order of the calls (rule M2).
 */
export class Channel {
  readonly #state = signal<ChannelState>({ state: 'closed' });
  readonly #listeners = new Map<string, (payload: unknown) => void>();
  readonly #options: ChannelOptions;
  #socket: Socket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  /** Grows with each socket, so that an answer for an earlier one is recognised. */
  #generation = 0;
  #proving = false;

  constructor(options: ChannelOptions) {
    this.#options = options;
  }

  get state(): ReadonlySignal<ChannelState> {
    return this.#state;
  }

  get isOpen(): boolean {
    return this.#state.peek().state === 'open';
  }

  /** Opens the socket with a ticket just received; afterwards it is kept open. */
  open(ticket: string): void {
    const { state } = this.#state.peek();
    if (state !== 'closed' && state !== 'refused') return;
    this.#attempt = 0;
    this.#state.value = { state: 'connecting', since: this.#options.clock() };
    this.#openSocket(Promise.resolve(ticket));
  }

  /** Resolves when open; rejects with the code when it is refused for good or closed. */
  whenOpen(): Promise<void> {
    return new Promise((resolve, reject) => {
      // The first call comes at once, before `stop` is there to be called.
      let settled = false;
      let stop: (() => void) | undefined;
      const settle = (finish: () => void): void => {
        settled = true;
        stop?.();
        finish();
      };
      stop = this.#state.subscribe((now) => {
        if (settled) return;
        if (now.state === 'open') settle(resolve);
        else if (now.state === 'refused') settle(() => reject(new AppError(now.code)));
        else if (now.state === 'closed') settle(() => reject(new AppError('UNAVAILABLE')));
      });
      if (settled) stop();
    });
  }

  /**
   * Asks once the socket is open, and again on the next one when the question was lost with its socket:
   * for what may be said twice. Rejects as `whenOpen()` and `ask` do.
   */
  async carry<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      await this.whenOpen();
      try {
        return await ask();
      } catch (error) {
        if (this.isOpen || !isUnavailable(error)) throw error;
      }
    }
  }

  /** Sends a request and gives its answer; AppError on refusal, loss, or after 10 s of silence. */
  readonly request: Request = <N extends SessionRequestName>(name: N, input: SessionInput<N>) => {
    const socket = this.#socket;
    if (!socket?.connected) return Promise.reject(new AppError('UNAVAILABLE'));
    return new Promise<SessionOutput<N>>((resolve, reject) => {
      const doubt = setTimeout(() => this.prove(), doubtAfterMilliseconds);
      const answered = (error: unknown, reply: unknown): void => {
        clearTimeout(doubt);
        if (error) {
          reject(new AppError('UNAVAILABLE', { cause: error }));
          return;
        }
        try {
          resolve(replies[name].output.parse(readAck(reply)));
        } catch (reason) {
          reject(reason instanceof AppError ? reason : new AppError('INTERNAL', { cause: reason }));
        }
      };
      socket.timeout(requestTimeoutMilliseconds).emit(name, input, answered);
    });
  };

  /** Hears one kind of notice; a payload that breaks its contract is dropped (rule X1). */
  on<N extends SessionNoticeName>(name: N, listener: (notice: SessionNotice<N>) => void): void {
    this.#listeners.set(name, (payload) => {
      const parsed = notices[name].safeParse(payload);
      if (parsed.success) listener(parsed.data);
    });
  }

  /**
   * There is a reason to doubt the socket: asks whether it still carries, and opens another when it
   * does not (rule S14). Where there is none, the next try comes at once; one under way goes on.
   */
  prove(): void {
    const socket = this.#socket;
    if (socket === null && this.#timer !== undefined) this.#schedule(0);
    if (!socket?.connected || this.#proving) return;
    this.#proving = true;
    const proven = (error: unknown): void => {
      this.#proving = false;
      if (error && socket === this.#socket) this.#silent();
    };
    socket.timeout(proofMilliseconds).emit('session:ping', {}, proven);
  }

  /** Drops this socket, and opens the next one after about so many milliseconds. */
  reopen(afterMilliseconds: number): void {
    if (this.#state.peek().state === 'closed') return;
    this.#dropSocket();
    this.#away();
    this.#schedule(afterMilliseconds * (1 + Math.random() / 2));
  }

  /** Ends the socket and all tries; `open()` may begin anew. */
  close(): void {
    this.#stop();
    this.#state.value = { state: 'closed' };
  }

  #refuse(code: ErrorCode): void {
    this.#stop();
    this.#state.value = { state: 'refused', code };
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#dropSocket();
  }

  #dropSocket(): void {
    this.#generation += 1;
    const socket = this.#socket;
    this.#socket = null;
    // Listeners first: what we close ourselves is no loss. Pending requests are rejected by the close.
    socket?.removeAllListeners();
    socket?.offAny();
    socket?.disconnect();
  }

  /** The ticket may still be on its way: the connection and its upgrade need none. */
  #openSocket(ticket: Promise<string>): void {
    const socket = io({
      path: '/socket',
      transports: ['websocket'],
      forceNew: true,
      // Socket.IO would try again with the same, used ticket.
      reconnection: false,
      timeout: connectTimeoutMilliseconds,
      auth: (give) => {
        // Without a ticket the socket is dropped by who asked for it.
        ticket.then((value) => give({ ticket: value })).catch(() => {});
      },
    });
    this.#socket = socket;
    socket.on('connect', () => {
      this.#attempt = 0;
      this.#state.value = { state: 'open' };
    });
    socket.on('connect_error', (error: unknown) => this.#lost(refusal.safeParse(error).data?.data));
    socket.on('disconnect', (reason) => {
      if (reason === 'ping timeout') this.#silent();
      else this.#lost(undefined);
    });
    socket.onAny((name: string, payload: unknown) => this.#listeners.get(name)?.(payload));
  }

  #silent(): void {
    this.#lost(undefined);
    this.#options.onSilence();
  }

  #lost(reason: { code: ErrorCode } | undefined): void {
    this.#dropSocket();
    if (reason && isFinal(reason.code)) {
      this.#refuse(reason.code);
      return;
    }
    this.#away();
    this.#retryLater();
  }

  #away(): void {
    const now = this.#state.peek();
    if (now.state === 'away') return;
    const since = now.state === 'connecting' ? now.since : this.#options.clock();
    this.#state.value = { state: 'away', since };
  }

  #retryLater(): void {
    this.#schedule(reconnectDelay(this.#attempt, Math.random()));
    this.#attempt += 1;
  }

  #schedule(delayMilliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#retry();
    }, delayMilliseconds);
  }

  /**
   * The first try after a loss opens the socket while the ticket is asked for: most often another process
   * answers at once. Later ones wait for the ticket, for browsers hold back the sockets of a page whose
   * earlier ones failed, and the service that comes back would be found late.
   */
  async #retry(): Promise<void> {
    this.#generation += 1;
    const generation = this.#generation;
    const ticket = this.#options.getTicket();
    const atOnce = this.#attempt <= 1;
    if (atOnce) this.#openSocket(ticket);
    try {
      await ticket;
      if (!atOnce && generation === this.#generation) this.#openSocket(ticket);
    } catch (error) {
      if (generation !== this.#generation) return;
      if (error instanceof AppError && isFinal(error.code)) this.#refuse(error.code);
      else this.#lost(undefined);
    }
  }
}

/** Whether nobody answered, so that it is not known if the request arrived. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof AppError && error.code === 'UNAVAILABLE';
}

/** The value of an ack, or the AppError that it tells of. */
function readAck(reply: unknown): unknown {
  const parsed = ack.parse(reply);
  if (parsed.ok) return parsed.value;
  throw new AppError(parsed.error.code, { fields: parsed.error.fields ?? [] });
}
