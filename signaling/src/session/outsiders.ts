import type { Database } from '../database/Database.ts';

/** People whose pages have nothing to wait for in a session. */
export interface Outsiders {
  readonly sessionId: string;
  readonly psychologistId: string;
  readonly participantIds: readonly string[];
}

/** Who was to meet in a session and does not any more: all after a cancellation, else who declined. */
export async function outsidersOf(
  database: Database,
  sessionId: string,
): Promise<Outsiders | undefined> {
  const rows = await database
    .selectFrom('appointments as a')
    .innerJoin('participants as p', 'p.appointment_id', 'a.id')
    .select(['p.id', 'a.psychologist_id'])
    .where('a.id', '=', sessionId)
    .where('p.presence', '!=', 'removed')
    .where((where) =>
      where.or([
        where('a.status', 'in', ['cancelled', 'late_cancelled']),
        where('p.declined_at', 'is not', null),
      ]),
    )
    .execute();
  const [first] = rows;
  if (first === undefined) return undefined;
  const { psychologist_id: psychologistId } = first;
  return { sessionId, psychologistId, participantIds: rows.map((row) => row.id) };
}
