import { sql } from 'kysely';
import type { Handle } from '../availability/Availabilities.ts';
import type { AppointmentRecord, PersonRecord } from './records.ts';

/** Which appointments are asked for; every part that is given must hold. */
export interface AppointmentQuery {
  readonly appointmentIds?: readonly string[];
  readonly psychologistId?: string;
  readonly seriesId?: string;
  readonly intakeId?: string;
  readonly clientId?: string;
  /** Overlaps with the instants between. */
  readonly during?: { readonly from: number; readonly to: number };
  readonly endsAfter?: number;
  readonly statuses?: readonly AppointmentRecord['status'][];
}

/** Reads appointments with their people, by start. */
export async function readAppointments(
  handle: Handle,
  query: AppointmentQuery,
): Promise<AppointmentRecord[]> {
  let select = handle
    .selectFrom('appointments as a')
    .leftJoin('series as s', 's.id', 'a.series_id')
    .leftJoin('sessions as e', 'e.id', 'a.id')
    .select([
      'a.id',
      'a.practice_id',
      'a.psychologist_id',
      'a.status',
      'a.modality',
      'a.zone',
      'a.sequence',
      'a.series_id',
      'a.series_index',
      'a.original_start',
      'a.moved',
      'a.hold_expires_at',
      'a.seats',
      'a.address',
      'a.cancel_until',
      'a.intake_id',
      's.every_weeks',
      's.occurrences',
      'e.phase',
      sql<Date>`lower(a.during)`.as('starts_at'),
      sql<Date>`upper(a.during)`.as('ends_at'),
      sql<Date>`lower(a.blocked)`.as('blocked_from'),
      sql<Date>`upper(a.blocked)`.as('blocked_to'),
    ])
    .orderBy('starts_at')
    .orderBy('a.id');
  if (query.appointmentIds) select = select.where('a.id', 'in', [...query.appointmentIds]);
  if (query.psychologistId) select = select.where('a.psychologist_id', '=', query.psychologistId);
  if (query.seriesId) select = select.where('a.series_id', '=', query.seriesId);
  if (query.intakeId) select = select.where('a.intake_id', '=', query.intakeId);
  if (query.statuses) select = select.where('a.status', 'in', [...query.statuses]);
  if (query.during) {
    const { from, to } = query.during;
    select = select.where(sql<boolean>`a.during && tstzrange(${new Date(from)}, ${new Date(to)})`);
  }
  if (query.endsAfter !== undefined) {
    select = select.where(sql<boolean>`upper(a.during) > ${new Date(query.endsAfter)}`);
  }
  if (query.clientId) {
    const { clientId } = query;
    select = select.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('participants as q')
          .select('q.id')
          .whereRef('q.appointment_id', '=', 'a.id')
          .where('q.client_id', '=', clientId)
          .where('q.declined_at', 'is', null),
      ),
    );
  }
  const rows = query.appointmentIds?.length === 0 ? [] : await select.execute();
  if (rows.length === 0) return [];
  const people = await readPeople(
    handle,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({
    appointmentId: row.id,
    practiceId: row.practice_id,
    psychologistId: row.psychologist_id,
    status: row.status,
    modality: row.modality,
    startsAt: row.starts_at.getTime(),
    endsAt: row.ends_at.getTime(),
    blockedFrom: row.blocked_from.getTime(),
    blockedTo: row.blocked_to.getTime(),
    zone: row.zone,
    sequence: row.sequence,
    series:
      row.series_id === null
        ? null
        : {
            seriesId: row.series_id,
            everyWeeks: row.every_weeks ?? 1,
            index: row.series_index ?? 0,
            of: row.occurrences ?? 1,
            originalStart: (row.original_start ?? row.starts_at).getTime(),
          },
    moved: row.moved,
    holdExpiresAt: row.hold_expires_at?.getTime() ?? null,
    seats: row.seats,
    address: row.address,
    cancelUntil: row.cancel_until?.getTime() ?? null,
    intakeId: row.intake_id,
    phase: row.phase,
    people: people.get(row.id) ?? [],
  }));
}

async function readPeople(
  handle: Handle,
  appointmentIds: readonly string[],
): Promise<ReadonlyMap<string, PersonRecord[]>> {
  const rows = await handle
    .selectFrom('participants')
    .select([
      'id',
      'appointment_id',
      'client_id',
      'psychologist_id',
      'role',
      'display_name',
      'ceiling',
      'declined_at',
      'presence',
    ])
    .where('appointment_id', 'in', [...appointmentIds])
    // The psychologist first, then as they were put down; ids settle what is left.
    .orderBy(sql`role <> 'psychologist'`)
    .orderBy('display_name')
    .orderBy('id')
    .execute();
  const people = new Map<string, PersonRecord[]>();
  for (const row of rows) {
    const known = people.get(row.appointment_id) ?? [];
    known.push({
      participantId: row.id,
      clientId: row.client_id,
      psychologistId: row.psychologist_id,
      role: row.role,
      displayName: row.display_name,
      ceiling: row.ceiling,
      declined: row.declined_at !== null,
      removed: row.declined_at !== null && row.presence === 'removed',
    });
    people.set(row.appointment_id, known);
  }
  return people;
}
