import { randomUUID } from 'node:crypto';
import { type ErrorBody, type ErrorCode, errorBody } from '@gabinet/shared/contracts/errors';
import type { SessionEntry } from '@gabinet/shared/contracts/http';
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
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';

const requests: RequestParsers<typeof sessionRequests> = sessionRequests;
const notices: NoticeParsers<typeof sessionNotices> = sessionNotices;

const limitMs = 5_000;
const refusedHandshake = z.object({ data: z.object({ code: z.string() }) });

/** Thrown when the service refuses to open a socket; no code when it did not even talk. */
class HandshakeRefused extends Error {
  readonly code: string | undefined;

  constructor(code: string | undefined) {
    super(`The handshake was refused: ${code ?? 'no code'}.`);
    this.code = code;
  }
}

/** One page's socket, with no page around it: what it gets is checked against the contracts. */
export class PageSocket {
  readonly socket: Socket;
  readonly #notices: Array<{ name: string; payload: unknown }> = [];

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.onAny((name: string, payload: unknown) => this.#notices.push({ name, payload }));
  }

  /** Opens a socket with a ticket. Throws HandshakeRefused. */
  static open(
    origin: string,
    ticket: unknown,
    options: { claimedOrigin?: string | null } = {},
  ): Promise<PageSocket> {
    const claimed = options.claimedOrigin === undefined ? origin : options.claimedOrigin;
    const socket = io(origin, {
      path: '/socket',
      transports: ['websocket'],
      auth: ticket === undefined ? {} : { ticket },
      reconnection: false,
      forceNew: true,
      extraHeaders: claimed === null ? {} : { origin: claimed },
    });
    const page = new PageSocket(socket);
    return new Promise((resolve, reject) => {
      socket.once('connect', () => resolve(page));
      socket.once('connect_error', (error) => {
        socket.close();
        const coded = refusedHandshake.safeParse(error);
        reject(new HandshakeRefused(coded.success ? coded.data.data.code : undefined));
      });
    });
  }

  /** Sends a request that must succeed; its answer must have the declared form. */
  async call<N extends SessionRequestName>(
    name: N,
    input: SessionInput<N>,
  ): Promise<SessionOutput<N>> {
    const reply = await this.emit(name, input);
    return z.object({ ok: z.literal(true), value: requests[name].output }).parse(reply).value;
  }

  /** Sends a request, well formed or not, that must be refused; gives the error. */
  async refusal(name: string, ...payload: unknown[]): Promise<ErrorBody['error']> {
    const reply = await this.emit(name, ...payload);
    return errorBody.extend({ ok: z.literal(false) }).parse(reply).error;
  }

  /** Sends anything and gives the ack as it came. */
  emit(name: string, ...payload: unknown[]): Promise<unknown> {
    return this.socket.timeout(limitMs).emitWithAck(name, ...payload);
  }

  /** Enters the session as a page does, with what a browser could receive. */
  join(entry: SessionEntry, pageId: string = randomUUID()): Promise<SessionOutput<'session:join'>> {
    const rtpCapabilities = entry.routerRtpCapabilities ?? { codecs: [], headerExtensions: [] };
    return this.call('session:join', { pageId, rtpCapabilities });
  }

  /** The next notice of that name, or one that already came and was not asked for. */
  async notice<N extends SessionNoticeName>(
    name: N,
    accept: (payload: SessionNotice<N>) => boolean = () => true,
    withinMs: number = limitMs,
  ): Promise<SessionNotice<N>> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      for (const [index, notice] of this.#notices.entries()) {
        if (notice.name !== name) continue;
        const payload = notices[name].parse(notice.payload);
        if (!accept(payload)) continue;
        this.#notices.splice(index, 1);
        return payload;
      }
      if (Date.now() > deadline) throw new Error(`No ${name} came within ${withinMs} ms.`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** How many notices of that name came and were not asked for. */
  heard(name: SessionNoticeName): number {
    return this.#notices.filter((notice) => notice.name === name).length;
  }

  /** The names of all notices that came and were not asked for. */
  unasked(): string[] {
    return this.#notices.map(({ name }) => name);
  }

  /** Goes on as if nothing had come until now: asks until no notice comes with the answers any more. */
  async settled(): Promise<void> {
    for (let before = -1; before !== this.#notices.length; ) {
      before = this.#notices.length;
      await this.emit('chat:read', { after: 0 });
    }
    this.#notices.length = 0;
  }

  /** Resolves when the other end closes the socket. */
  closed(): Promise<void> {
    if (!this.socket.connected) return Promise.resolve();
    return new Promise((resolve) => this.socket.once('disconnect', () => resolve()));
  }

  close(): void {
    this.socket.close();
  }
}

/** The code with which the service refuses a socket, or undefined when it says none. */
export async function refusedCode(opening: Promise<PageSocket>): Promise<ErrorCode | string> {
  try {
    (await opening).close();
  } catch (error) {
    if (error instanceof HandshakeRefused) return error.code ?? 'CLOSED';
    throw error;
  }
  return 'OPENED';
}
