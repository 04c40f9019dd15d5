import { AppError } from '@gabinet/shared/contracts/errors';
import type { Server, Socket } from 'socket.io';
import { createChatHandlers } from './chat/handlers.ts';
import type { AppParts, Services } from './services.ts';
import { createSessionHandlers, type Pages } from './session/handlers.ts';
import { rooms, SessionTelling } from './session/SessionTelling.ts';
import { bind } from './transport/bind.ts';
import { admitSockets } from './transport/sockets.ts';

/** The pages whose sockets this process holds. */
export interface PageSockets {
  /** Connection ids of the pages, for their leases. */
  connectionIds(): string[];
  /** From now on a lost socket is a page on its way to another process. */
  drain(): void;
  /**
   * Tells pages how many messages there are, where that has changed: a notice may be lost with the
   * process that was to give it, or with Redis, while this page's socket stays open (rule C3).
   */
  tellChatSequences(): Promise<void>;
}

/** Lets pages in, binds their messages to the services, and notes when one is lost. */
export function servePages(io: Server, parts: AppParts, services: Services): PageSockets {
  const { clock, log, metrics, limits } = parts;
  const {
    browserSessions,
    calendarTelling,
    chat,
    media,
    practice,
    probes,
    quality,
    seats,
    sessions,
    tickets,
  } = services;
  let draining = false;

  calendarTelling.use(io);
  const telling = new SessionTelling(io, sessions, clock);
  browserSessions.onEnded((ended) => telling.browserEnded(ended));
  seats.onReleased(({ seatId }) => telling.seatTaken(seatId));
  const pages: Pages = new Map();
  const handlers = {
    ...createSessionHandlers({
      pages,
      sessions,
      seats,
      media,
      probes,
      quality,
      telling,
      clock,
      metrics,
    }),
    ...createChatHandlers(chat),
  };
  const toldSequences = new WeakMap<object, number>();

  practice.duty.onChange((practiceId) => {
    io.to(rooms.staff(practiceId)).emit('duty:called', {});
  });

  const goodbye = (socket: Socket) => {
    metrics.sockets.dec();
    probes.end(socket.id);
    const page = pages.get(socket.id);
    if (page === undefined) return;
    pages.delete(socket.id);
    media.forget(page);
    // While draining, people are on their way to another process: they have not left.
    if (draining) return;
    const { sessionId, participantId, connectionId } = page;
    sessions
      .apply(sessionId, { kind: 'disconnect', participantId }, connectionId)
      .catch((error: unknown) => {
        // Cancelled while the page was there: nobody is waited for.
        if (error instanceof AppError && error.code === 'NOT_FOUND') return;
        log.warn('A lost page could not be noted; its lease will.', { sessionId }, error);
      });
  };

  admitSockets(io, tickets, log, (socket, claims) => {
    metrics.sockets.inc();
    socket.on('disconnect', () => goodbye(socket));
    if (claims.kind === 'day') {
      const { psychologistId, practiceId, wholePractice } = claims;
      void socket.join(rooms.browser(claims.browserSessionId));
      if (psychologistId !== null) void socket.join(rooms.psychologist(psychologistId));
      void socket.join(rooms.staff(practiceId));
      if (wholePractice) void socket.join(rooms.practice(practiceId));
      bind(socket, undefined, { handlers, limits, log, metrics });
      return;
    }
    void socket.join([rooms.participant(claims.participantId), rooms.seat(claims.seatId)]);
    bind(socket, claims, { handlers, limits, log, metrics });
  });

  return {
    connectionIds: () => [...pages.values()].map((page) => page.connectionId),
    drain() {
      draining = true;
      io.local.emit('server:leaving', { afterMilliseconds: 200 });
    },
    async tellChatSequences() {
      const here = [...pages.values()];
      const sequences = await chat.sequences([...new Set(here.map((page) => page.sessionId))]);
      for (const page of here) {
        const sequence = sequences.get(page.participantId);
        if (sequence === undefined || toldSequences.get(page) === sequence) continue;
        toldSequences.set(page, sequence);
        page.notify('chat:sequence', { sequence });
      }
    },
  };
}
