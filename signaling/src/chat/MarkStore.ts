import type { ChatMark } from '@gabinet/shared/contracts/chat';
import { sql } from 'kysely';
import { type Database, prepared } from '../database/Database.ts';
import type { Place, Speaker } from './ChatStore.ts';

/** Who is inside, and whether all of them want typing and read marks (rule C6). */
export interface Company {
  readonly inside: readonly string[];
  readonly marksOn: boolean;
}

/** How far each page has got (rules C5, C6). */
export class MarkStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Everybody's company in a session that is live; undefined for who is not inside. */
  async company({ sessionId, participantId }: Speaker): Promise<Company | undefined> {
    const { rows } = await sql<{ ids: string[]; wanted: boolean }>`${prepared}
      SELECT array_agg(p.id) AS ids, bool_and(p.wants_marks) AS wanted
      FROM sessions AS s
      JOIN participants AS p ON p.appointment_id = s.id AND p.presence = 'admitted'
      WHERE s.id = ${sessionId} AND s.phase = 'live'
      GROUP BY s.id`.execute(this.#database);
    const [row] = rows;
    if (!row?.ids.includes(participantId)) return undefined;
    return { inside: row.ids, marksOn: row.wanted };
  }

  /**
   * Moves somebody's marks on, never back and never past the last message. Gives what holds now, or
   * undefined when nothing has changed. The session's row keeps it from ending meanwhile (rule C8).
   */
  async advance(
    { sessionId, participantId }: Speaker,
    { delivered, read }: { readonly delivered: number; readonly read: number },
  ): Promise<ChatMark | undefined> {
    const { rows } = await sql<{ delivered: number; read: number }>`${prepared}
      WITH here AS (
        SELECT s.id, s.chat_sequence FROM sessions AS s
        WHERE s.id = ${sessionId} AND s.phase = 'live' FOR KEY SHARE
      )
      INSERT INTO chat_marks AS m (session_id, participant_id, delivered, read)
      SELECT h.id, ${participantId}, least(greatest(${delivered}::int, ${read}::int), h.chat_sequence),
        least(${read}::int, h.chat_sequence)
      FROM here AS h
      ON CONFLICT (session_id, participant_id) DO UPDATE
      SET delivered = greatest(m.delivered, excluded.delivered), read = greatest(m.read, excluded.read)
      WHERE m.delivered < excluded.delivered OR m.read < excluded.read
      RETURNING m.delivered, m.read`.execute(this.#database);
    const [row] = rows;
    return row && { participantId, ...row };
  }

  /** The marks that one person may see: of whom they see in the session (rules S9, C6). */
  async seenBy({ sessionId, participantId }: Speaker, place: Place): Promise<ChatMark[]> {
    const { rows } = await sql<{
      participant_id: string;
      delivered: number;
      read: number;
      wanted: boolean;
    }>`SELECT m.participant_id, m.delivered, m.read, (
        SELECT bool_and(q.wants_marks) FROM participants AS q
        WHERE q.appointment_id = ${sessionId} AND q.presence = 'admitted') AS wanted
      FROM chat_marks AS m JOIN participants AS p ON p.id = m.participant_id
      WHERE m.session_id = ${sessionId}
        AND (p.presence = 'admitted' OR p.role = 'psychologist' OR ${place.role === 'psychologist'})`.execute(
      this.#database,
    );
    return rows.map((row) => ({
      participantId: row.participant_id,
      delivered: row.delivered,
      read: row.wanted || row.participant_id === participantId ? row.read : 0,
    }));
  }
}
