import { AppError } from '@gabinet/shared/contracts/errors';
import type { RequestParsers } from '@gabinet/shared/contracts/parsers';
import {
  type SessionInput,
  type SessionOutput,
  type SessionRequestName,
  sessionRequests,
  type TicketClaims,
} from '@gabinet/shared/contracts/session';
import type { Socket } from 'socket.io';
import type { Log } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';
import { toAppError } from './errors.ts';
import type { Budget, Limits } from './limits.ts';

export type SeatClaims = Extract<TicketClaims, { kind: 'seat' }>;

/** A handler for every request of the contract; a missing one does not compile. */
export type SessionHandlers = {
  [N in SessionRequestName]: (
    input: SessionInput<N>,
    seat: SeatClaims,
    socket: Socket,
  ) => Promise<SessionOutput<N>>;
};

export interface BindParts {
  readonly handlers: SessionHandlers;
  readonly limits: Limits;
  readonly log: Log;
  readonly metrics: Metrics;
}

const parsers: RequestParsers<typeof sessionRequests> = sessionRequests;

type Ack = (reply: unknown) => void;

/**
 * Binds one page's socket to the handlers: limit, parse, handle, and the one mapping of errors.
 * A page's messages are handled one after the other in the order they came (rule M2), so a page may
 * send without waiting. Unknown events are counted and dropped (rule X4).
 */
export function bind(socket: Socket, seat: SeatClaims | undefined, parts: BindParts): void {
  let last: Promise<void> = Promise.resolve();
  socket.onAny((event: unknown, ...given: unknown[]) => {
    const name = isRequestName(event) ? event : undefined;
    const ack = given.at(-1);
    if (name === undefined || seat === undefined) {
      parts.metrics.socketMessages.labels('unknown', 'dropped').inc();
      if (isAck(ack)) ack({ ok: false, ...new AppError('NOT_FOUND').toBody() });
      return;
    }
    if (name === 'session:ping') {
      // It asks whether this socket carries, not whether the message before it is done (rule S14).
      void handle(name, given[0], isAck(ack) ? ack : undefined);
      return;
    }
    last = last.then(() => handle(name, given[0], isAck(ack) ? ack : undefined));
  });

  async function handle(
    name: SessionRequestName,
    payload: unknown,
    ack: Ack | undefined,
  ): Promise<void> {
    if (seat === undefined) return;
    try {
      await parts.limits.take(budgetOf(name), socket.id);
      const value = await call(parts.handlers, name, payload, seat, socket);
      parts.metrics.socketMessages.labels(name, 'ok').inc();
      ack?.({ ok: true, value });
    } catch (thrown) {
      const error = toAppError(thrown);
      parts.metrics.socketMessages.labels(name, error.code).inc();
      if (error.status >= 500) {
        const fields = { event: name, code: error.code, sessionId: seat.sessionId };
        parts.log.error('A message failed.', fields, error.cause);
      }
      ack?.({ ok: false, ...error.toBody() });
    }
  }
}

/** Ties a name to its own parser and handler, which the compiler cannot follow through a union. */
function call<N extends SessionRequestName>(
  handlers: SessionHandlers,
  name: N,
  payload: unknown,
  seat: SeatClaims,
  socket: Socket,
): Promise<SessionOutput<N>> {
  return handlers[name](parsers[name].input.parse(payload), seat, socket);
}

function budgetOf(name: SessionRequestName): Budget {
  switch (name) {
    case 'chat:send':
    case 'chat:read':
      return 'writing';
    case 'chat:mark':
    case 'chat:typing':
      return 'sign';
    default:
      return 'message';
  }
}

function isRequestName(event: unknown): event is SessionRequestName {
  return typeof event === 'string' && Object.hasOwn(sessionRequests, event);
}

function isAck(value: unknown): value is Ack {
  return typeof value === 'function';
}
