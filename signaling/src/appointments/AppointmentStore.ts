import type { AppointmentModality, AppointmentStatus } from '@gabinet/shared/contracts/words';
import { sql, type Transaction } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Tables } from '../database/tables.ts';

/** A place in a calendar: the time itself, and with its buffers. */
export interface Place {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly blockedFrom: number;
  readonly blockedTo: number;
  readonly zone: string;
}

export interface NewAppointment {
  readonly practiceId: string;
  readonly psychologistId: string;
  readonly status: Extract<AppointmentStatus, 'hold' | 'requested' | 'confirmed'>;
  readonly modality: AppointmentModality;
  readonly place: Place;
  readonly series: { readonly seriesId: string; readonly index: number } | null;
  readonly holdExpiresAt: number | null;
  readonly seats: number | null;
  readonly address: string | null;
  readonly intakeId: string | null;
}

/** The SQL that writes appointments and what is copied from them. Rules and order are the services'. */
export class AppointmentStore {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async insertSeries(
    transaction: Transaction<Tables>,
    series: {
      readonly practiceId: string;
      readonly psychologistId: string;
      readonly everyWeeks: number;
      readonly occurrences: number;
      readonly wallStart: string;
      readonly zone: string;
    },
  ): Promise<string> {
    const { id } = await transaction
      .insertInto('series')
      .values({
        practice_id: series.practiceId,
        psychologist_id: series.psychologistId,
        every_weeks: series.everyWeeks,
        occurrences: series.occurrences,
        wall_start: series.wallStart,
        zone: series.zone,
        created_at: this.#now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  /** Inserts an appointment; gives its id. Its people and session come with `addPeople` and `keepSession`. */
  async insert(transaction: Transaction<Tables>, one: NewAppointment): Promise<string> {
    const { id } = await transaction
      .insertInto('appointments')
      .values({
        practice_id: one.practiceId,
        psychologist_id: one.psychologistId,
        status: one.status,
        modality: one.modality,
        ...placed(one.place),
        created_at: this.#now(),
        changed_at: this.#now(),
        series_id: one.series?.seriesId ?? null,
        series_index: one.series?.index ?? null,
        original_start: one.series === null ? null : new Date(one.place.startsAt),
        hold_expires_at: one.holdExpiresAt === null ? null : new Date(one.holdExpiresAt),
        seats: one.seats,
        address: one.address,
        intake_id: one.intakeId,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  /**
   * Puts appointments at new places. All are lifted out first, so that a set which shifts as one never
   * stands in its own way (rule B10).
   */
  async move(
    transaction: Transaction<Tables>,
    moves: readonly {
      readonly appointmentId: string;
      readonly place: Place;
      readonly moved: boolean;
      /** The series itself puts it there. */
      readonly originalStart: number | null;
      readonly cancelUntil: number | null;
    }[],
  ): Promise<void> {
    const ids = moves.map((one) => one.appointmentId);
    const statuses = await transaction
      .selectFrom('appointments')
      .select(['id', 'status'])
      .where('id', 'in', ids)
      .execute();
    if (moves.length > 1) await this.#lift(transaction, ids);
    for (const one of moves) {
      const { during, ...rest } = placed(one.place);
      const status = statuses.find((row) => row.id === one.appointmentId)?.status ?? 'confirmed';
      await transaction
        .updateTable('appointments')
        .set({
          during,
          ...rest,
          status,
          moved: one.moved,
          cancel_until: one.cancelUntil === null ? null : new Date(one.cancelUntil),
          sequence: sql`sequence + 1`,
          changed_at: this.#now(),
          ...(one.originalStart === null ? {} : { original_start: new Date(one.originalStart) }),
        })
        .where('id', '=', one.appointmentId)
        .execute();
      await transaction
        .updateTable('participants')
        .set({ during, appointment_status: status })
        .where('appointment_id', '=', one.appointmentId)
        .execute();
      // A door that was open for the old time is not open for the new one; a sweep opens it again.
      await transaction
        .updateTable('sessions')
        .set({ version: sql`version + 1`, phase: 'scheduled' })
        .where('id', '=', one.appointmentId)
        .where('phase', 'in', ['scheduled', 'open'])
        .execute();
    }
  }

  /** Sets a status, and with it what the participants' rows say. A hold's end is forgotten. */
  async setStatus(
    transaction: Transaction<Tables>,
    appointmentIds: readonly string[],
    status: Exclude<AppointmentStatus, 'hold'>,
  ): Promise<void> {
    if (appointmentIds.length === 0) return;
    await transaction
      .updateTable('appointments')
      .set({
        status,
        hold_expires_at: null,
        sequence: sql`CASE WHEN status = 'hold' THEN sequence ELSE sequence + 1 END`,
        changed_at: this.#now(),
      })
      .where('id', 'in', [...appointmentIds])
      .execute();
    await transaction
      .updateTable('participants')
      .set({ appointment_status: status })
      .where('appointment_id', 'in', [...appointmentIds])
      .execute();
    if (status !== 'cancelled' && status !== 'late_cancelled') return;
    // Whoever waited at the door waits no more; their pages are told after the commit.
    await transaction
      .updateTable('participants')
      .set({ presence: 'invited', connected: false })
      .where('appointment_id', 'in', [...appointmentIds])
      .where('presence', 'in', ['waiting', 'admitted'])
      .execute();
  }

  async setModality(
    transaction: Transaction<Tables>,
    appointmentId: string,
    modality: AppointmentModality,
    address: string | null,
  ): Promise<void> {
    await transaction
      .updateTable('appointments')
      .set({ modality, address, sequence: sql`sequence + 1`, changed_at: this.#now() })
      .where('id', '=', appointmentId)
      .execute();
  }

  /** The people have changed: what was seen of the appointment before is stale. */
  async touch(transaction: Transaction<Tables>, appointmentId: string): Promise<void> {
    await transaction
      .updateTable('appointments')
      .set({ sequence: sql`sequence + 1`, changed_at: this.#now() })
      .where('id', '=', appointmentId)
      .execute();
    await transaction
      .updateTable('sessions')
      .set({ version: sql`version + 1` })
      .where('id', '=', appointmentId)
      .execute();
  }

  /** Deletes holds; nobody was ever told of them. */
  async deleteHolds(
    transaction: Transaction<Tables>,
    which: {
      readonly psychologistId?: string;
      readonly expiredAt?: number;
      readonly intakeId?: string;
    },
  ): Promise<number> {
    let gone = transaction.deleteFrom('appointments').where('status', '=', 'hold');
    if (which.psychologistId) gone = gone.where('psychologist_id', '=', which.psychologistId);
    if (which.intakeId) gone = gone.where('intake_id', '=', which.intakeId);
    if (which.expiredAt !== undefined) {
      gone = gone.where('hold_expires_at', '<=', new Date(which.expiredAt));
    }
    const rows = await gone.returning('series_id').execute();
    const seriesIds = rows.flatMap((row) => (row.series_id === null ? [] : [row.series_id]));
    if (seriesIds.length > 0) {
      await transaction
        .deleteFrom('series')
        .where('id', 'in', [...new Set(seriesIds)])
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('appointments')
                .select('appointments.id')
                .whereRef('appointments.series_id', '=', 'series.id'),
            ),
          ),
        )
        .execute();
    }
    return rows.length;
  }

  async #lift(transaction: Transaction<Tables>, ids: readonly string[]): Promise<void> {
    await transaction
      .updateTable('participants')
      .set({ appointment_status: 'cancelled' })
      .where('appointment_id', 'in', [...ids])
      .execute();
    await transaction
      .updateTable('appointments')
      .set({ status: 'cancelled', hold_expires_at: null })
      .where('id', 'in', [...ids])
      .execute();
  }

  #now(): Date {
    return new Date(this.#clock.now());
  }
}

/** The columns of a place, with the wall time that was agreed. */
function placed(place: Place) {
  const wall = Temporal.Instant.fromEpochMilliseconds(place.startsAt)
    .toZonedDateTimeISO(place.zone)
    .toPlainDateTime();
  return {
    during: range(place.startsAt, place.endsAt),
    blocked: range(place.blockedFrom, place.blockedTo),
    wall_start: wall.toString(),
    zone: place.zone,
  };
}

function range(from: number, to: number): string {
  return `[${new Date(from).toISOString()},${new Date(to).toISOString()})`;
}
