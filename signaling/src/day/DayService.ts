import { AppError } from '@gabinet/shared/contracts/errors';
import type { DayAppointment, HttpOutput } from '@gabinet/shared/contracts/http';
import { sql } from 'kysely';
import type { BrowserSession } from '../accounts/BrowserSessions.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';

/** A psychologist's day: their own appointments, and nobody else's. */
export class DayService {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Today by the psychologist's own zone, from midnight to midnight. */
  async today(browserSession: BrowserSession | undefined): Promise<HttpOutput<'day'>> {
    if (browserSession?.psychologistId == null) throw new AppError('SIGN_IN_REQUIRED');
    const { psychologistId } = browserSession;
    const owner = await this.#database
      .selectFrom('psychologists as y')
      .innerJoin('practices as p', 'p.id', 'y.practice_id')
      .select(['y.display_name', 'y.title', 'y.language', 'y.zone', 'p.name'])
      .where('y.id', '=', psychologistId)
      .executeTakeFirstOrThrow();
    const now = this.#clock.now();
    const [from, to] = dayBounds(now, owner.zone);
    const rows = await this.#database
      .selectFrom('appointments as a')
      .leftJoin('sessions as s', 's.id', 'a.id')
      // Everybody but the psychologist; who declined does not come (rule B12), and a group may be empty yet.
      .leftJoin('participants as o', (join) =>
        join
          .onRef('o.appointment_id', '=', 'a.id')
          .on('o.role', '!=', 'psychologist')
          .on('o.declined_at', 'is', null),
      )
      .select([
        'a.id',
        'a.modality',
        'a.status',
        'a.address',
        's.modality as live_modality',
        's.phase',
        sql<Date>`lower(a.during)`.as('starts_at'),
        sql<Date>`upper(a.during)`.as('ends_at'),
        'o.id as participant_id',
        'o.display_name',
        'o.presence',
        'o.connected',
        'o.arrived_at',
      ])
      .where('a.psychologist_id', '=', psychologistId)
      .where('a.status', 'in', ['confirmed', 'requested'])
      .where(sql<boolean>`a.during && tstzrange(${from}, ${to})`)
      .orderBy('starts_at')
      .orderBy('o.id')
      .execute();
    const appointments = new Map<string, DayAppointment>();
    for (const row of rows) {
      const known: DayAppointment = appointments.get(row.id) ?? {
        sessionId: row.id,
        startsAt: row.starts_at.getTime(),
        endsAt: row.ends_at.getTime(),
        // In a session the form may change from what was booked.
        modality: row.live_modality ?? row.modality,
        phase: row.phase ?? 'scheduled',
        status: row.status === 'requested' ? 'requested' : 'confirmed',
        address: row.address,
        people: [],
      };
      if (row.participant_id !== null) {
        known.people.push({
          participantId: row.participant_id,
          displayName: row.display_name ?? '',
          presence: row.presence ?? 'invited',
          connected: row.connected ?? false,
          arrivedAt: row.arrived_at?.getTime() ?? null,
        });
      }
      appointments.set(row.id, known);
    }
    return {
      psychologist: {
        psychologistId,
        displayName: owner.display_name,
        title: owner.title,
        language: owner.language,
      },
      practiceName: owner.name,
      zone: owner.zone,
      now,
      appointments: [...appointments.values()],
    };
  }

  /**
   * Whose session comes next today after one of theirs, and the first arrival among who waits for it.
   * Throws SIGN_IN_REQUIRED; NOT_FOUND when the session is not this psychologist's (rule I3).
   */
  async nextWaiting(
    browserSession: BrowserSession | undefined,
    sessionId: string,
  ): Promise<HttpOutput<'nextWaiting'>> {
    if (browserSession?.psychologistId == null) throw new AppError('SIGN_IN_REQUIRED');
    const { psychologistId } = browserSession;
    const current = await this.#database
      .selectFrom('sessions as s')
      .innerJoin('appointments as a', 'a.id', 's.id')
      .innerJoin('psychologists as y', 'y.id', 'a.psychologist_id')
      .select(['y.zone', sql<Date>`lower(a.during)`.as('starts_at')])
      .where('s.id', '=', sessionId)
      .where('a.psychologist_id', '=', psychologistId)
      .executeTakeFirst();
    if (current === undefined) throw new AppError('NOT_FOUND');
    const [, tomorrow] = dayBounds(this.#clock.now(), current.zone);
    const next = await this.#database
      .selectFrom('sessions as s')
      .innerJoin('appointments as a', 'a.id', 's.id')
      .select(['s.id', sql<Date>`lower(a.during)`.as('starts_at')])
      .where('a.psychologist_id', '=', psychologistId)
      .where('a.status', '=', 'confirmed')
      .where('s.phase', '!=', 'ended')
      .where('s.id', '!=', sessionId)
      .where(sql<Date>`lower(a.during)`, '>', current.starts_at)
      .where(sql<Date>`lower(a.during)`, '<', tomorrow)
      .orderBy('starts_at')
      .limit(1)
      .executeTakeFirst();
    if (next === undefined) return { next: null };
    const people = await this.#database
      .selectFrom('participants')
      .select(['display_name', 'presence', 'arrived_at'])
      .where('appointment_id', '=', next.id)
      .where('role', '!=', 'psychologist')
      .where('declined_at', 'is', null)
      .where('presence', '!=', 'removed')
      .orderBy('id')
      .execute();
    const arrivals = people.flatMap(({ presence, arrived_at: arrivedAt }) =>
      presence === 'waiting' && arrivedAt !== null ? [arrivedAt.getTime()] : [],
    );
    return {
      next: {
        sessionId: next.id,
        startsAt: next.starts_at.getTime(),
        names: people.map((one) => one.display_name),
        waitingSince: arrivals.length > 0 ? Math.min(...arrivals) : null,
      },
    };
  }
}

/** The instants between which a zone's calendar date of `now` lies; 23 to 25 hours apart. */
function dayBounds(now: number, zone: string): [Date, Date] {
  const start = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).startOfDay();
  const end = start.add({ days: 1 });
  return [new Date(start.epochMilliseconds), new Date(end.epochMilliseconds)];
}
