import { AppError } from '@gabinet/shared/contracts/errors';
import type { SessionCommand } from '@gabinet/shared/session/state';
import { isPsychologist } from '@gabinet/shared/session/state';
import type { Socket } from 'socket.io';
import type { Clock } from '../clock.ts';
import type { Seats } from '../invitations/Seats.ts';
import type { MediaPage } from '../media/MediaPage.ts';
import type { MediaService } from '../media/MediaService.ts';
import type { Probes } from '../media/Probes.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { QualityService } from '../quality/QualityService.ts';
import type { SeatClaims, SessionHandlers } from '../transport/bind.ts';
import type { SessionService } from './SessionService.ts';
import { rooms, type SessionTelling } from './SessionTelling.ts';
import { viewFor } from './views.ts';

/** The pages of this process: one per socket that joined. */
export type Pages = Map<string, MediaPage & { readonly connectionId: string }>;

/** What pages may ask over their socket. Every right is checked by the rules or by the SFU. */
export function createSessionHandlers(parts: {
  pages: Pages;
  sessions: SessionService;
  seats: Seats;
  media: MediaService;
  probes: Probes;
  quality: QualityService;
  telling: SessionTelling;
  clock: Clock;
  metrics: Metrics;
}): Omit<SessionHandlers, `chat:${string}`> {
  const { pages, sessions, seats, media, probes, quality, telling, clock, metrics } = parts;

  const joined = (socket: Socket) => {
    const page = pages.get(socket.id);
    if (page === undefined) throw new AppError('WRONG_PHASE');
    return page;
  };

  const self = ({ participantId }: SeatClaims) => ({ participantId });
  const apply = async ({ sessionId }: SeatClaims, command: SessionCommand) => {
    await sessions.apply(sessionId, command);
    return {};
  };

  return {
    'session:join': async ({ pageId, rtpCapabilities }, seat, socket) => {
      const started = performance.now();
      try {
        if (!(await seats.isLive(seat.seatId))) throw new AppError('SEAT_TAKEN');
        const { sessionId, participantId } = seat;
        telling.seatTaken(seat.seatId, socket.id);
        const command = { kind: 'arrive', participantId } as const;
        // One connection is one socket: Socket.IO's id is not ours to store, so it gets its own.
        const connectionId = pages.get(socket.id)?.connectionId ?? crypto.randomUUID();
        const { record } = await sessions.apply(sessionId, command, connectionId);
        const page = {
          sessionId,
          participantId,
          pageId,
          rtpCapabilities,
          connectionId,
          placement: undefined,
          stranded: false,
          notify: (name: string, notice: unknown) => void socket.emit(name, notice),
        };
        const before = pages.get(socket.id);
        if (before) media.forget(before);
        pages.set(socket.id, page);
        // The psychologist hears in a session, too, who waits for the next one.
        if (isPsychologist(record.state, participantId)) {
          await socket.join(rooms.psychologist(record.psychologistId));
        }
        const setup = await media.join(page, record);
        const session = viewFor(record, participantId, clock.now());
        if (session === null) throw new AppError('NOT_FOUND');
        metrics.joins.labels('ok').inc();
        metrics.joinSeconds.observe((performance.now() - started) / 1000);
        // Who waits does not learn how much is being written inside.
        const inside = session.you.presence === 'admitted';
        return { session, media: setup, chatSequence: inside ? record.chatSequence : 0 };
      } catch (error) {
        metrics.joins.labels(error instanceof AppError ? error.code : 'INTERNAL').inc();
        throw error;
      }
    },

    'session:ping': async () => ({}),
    'session:leave': (_input, seat) => apply(seat, { kind: 'leave', ...self(seat) }),
    'session:admit': ({ participantId }, seat) =>
      apply(seat, { kind: 'admit', by: seat.participantId, participantId }),
    'session:remove': ({ participantId }, seat) =>
      apply(seat, { kind: 'remove', by: seat.participantId, participantId }),
    'session:end': (_input, seat) => apply(seat, { kind: 'end', by: seat.participantId }),

    'session:set-ceiling': (given, seat) =>
      apply(seat, { kind: 'set-ceiling', ...given, ...self(seat) }),
    'session:propose': (asked, seat) => apply(seat, { kind: 'propose', ...asked, ...self(seat) }),
    'session:answer': (given, seat) => apply(seat, { kind: 'answer', ...given, ...self(seat) }),
    'session:withdraw': (given, seat) => apply(seat, { kind: 'withdraw', ...given, ...self(seat) }),
    'session:report-link': (link, seat) =>
      apply(seat, { kind: 'report-link', ...link, ...self(seat) }),
    'session:wish-marks': (wish, seat) =>
      apply(seat, { kind: 'wish-marks', ...wish, ...self(seat) }),

    'session:report-quality': async (sample, { sessionId, participantId }) => {
      await quality.report(sessionId, participantId, sample);
      return {};
    },

    'media:connect': ({ mediaEpoch, ...input }, _seat, socket) =>
      media.forward(joined(socket), mediaEpoch, 'peer:connect', input),
    'media:produce': ({ mediaEpoch, ...input }, _seat, socket) =>
      media.forward(joined(socket), mediaEpoch, 'peer:produce', input),
    'media:pause': ({ mediaEpoch, ...input }, _seat, socket) =>
      media.forward(joined(socket), mediaEpoch, 'producer:pause', input),
    'media:resume': ({ mediaEpoch, ...input }, _seat, socket) =>
      media.forward(joined(socket), mediaEpoch, 'producer:resume', input),
    'media:close': ({ mediaEpoch, ...input }, _seat, socket) =>
      media.forward(joined(socket), mediaEpoch, 'producer:close', input),
    'media:ready': ({ mediaEpoch, ...input }, _seat, socket) =>
      media.forward(joined(socket), mediaEpoch, 'consumer:ready', input),
    'media:limit': ({ mediaEpoch, ...input }, _seat, socket) =>
      media.forward(joined(socket), mediaEpoch, 'consumer:limit', input),
    'media:restart-ice': ({ mediaEpoch, direction }, _seat, socket) =>
      media.restartIce(joined(socket), mediaEpoch, direction),
    'media:renew': (_input, _seat, socket) => media.renew(joined(socket)),
    ...probes.handlers(),
  };
}
