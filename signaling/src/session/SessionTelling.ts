import type { SessionNotice, SessionNoticeName } from '@gabinet/shared/contracts/session';
import type { Server } from 'socket.io';
import type { EndedBrowser } from '../accounts/BrowserSessions.ts';
import type { Clock } from '../clock.ts';
import type { Outsiders } from './outsiders.ts';
import type { Outcome, SessionService } from './SessionService.ts';
import { viewFor } from './views.ts';

/** The rooms of sockets; the adapter carries them over all signaling processes (rule N3). */
export const rooms = {
  participant: (participantId: string) => `participant:${participantId}`,
  seat: (seatId: string) => `seat:${seatId}`,
  browser: (browserSessionId: string) => `browser:${browserSessionId}`,
  psychologist: (psychologistId: string) => `psychologist:${psychologistId}`,
  /** Everybody of the practice's staff. */
  staff: (practiceId: string) => `staff:${practiceId}`,
  /** Staff who schedule for the whole practice. */
  practice: (practiceId: string) => `practice:${practiceId}`,
} as const;

/** Tells every page what a change means for it (rule S9), and the day page who came or left. */
export class SessionTelling {
  readonly #io: Server;
  readonly #clock: Clock;

  constructor(io: Server, sessions: SessionService, clock: Clock) {
    this.#io = io;
    this.#clock = clock;
    sessions.onChange((outcome) => this.#tell(outcome));
    sessions.onOutsiders((outsiders) => this.#tellOutsiders(outsiders));
  }

  /** The seat went elsewhere: its pages are told and cut off (rule S6). */
  seatTaken(seatId: string, exceptSocketId?: string): void {
    const room = rooms.seat(seatId);
    const others = exceptSocketId ? this.#io.except(exceptSocketId) : this.#io;
    this.#emit(others.to(room), 'seat:taken', {});
    others.in(room).disconnectSockets(true);
  }

  /** A browser was signed out: its pages are cut off, those in a session and those of the staff. */
  browserEnded({ browserSessionId, seatIds }: EndedBrowser): void {
    this.#io
      .in([rooms.browser(browserSessionId), ...seatIds.map(rooms.seat)])
      .disconnectSockets(true);
  }

  /** They learn that it is off, and are cut off; the day page shows who is still to come. */
  #tellOutsiders({ sessionId, psychologistId, participantIds }: Outsiders): void {
    const theirs = participantIds.map(rooms.participant);
    this.#emit(this.#io.to(theirs), 'session:cancelled', {});
    this.#io.in(theirs).disconnectSockets(true);
    const changed = { sessionId, arrived: false };
    this.#emit(this.#io.to(rooms.psychologist(psychologistId)), 'day:changed', changed);
  }

  #tell({ record, events }: Outcome): void {
    const now = this.#clock.now();
    for (const { participantId } of record.state.participants) {
      const view = viewFor(record, participantId, now);
      if (view === null) continue;
      this.#emit(this.#io.to(rooms.participant(participantId)), 'session:changed', view);
    }
    const arrived = events.some(
      (event) =>
        event.kind === 'arrived' &&
        record.state.participants.some(
          (one) => one.participantId === event.participantId && one.presence === 'waiting',
        ),
    );
    this.#emit(this.#io.to(rooms.psychologist(record.psychologistId)), 'day:changed', {
      sessionId: record.state.sessionId,
      arrived,
    });
  }

  #emit<N extends SessionNoticeName>(
    to: { emit(name: string, payload: unknown): unknown },
    name: N,
    notice: SessionNotice<N>,
  ): void {
    to.emit(name, notice);
  }
}
