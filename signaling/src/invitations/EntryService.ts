import { AppError } from '@gabinet/shared/contracts/errors';
import type { SessionEntry } from '@gabinet/shared/contracts/http';
import type { BrowserSession } from '../accounts/BrowserSessions.ts';
import type { Tickets } from '../accounts/Tickets.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { MediaService } from '../media/MediaService.ts';
import type { SessionService } from '../session/SessionService.ts';
import { viewFor } from '../session/views.ts';
import type { Seat, Seats } from './Seats.ts';

/** The ways into a session: a link, a cookie that holds a seat, or the psychologist's own sign-in. */
export class EntryService {
  readonly #database: Database;
  readonly #seats: Seats;
  readonly #sessions: SessionService;
  readonly #tickets: Tickets;
  readonly #media: MediaService;
  readonly #clock: Clock;

  constructor(parts: {
    database: Database;
    seats: Seats;
    sessions: SessionService;
    tickets: Tickets;
    media: MediaService;
    clock: Clock;
  }) {
    this.#database = parts.database;
    this.#seats = parts.seats;
    this.#sessions = parts.sessions;
    this.#tickets = parts.tickets;
    this.#media = parts.media;
    this.#clock = parts.clock;
  }

  /** A person's click on an invitation (rule I2). The token is the right to enter. */
  async byInvitation(
    token: string,
    browserSession: () => Promise<BrowserSession>,
    moveHere: boolean,
  ): Promise<SessionEntry> {
    const participantId = await this.#seats.participantOf(token);
    return this.#enter(await this.#seats.take(await browserSession(), participantId, moveHere));
  }

  /** A page that comes back: this browser has sat there before. */
  async byCookie(
    browserSession: BrowserSession,
    sessionId: string,
    moveHere: boolean,
  ): Promise<SessionEntry> {
    const participantId = await this.#seats.seatedAs(browserSession, sessionId);
    return this.#enter(await this.#seats.take(browserSession, participantId, moveHere));
  }

  /** The psychologist of the appointment, and no other (rule S3). */
  async asPsychologist(
    browserSession: BrowserSession,
    sessionId: string,
    moveHere: boolean,
  ): Promise<SessionEntry> {
    const { psychologistId } = browserSession;
    if (psychologistId === null) throw new AppError('SIGN_IN_REQUIRED');
    const participantId = await this.#seats.psychologistParticipant(sessionId, psychologistId);
    return this.#enter(await this.#seats.take(browserSession, participantId, moveHere));
  }

  /** A client whom a mailed code has shown, from their own page (rule A6). */
  async asClient(
    browserSession: BrowserSession,
    clientId: string,
    sessionId: string,
    moveHere: boolean,
  ): Promise<SessionEntry> {
    const participantId = await this.#seats.clientParticipant(sessionId, clientId);
    return this.#enter(await this.#seats.take(browserSession, participantId, moveHere));
  }

  async #enter(seat: Seat): Promise<SessionEntry> {
    const record = await this.#sessions.read(seat.sessionId);
    const session = viewFor(record, seat.participantId, this.#clock.now());
    if (session === null) throw new AppError('NOT_FOUND');
    const [psychologist, language] = await Promise.all([
      this.#database
        .selectFrom('psychologists')
        .select(['display_name', 'title'])
        .where('id', '=', record.psychologistId)
        .executeTakeFirstOrThrow(),
      this.#languageOf(seat.participantId),
    ]);
    return {
      invitation: {
        participantId: seat.participantId,
        psychologist: { displayName: psychologist.display_name, title: psychologist.title },
        yourName: session.you.displayName,
        language,
        session,
      },
      ticket: this.#tickets.issue({ kind: 'seat', ...seat }),
      routerRtpCapabilities: this.#media.routerRtpCapabilities(),
    };
  }

  async #languageOf(participantId: string): Promise<SessionEntry['invitation']['language']> {
    const row = await this.#database
      .selectFrom('participants as p')
      .innerJoin('appointments as a', 'a.id', 'p.appointment_id')
      .innerJoin('practices as r', 'r.id', 'a.practice_id')
      .leftJoin('clients as c', 'c.id', 'p.client_id')
      .leftJoin('psychologists as y', 'y.id', 'p.psychologist_id')
      .select(['c.language as client', 'y.language as psychologist', 'r.language as practice'])
      .where('p.id', '=', participantId)
      .executeTakeFirstOrThrow();
    return row.client ?? row.psychologist ?? row.practice;
  }
}
