import type { AppointmentEvent } from '@gabinet/shared/contracts/appointments';
import { sql, type Transaction } from 'kysely';
import type { Actor } from '../accounts/access.ts';
import type { Handle } from '../availability/Availabilities.ts';
import type { Clock } from '../clock.ts';
import type { Tables } from '../database/tables.ts';
import type { AppointmentRecord } from './records.ts';

/** Somebody who has no record yet: the intake that holds a time. */
export interface Intake {
  readonly kind: 'intake';
}

/** What happened, beside when and by whom. */
export interface Happening {
  readonly kind: AppointmentEvent['kind'];
  /** Who it is about, where that is one participant. */
  readonly participantId?: string | undefined;
  readonly from?: number;
  readonly to?: number;
}

/** The history of appointments (rule B14): who, when, what; never why or what was said. */
export class History {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Adds a line to an appointment's history. The caller holds the calendar's lock. */
  async add(
    transaction: Transaction<Tables>,
    record: Pick<AppointmentRecord, 'appointmentId' | 'psychologistId' | 'people'>,
    actor: Actor | Intake,
    happening: Happening,
  ): Promise<void> {
    const own = record.people.find(
      (one) => actor.kind === 'client' && one.clientId === actor.clientId,
    );
    await transaction
      .insertInto('appointment_events')
      .values({
        appointment_id: record.appointmentId,
        position: sql<number>`(SELECT coalesce(max(position) + 1, 0) FROM appointment_events
          WHERE appointment_id = ${record.appointmentId})`,
        at: new Date(this.#clock.now()),
        kind: happening.kind,
        by_kind: byOf(actor, record.psychologistId),
        staff_id: actor.kind === 'staff' ? actor.staff.staffId : null,
        participant_id: happening.participantId ?? own?.participantId ?? null,
        from_start: happening.from === undefined ? null : new Date(happening.from),
        to_start: happening.to === undefined ? null : new Date(happening.to),
      })
      .execute();
  }

  /** Every line, oldest first. */
  async of(handle: Handle, appointmentId: string): Promise<AppointmentEvent[]> {
    const rows = await handle
      .selectFrom('appointment_events as e')
      .leftJoin('staff as s', 's.id', 'e.staff_id')
      .select(['e.at', 'e.kind', 'e.by_kind', 'e.from_start', 'e.to_start', 's.display_name'])
      .where('e.appointment_id', '=', appointmentId)
      .orderBy('e.position')
      .execute();
    return rows.map((row) => ({
      at: row.at.getTime(),
      kind: row.kind,
      by: row.by_kind,
      byName: row.display_name,
      from: row.from_start?.getTime() ?? null,
      to: row.to_start?.getTime() ?? null,
    }));
  }
}

/** As whom a history names an actor: an owner who schedules for another acts as a coordinator. */
function byOf(actor: Actor | Intake, psychologistId: string): AppointmentEvent['by'] {
  if (actor.kind === 'intake') return 'client';
  if (actor.kind !== 'staff') return actor.kind;
  return actor.staff.psychologistId === psychologistId ? 'psychologist' : 'coordinator';
}
