import { AppError } from '@gabinet/shared/contracts/errors';
import type { AppointmentStatus, Presence } from '@gabinet/shared/contracts/words';
import type { Transaction } from 'kysely';
import type { BrowserSession } from '../accounts/BrowserSessions.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Tables } from '../database/tables.ts';
import { hashToken, newToken } from '../transport/cookies.ts';

/** A seat as a browser holds it. */
export interface Seat {
  readonly seatId: string;
  readonly sessionId: string;
  readonly participantId: string;
}

/** 160 bits (rule I1). */
const tokenBytes = 20;

const cancelled = ['cancelled', 'late_cancelled'] as const;

/** Told when a seat goes to another browser, so that the first page learns of it (rule S6). */
export type SeatReleasedListener = (seat: Seat) => void;

/** Invitations and the seats they open (rules I1–I3, S5, S6). */
export class Seats {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #listeners: SeatReleasedListener[] = [];

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  onReleased(listener: SeatReleasedListener): void {
    this.#listeners.push(listener);
  }

  /** Makes a fresh invitation; only the caller ever sees its token. */
  async invite(participantId: string): Promise<{ token: string }> {
    const { token, hash } = newToken(tokenBytes);
    await this.#database
      .insertInto('invitations')
      .values({
        participant_id: participantId,
        token_hash: hash,
        created_at: new Date(this.#clock.now()),
        revoked_at: null,
      })
      .execute();
    return { token };
  }

  /** Whose invitation a token is. Throws INVITATION_INVALID, INVITATION_REMOVED or APPOINTMENT_OVER. */
  async participantOf(token: string): Promise<string> {
    const row = await this.#database
      .selectFrom('invitations as i')
      .innerJoin('participants as p', 'p.id', 'i.participant_id')
      .innerJoin('appointments as a', 'a.id', 'p.appointment_id')
      .select(['p.id', 'p.presence', 'p.declined_at', 'a.status'])
      .where('i.token_hash', '=', hashToken(token))
      .where('i.revoked_at', 'is', null)
      .where('a.status', 'in', ['confirmed', ...cancelled])
      .executeTakeFirst();
    if (row === undefined) throw new AppError('INVITATION_INVALID');
    checkComing(row);
    return row.id;
  }

  /** The participant that a psychologist is in a session of their own. Throws NOT_FOUND. */
  async psychologistParticipant(sessionId: string, psychologistId: string): Promise<string> {
    const row = await this.#database
      .selectFrom('participants')
      .select('id')
      .where('appointment_id', '=', sessionId)
      .where('psychologist_id', '=', psychologistId)
      .executeTakeFirst();
    if (row === undefined) throw new AppError('NOT_FOUND');
    return row.id;
  }

  /** The participant that a client is in a confirmed appointment. Throws NOT_FOUND, INVITATION_REMOVED. */
  async clientParticipant(sessionId: string, clientId: string): Promise<string> {
    const row = await this.#database
      .selectFrom('participants as p')
      .innerJoin('appointments as a', 'a.id', 'p.appointment_id')
      .innerJoin('sessions as s', 's.id', 'a.id')
      .select(['p.id', 'p.presence'])
      .where('a.id', '=', sessionId)
      .where('p.client_id', '=', clientId)
      .where('p.declined_at', 'is', null)
      .where('a.status', '=', 'confirmed')
      .executeTakeFirst();
    if (row === undefined) throw new AppError('NOT_FOUND');
    if (row.presence === 'removed') throw new AppError('INVITATION_REMOVED');
    return row.id;
  }

  /**
   * Who this browser was last seated as in a session, psychologists aside. Throws NOT_FOUND,
   * INVITATION_REMOVED, APPOINTMENT_OVER.
   */
  async seatedAs(browserSession: BrowserSession, sessionId: string): Promise<string> {
    const row = await this.#database
      .selectFrom('seats as s')
      .innerJoin('participants as p', 'p.id', 's.participant_id')
      .innerJoin('appointments as a', 'a.id', 'p.appointment_id')
      .select(['s.participant_id', 'p.presence', 'p.declined_at', 'a.status'])
      .where('s.browser_session_id', '=', browserSession.browserSessionId)
      .where('p.appointment_id', '=', sessionId)
      .where('p.role', '!=', 'psychologist')
      .orderBy('s.taken_at', 'desc')
      .executeTakeFirst();
    if (row === undefined) throw new AppError('NOT_FOUND');
    checkComing(row);
    return row.participant_id;
  }

  /** Who this browser sits as in a session now, psychologists too. Throws NOT_FOUND. */
  async sitsAs(browserSession: BrowserSession, sessionId: string): Promise<string> {
    const row = await this.#database
      .selectFrom('seats as s')
      .innerJoin('participants as p', 'p.id', 's.participant_id')
      .select('s.participant_id')
      .where('s.browser_session_id', '=', browserSession.browserSessionId)
      .where('s.released_at', 'is', null)
      .where('p.appointment_id', '=', sessionId)
      .orderBy('s.taken_at', 'desc')
      .executeTakeFirst();
    if (row === undefined) throw new AppError('NOT_FOUND');
    return row.participant_id;
  }

  /**
   * Takes the participant's one seat for this browser. A browser that has it keeps it. Another one
   * that is in the session now loses it only when `moveHere` says so; else SEAT_TAKEN (rule S6).
   */
  async take(
    browserSession: BrowserSession,
    participantId: string,
    moveHere: boolean,
  ): Promise<Seat> {
    const kept = await this.#heldBy(browserSession, participantId);
    if (kept) return kept;
    const { seat, released } = await this.#database.transaction().execute(async (transaction) => {
      // The participant's row is the lock: two devices that knock at once are heard one by one.
      const participant = await transaction
        .selectFrom('participants')
        .select(['appointment_id', 'connected'])
        .where('id', '=', participantId)
        .forUpdate()
        .executeTakeFirst();
      if (participant === undefined) throw new AppError('NOT_FOUND');
      const sessionId = participant.appointment_id;
      const current = await transaction
        .selectFrom('seats')
        .select(['id', 'browser_session_id'])
        .where('participant_id', '=', participantId)
        .where('released_at', 'is', null)
        .executeTakeFirst();
      if (current?.browser_session_id === browserSession.browserSessionId) {
        return { seat: { seatId: current.id, sessionId, participantId }, released: undefined };
      }
      if (current !== undefined && participant.connected && !moveHere) {
        throw new AppError('SEAT_TAKEN');
      }
      const seatId = await this.#replace(transaction, current?.id, browserSession, participantId);
      return {
        seat: { seatId, sessionId, participantId },
        released: current && { seatId: current.id, sessionId, participantId },
      };
    });
    if (released) for (const listener of this.#listeners) listener(released);
    return seat;
  }

  /** The seat, where it is this browser's: every page that comes back asks, and needs no lock for it. */
  async #heldBy(
    { browserSessionId }: BrowserSession,
    participantId: string,
  ): Promise<Seat | undefined> {
    return this.#database
      .selectFrom('seats as s')
      .innerJoin('participants as p', 'p.id', 's.participant_id')
      .select([
        's.id as seatId',
        'p.appointment_id as sessionId',
        's.participant_id as participantId',
      ])
      .where('s.participant_id', '=', participantId)
      .where('s.browser_session_id', '=', browserSessionId)
      .where('s.released_at', 'is', null)
      .executeTakeFirst();
  }

  async #replace(
    transaction: Transaction<Tables>,
    currentId: string | undefined,
    browserSession: BrowserSession,
    participantId: string,
  ): Promise<string> {
    const now = new Date(this.#clock.now());
    if (currentId !== undefined) {
      await transaction
        .updateTable('seats')
        .set({ released_at: now })
        .where('id', '=', currentId)
        .execute();
    }
    const row = await transaction
      .insertInto('seats')
      .values({
        browser_session_id: browserSession.browserSessionId,
        participant_id: participantId,
        taken_at: now,
        released_at: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return row.id;
  }

  /** Whether a seat is still its browser's: a ticket may outlive it by two minutes. */
  async isLive(seatId: string): Promise<boolean> {
    const row = await this.#database
      .selectFrom('seats')
      .select('id')
      .where('id', '=', seatId)
      .where('released_at', 'is', null)
      .executeTakeFirst();
    return row !== undefined;
  }
}

/** Whether somebody who was invited is still to come (rules S5, B11, B12). */
function checkComing(row: {
  readonly presence: Presence;
  readonly declined_at: Date | null;
  readonly status: AppointmentStatus;
}): void {
  if (row.presence === 'removed') throw new AppError('INVITATION_REMOVED');
  const isOff = cancelled.some((one) => one === row.status);
  if (isOff || row.declined_at !== null) throw new AppError('APPOINTMENT_OVER');
}
