import { createHash } from 'node:crypto';
import { AppError } from '@gabinet/shared/contracts/errors';
import type { AppointmentModality, AppointmentStatus } from '@gabinet/shared/contracts/words';
import { sql } from 'kysely';
import type { StaffMember } from '../accounts/BrowserSessions.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import { hostOf } from '../notifications/AppointmentMail.ts';
import { wordings } from '../notifications/texts/languages.ts';
import { hashToken, newToken } from '../transport/cookies.ts';
import { type CalendarEvent, writeCalendar } from './icalendar.ts';

/** 160 bits. */
const tokenBytes = 20;
const dayMs = 24 * 60 * 60_000;
/** What is over stays listed so long; a cancelled one too, so that calendars elsewhere take it out. */
const keptDays = 60;
/** How often a calendar elsewhere is asked to look again. */
const refreshSeconds = 15 * 60;
const maxEvents = 5_000;

/** A feed as a calendar elsewhere gets it. */
export interface Feed {
  readonly body: string;
  /** Quoted, as the header wants it; of the bytes alone. */
  readonly etag: string;
}

/** The secret link under which a psychologist's calendar elsewhere reads the appointments (rule F1). */
export class FeedService {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #baseUrl: () => string;

  constructor(parts: { database: Database; clock: Clock; baseUrl: () => string }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#baseUrl = parts.baseUrl;
  }

  /** Since when there is a link, as epoch milliseconds; null without one. Throws NOT_FOUND. */
  async createdAt(staff: StaffMember, psychologistId: string): Promise<number | null> {
    mustBeOwn(staff, psychologistId);
    const row = await this.#database
      .selectFrom('calendar_feeds')
      .select('created_at')
      .where('psychologist_id', '=', psychologistId)
      .executeTakeFirst();
    return row?.created_at.getTime() ?? null;
  }

  /** A new link, which only the caller ever sees; the one before stops working. Throws NOT_FOUND. */
  async renew(staff: StaffMember, psychologistId: string): Promise<{ url: string }> {
    mustBeOwn(staff, psychologistId);
    const { token, hash } = newToken(tokenBytes);
    const row = { token_hash: hash, created_at: new Date(this.#clock.now()) };
    await this.#database
      .insertInto('calendar_feeds')
      .values({ psychologist_id: psychologistId, ...row })
      .onConflict((conflict) => conflict.column('psychologist_id').doUpdateSet(row))
      .execute();
    return { url: `${this.#baseUrl()}/feeds/${token}.ics` };
  }

  /** Stops the link. Throws NOT_FOUND. */
  async revoke(staff: StaffMember, psychologistId: string): Promise<void> {
    mustBeOwn(staff, psychologistId);
    await this.#database
      .deleteFrom('calendar_feeds')
      .where('psychologist_id', '=', psychologistId)
      .execute();
  }

  /** The feed behind a link. Throws NOT_FOUND when there is none. */
  async read(token: string): Promise<Feed> {
    const owner = await this.#database
      .selectFrom('calendar_feeds as f')
      .innerJoin('psychologists as y', 'y.id', 'f.psychologist_id')
      .innerJoin('practices as x', 'x.id', 'y.practice_id')
      .select(['y.id', 'y.language', 'x.address'])
      .where('f.token_hash', '=', hashToken(token))
      .where('y.deactivated_at', 'is', null)
      .executeTakeFirst();
    if (owner === undefined) throw new AppError('NOT_FOUND');
    const wording = wordings[owner.language];
    const baseUrl = this.#baseUrl();
    const rows = await this.#rows(owner.id);
    const body = writeCalendar({
      method: null,
      name: wording.feedName,
      refreshSeconds,
      events: rows.map((row): CalendarEvent => {
        const summary = wording.eventTitle(wording.modality[row.modality]);
        return { ...eventOf(row, baseUrl), summary, location: locationOf(row, owner.address) };
      }),
    });
    return { body, etag: `"${createHash('sha256').update(body).digest('base64url')}"` };
  }

  async #rows(psychologistId: string): Promise<FeedRow[]> {
    const since = new Date(this.#clock.now() - keptDays * dayMs);
    return await this.#database
      .selectFrom('appointments')
      .select([
        'id',
        'status',
        'modality',
        'sequence',
        'changed_at',
        'address',
        sql<Date>`lower(during)`.as('starts_at'),
        sql<Date>`upper(during)`.as('ends_at'),
      ])
      .where('psychologist_id', '=', psychologistId)
      // A hold is a question, and nobody's appointment yet.
      .where('status', '!=', 'hold')
      .where(sql<boolean>`during && tstzrange(${since}, NULL)`)
      .orderBy('starts_at')
      .orderBy('id')
      .limit(maxEvents)
      .execute();
  }
}

interface FeedRow {
  id: string;
  status: AppointmentStatus;
  modality: AppointmentModality;
  sequence: number;
  changed_at: Date;
  address: string | null;
  starts_at: Date;
  ends_at: Date;
}

function eventOf(row: FeedRow, baseUrl: string): Omit<CalendarEvent, 'summary' | 'location'> {
  return {
    uid: `${row.id}@${hostOf(baseUrl)}`,
    sequence: row.sequence,
    changedAt: row.changed_at.getTime(),
    startsAt: row.starts_at.getTime(),
    endsAt: row.ends_at.getTime(),
    status: statusOf(row.status),
    modality: row.modality,
    conferenceUrl: `${baseUrl}/s/${row.id}`,
    description: null,
    organizer: null,
    attendee: null,
  };
}

function statusOf(status: AppointmentStatus): CalendarEvent['status'] {
  switch (status) {
    case 'hold':
    case 'requested':
      return 'TENTATIVE';
    case 'confirmed':
      return 'CONFIRMED';
    case 'cancelled':
    case 'late_cancelled':
      return 'CANCELLED';
  }
}

function locationOf(row: FeedRow, practiceAddress: string | null): string | null {
  return row.modality === 'office' ? (row.address ?? practiceAddress) : null;
}

/** The link is its psychologist's own; a coordinator has the calendar itself (rule A5). */
function mustBeOwn(staff: StaffMember, psychologistId: string): void {
  if (staff.psychologistId !== psychologistId) throw new AppError('NOT_FOUND');
}
