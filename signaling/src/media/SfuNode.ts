import { AppError, errorBody } from '@gabinet/shared/contracts/errors';
import type { NoticeParsers, RequestParsers } from '@gabinet/shared/contracts/parsers';
import {
  type SfuInput,
  type SfuNotice,
  type SfuNoticeName,
  type SfuOutput,
  type SfuRequestName,
  serviceTicket,
  sfuNotices,
  sfuRequests,
} from '@gabinet/shared/contracts/sfu';
import jwt from 'jsonwebtoken';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import type { Log } from '../observability/log.ts';

const requests: RequestParsers<typeof sfuRequests> = sfuRequests;
const notices: NoticeParsers<typeof sfuNotices> = sfuNotices;

const requestTimeoutMs = 5_000;
const loadPollMs = 2_000;
/** A line that does not come back within this time belongs to a dead node. */
const reconnectGraceMs = 3_000;

const ackForm = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  errorBody.extend({ ok: z.literal(false) }),
]);

export interface SfuNodeListener {
  /** Every room of the node is gone: its process ended or cannot be reached. */
  lost(node: SfuNode): void;
  notice<N extends SfuNoticeName>(node: SfuNode, name: N, notice: SfuNotice<N>): void;
}

type Capabilities = SfuOutput<'node:capabilities'>;

/**
 * Our line to one SFU node. It reconnects by itself; whether the node behind a lost line still
 * holds its rooms is told by its `instanceId`. Ended by `close()`.
 */
export class SfuNode {
  readonly url: string;
  readonly #socket: Socket;
  readonly #listener: SfuNodeListener;
  readonly #log: Log;
  readonly #poll: NodeJS.Timeout;
  #capabilities: Capabilities | undefined;
  #load = Number.POSITIVE_INFINITY;
  #lossTimer: NodeJS.Timeout | undefined;
  #alive = false;
  readonly #waiting = new Set<(alive: boolean) => void>();

  constructor(options: {
    url: string;
    serviceSecret: string;
    listener: SfuNodeListener;
    log: Log;
  }) {
    this.url = options.url;
    this.#listener = options.listener;
    this.#log = options.log;
    this.#socket = io(options.url, {
      path: '/control',
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 500,
      timeout: 2_000,
      auth: (give) => give({ ticket: signTicket(options.serviceSecret) }),
    });
    this.#socket.on('connect', () => void this.#greet());
    this.#socket.on('disconnect', () => this.#suspect());
    this.#socket.on('connect_error', () => this.#refused());
    for (const name of Object.keys(sfuNotices) as SfuNoticeName[]) this.#listen(name);
    this.#poll = setInterval(() => void this.#askLoad(), loadPollMs);
    this.#poll.unref();
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** 0 is idle; infinite until the node has answered. */
  get load(): number {
    return this.#load;
  }

  get capabilities(): Capabilities | undefined {
    return this.#capabilities;
  }

  /** Resolves with whether the node answers, at the latest after `withinMs`. */
  waitUntilAlive(withinMs: number): Promise<boolean> {
    if (this.#alive) return Promise.resolve(true);
    return new Promise((resolve) => {
      const settle = (alive: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(settle);
        resolve(alive);
      };
      const timer = setTimeout(() => settle(false), withinMs);
      this.#waiting.add(settle);
    });
  }

  /** Asks the node. Throws its coded error, or MEDIA_UNAVAILABLE when it does not answer. */
  async request<N extends SfuRequestName>(name: N, input: SfuInput<N>): Promise<SfuOutput<N>> {
    if (!this.#socket.connected) throw new AppError('MEDIA_UNAVAILABLE');
    let reply: z.infer<typeof ackForm>;
    try {
      reply = ackForm.parse(await this.#socket.timeout(requestTimeoutMs).emitWithAck(name, input));
    } catch (cause) {
      throw new AppError('MEDIA_UNAVAILABLE', { cause });
    }
    if (!reply.ok) throw new AppError(reply.error.code);
    return requests[name].output.parse(reply.value);
  }

  close(): void {
    clearInterval(this.#poll);
    clearTimeout(this.#lossTimer);
    this.#socket.removeAllListeners();
    this.#socket.disconnect();
    this.#alive = false;
    for (const settle of [...this.#waiting]) settle(false);
  }

  #listen<N extends SfuNoticeName>(name: N): void {
    // The generic event name defeats Socket.IO's listener types; the payload is parsed here.
    (this.#socket as Socket).on(name as string, (payload: unknown) => {
      const parsed = notices[name].safeParse(payload);
      if (parsed.success) this.#listener.notice(this, name, parsed.data);
      else
        this.#log.warn('A media node sent a notice that is not in the contract.', { event: name });
    });
  }

  async #greet(): Promise<void> {
    try {
      const before = this.#capabilities?.instanceId;
      const capabilities = await this.request('node:capabilities', {});
      this.#capabilities = capabilities;
      clearTimeout(this.#lossTimer);
      this.#lossTimer = undefined;
      if (before !== undefined && before !== capabilities.instanceId) this.#declareLost();
      await this.#askLoad();
      this.#alive = true;
      for (const settle of [...this.#waiting]) settle(true);
    } catch (error) {
      this.#log.warn('A media node did not greet.', {}, error);
      this.#socket.disconnect().connect();
    }
  }

  /** The line is down. A refused reconnect proves the node dead; silence does after a while. */
  #suspect(): void {
    this.#alive = false;
    clearTimeout(this.#lossTimer);
    this.#lossTimer = setTimeout(() => this.#declareLost(), reconnectGraceMs);
  }

  #refused(): void {
    this.#alive = false;
    if (this.#lossTimer === undefined) return;
    this.#declareLost();
  }

  #declareLost(): void {
    clearTimeout(this.#lossTimer);
    this.#lossTimer = undefined;
    this.#alive = false;
    this.#log.warn('A media node is lost.', { nodeId: this.#capabilities?.nodeId ?? '' });
    this.#listener.lost(this);
  }

  async #askLoad(): Promise<void> {
    if (!this.#socket.connected) return;
    try {
      this.#load = (await this.request('node:load', {})).load;
    } catch {
      // An unanswered question about load decides nothing; the line itself is watched elsewhere.
    }
  }
}

function signTicket(secret: string): string {
  return jwt.sign({ typ: serviceTicket.type }, secret, {
    algorithm: 'HS256',
    audience: serviceTicket.audience,
    expiresIn: 60,
  });
}
