import type { Server as HttpServer } from 'node:http';
import { AppError, type ErrorCode } from '@gabinet/shared/contracts/errors';
import type { RequestParsers } from '@gabinet/shared/contracts/parsers';
import {
  type SfuInput,
  type SfuNotice,
  type SfuNoticeName,
  type SfuOutput,
  type SfuRequestName,
  serviceTicket,
  sfuRequests,
} from '@gabinet/shared/contracts/sfu';
import jsonwebtoken from 'jsonwebtoken';
import type { Logger } from 'pino';
import { type DefaultEventsMap, Server, type Socket } from 'socket.io';
import { z } from 'zod';
import type { Handlers } from './handlers.ts';
import type { ControlMetrics } from './metrics.ts';
import type { Notify } from './Notify.ts';
import { PeerQueue } from './PeerQueue.ts';

/** The largest message is a page's RTP capabilities, some 15 kB. */
const MAX_MESSAGE_BYTES = 256 * 1024;

const parsers: RequestParsers<typeof sfuRequests> = sfuRequests;

type ClientEvents = Record<string, (...args: unknown[]) => void>;
type ServerEvents = { [N in SfuNoticeName]: (notice: SfuNotice<N>) => void };
type ControlSocketServer = Server<ClientEvents, ServerEvents>;
type ControlSocket = Socket<ClientEvents, ServerEvents, DefaultEventsMap>;
type Ack = (reply: { ok: true; value: unknown } | { ok: false; error: object }) => void;

export interface ControlServerOptions {
  readonly httpServer: HttpServer;
  readonly serviceSecret: string;
  readonly metrics: ControlMetrics;
  readonly log: Logger;
}

/** The way in for signaling processes: tickets, contracts, order and errors, once for all. */
export class ControlServer {
  readonly #options: ControlServerOptions;
  readonly #io: ControlSocketServer;
  readonly #queue = new PeerQueue();
  #handlers: Handlers | undefined;

  constructor(options: ControlServerOptions) {
    this.#options = options;
    this.#io = new Server(options.httpServer, {
      path: '/control',
      serveClient: false,
      transports: ['websocket'],
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      // Only browsers send an origin, and no browser has any business here.
      allowRequest: (request, decide) => decide(null, request.headers.origin === undefined),
    });
    this.#io.use((socket, next) => {
      if (isServiceTicket(socket.handshake.auth.ticket, options.serviceSecret)) return next();
      options.metrics.refusedHandshakes.inc();
      next(refusal('TICKET_REFUSED'));
    });
    this.#io.on('connection', (socket) => this.#serve(socket));
  }

  /** Connected signaling processes. */
  get connections(): number {
    return this.#io.engine.clientsCount;
  }
  /** Peers with messages in work. */
  get busyPeers(): number {
    return this.#queue.size;
  }

  readonly notify: Notify = (name, notice) => {
    // Socket.IO's types don't follow a name that is itself a type parameter.
    const args = [notice] as unknown as Parameters<ServerEvents[typeof name]>;
    this.#io.emit(name, ...args);
  };

  /** From here on requests are answered; before, with UNAVAILABLE. */
  handle(handlers: Handlers): void {
    this.#handlers = handlers;
  }

  async close(): Promise<void> {
    this.#handlers = undefined;
    await this.#io.close();
  }

  #serve(socket: ControlSocket): void {
    socket.onAny((name: string, ...args: unknown[]) => {
      const ack = args.at(-1);
      if (!isRequestName(name) || !isAck(ack) || args.length > 2) {
        this.#options.metrics.unknownEvents.inc();
        return;
      }
      void this.#answer(name, args.length === 2 ? args[0] : {}, ack);
    });
  }

  async #answer<N extends SfuRequestName>(name: N, payload: unknown, ack: Ack): Promise<void> {
    const startedAt = performance.now();
    let outcome: 'ok' | ErrorCode = 'ok';
    try {
      const input = parse(name, payload);
      ack({ ok: true, value: await this.#inOrder(name, input) });
    } catch (error) {
      const appError = toAppError(error);
      outcome = appError.code;
      const line = { request: name, code: appError.code, ...idsOf(payload) };
      if (appError.code === 'INTERNAL') this.#options.log.error({ ...line, err: error }, 'failed');
      else this.#options.log.info(line, 'refused');
      ack({ ok: false, ...appError.toBody() });
    }
    const seconds = (performance.now() - startedAt) / 1000;
    this.#options.metrics.requests.observe({ request: name, outcome }, seconds);
  }

  /** One peer's or probe's messages wait for each other; a node's and a room's wait for nobody. */
  async #inOrder<N extends SfuRequestName>(name: N, input: SfuInput<N>): Promise<SfuOutput<N>> {
    const task = async () => {
      if (!this.#handlers) throw new AppError('UNAVAILABLE');
      return await this.#handlers[name](input);
    };
    if ('peerId' in input) return await this.#queue.run(`${input.roomId} ${input.peerId}`, task);
    if ('probeId' in input) return await this.#queue.run(`probe ${input.probeId}`, task);
    return await task();
  }
}

function isRequestName(name: string): name is SfuRequestName {
  return Object.hasOwn(sfuRequests, name);
}

function isAck(value: unknown): value is Ack {
  return typeof value === 'function';
}

/** Names the wrong fields, never their values. */
function parse<N extends SfuRequestName>(name: N, payload: unknown): SfuInput<N> {
  const parsed = parsers[name].input.safeParse(payload);
  if (parsed.success) return parsed.data;
  const fields = new Set(parsed.error.issues.map((issue) => issue.path.join('.')));
  throw new AppError('INVALID_INPUT', { fields: [...fields].slice(0, 16) });
}

function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('INTERNAL', { cause: error });
}

const ids = z.object({ roomId: z.uuid().optional(), peerId: z.uuid().optional() });

/** What of a message a log line may carry (rule X5). */
function idsOf(payload: unknown): z.infer<typeof ids> {
  const parsed = ids.safeParse(payload);
  return parsed.success ? parsed.data : {};
}

const claims = z.object({ typ: z.literal(serviceTicket.type), exp: z.number() });

/** The algorithm is pinned, so a token can't choose one; a ticket lives two minutes at most. */
function isServiceTicket(ticket: unknown, secret: string): boolean {
  if (typeof ticket !== 'string') return false;
  try {
    const payload = jsonwebtoken.verify(ticket, secret, {
      algorithms: ['HS256'],
      audience: serviceTicket.audience,
      maxAge: '2m',
    });
    return claims.safeParse(payload).success;
  } catch {
    return false;
  }
}

function refusal(code: ErrorCode): Error {
  return Object.assign(new Error(code), { data: { code } });
}
