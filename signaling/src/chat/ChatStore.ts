import { AppError } from '@gabinet/shared/contracts/errors';
import type { Phase, Presence, Role } from '@gabinet/shared/contracts/words';
import { sql } from 'kysely';
import { type Database, prepared, statement } from '../database/Database.ts';
import type { Handle, Vault } from '../vault/Vault.ts';

/** Who speaks: from the ticket or the cookie, never from a payload. */
export interface Speaker {
  readonly sessionId: string;
  readonly participantId: string;
}

/** Somebody's place in the conversation of a session. */
export interface Place {
  readonly practiceId: string;
  readonly role: Role;
  /** The number of the last message; they read what came after `before` (rule C4). */
  readonly sequence: number;
  readonly before: number;
  /** Null until something was written. */
  readonly keyId: string | null;
}

/** A message as it is kept. */
export interface SealedMessage {
  readonly messageId: string;
  readonly sequence: number;
  readonly participantId: string;
  readonly sealed: Buffer;
  readonly at: Date;
}

interface PlaceRow {
  practice_id: string;
  role: Role;
  phase: Phase;
  presence: Presence;
  chat_sequence: number;
  chat_before: number | null;
  chat_key_id: string | null;
}

/**
 * Of session $1 by participant $2, under key $3, with image $4: message $5 with body $6 at $7. While it waits
 * for the row, the session may change: then the version that `inside` saw is not the row's any more. Every
 * change of people or phase raises it (rule S9).
 */
const appendOne = statement<{ sequence: number; inside: string[] }>(`
  WITH inside AS MATERIALIZED (
    SELECT s.version, ARRAY(
      SELECT p.id FROM participants AS p WHERE p.appointment_id = $1 AND p.presence = 'admitted') AS ids
    FROM sessions AS s
    WHERE s.id = $1 AND s.phase = 'live'
  ), numbered AS (
    UPDATE sessions AS s SET chat_sequence = s.chat_sequence + 1
    FROM inside AS i
    WHERE s.id = $1 AND s.version = i.version AND s.chat_key_id = $3 AND $2 = ANY (i.ids)
      AND ($4::uuid IS NULL OR EXISTS (
        SELECT FROM chat_images AS g WHERE g.id = $4 AND g.session_id = $1 AND g.participant_id = $2))
    RETURNING s.chat_sequence, i.ids
  ), stored AS (
    INSERT INTO chat_messages
      (session_id, sequence, participant_id, image_id, message_id, body_sealed, at)
    SELECT $1, n.chat_sequence, $2, $4, $5, $6, $7 FROM numbered AS n
  )
  SELECT chat_sequence AS sequence, ids AS inside FROM numbered`);

/** The SQL of what is written in a session. What is written is sealed before it comes here. */
export class ChatStore {
  readonly database: Database;
  readonly #vault: Vault;

  constructor(database: Database, vault: Vault) {
    this.database = database;
    this.#vault = vault;
  }

  /**
   * Somebody's place in the conversation. Throws NOT_FOUND, SESSION_ENDED, INVITATION_REMOVED, and
   * WRONG_PHASE for who is not inside (rule C4).
   */
  async place({ sessionId, participantId }: Speaker): Promise<Place> {
    const { rows } = await sql<PlaceRow>`${prepared}
      SELECT a.practice_id, p.role, s.phase, p.presence, s.chat_sequence, p.chat_before, s.chat_key_id
      FROM participants AS p
      JOIN appointments AS a ON a.id = p.appointment_id
      JOIN sessions AS s ON s.id = a.id
      WHERE p.id = ${participantId} AND s.id = ${sessionId} AND a.status = 'confirmed'`.execute(
      this.database,
    );
    const [row] = rows;
    if (row === undefined) throw new AppError('NOT_FOUND');
    if (row.phase === 'ended') throw new AppError('SESSION_ENDED');
    if (row.presence === 'removed') throw new AppError('INVITATION_REMOVED');
    if (row.phase !== 'live' || row.presence !== 'admitted') throw new AppError('WRONG_PHASE');
    return {
      practiceId: row.practice_id,
      role: row.role,
      sequence: row.chat_sequence,
      before: row.chat_before ?? 0,
      keyId: row.chat_key_id,
    };
  }

  /**
   * Stores a message with the next number, in one statement that waits for nothing but the session's row;
   * gives the number and who is inside. Undefined where the writer is not inside, the key is not the
   * session's any more, or the session has changed meanwhile. Fails with 23505 for an id that is taken.
   */
  async append(
    { sessionId, participantId }: Speaker,
    message: {
      messageId: string;
      sealed: Buffer;
      imageId: string | null;
      at: Date;
      keyId: string;
    },
  ): Promise<{ sequence: number; inside: readonly string[] } | undefined> {
    const { messageId, sealed, imageId, at, keyId } = message;
    const { rows } = await this.database.executeQuery(
      appendOne(sessionId, participantId, keyId, imageId, messageId, sealed, at),
    );
    return rows[0];
  }

  /** A message that was stored before, and who may read it now. */
  async first(
    sessionId: string,
    messageId: string,
  ): Promise<(SealedMessage & { readonly inside: readonly string[] }) | undefined> {
    const { rows } = await sql<{
      sequence: number;
      participant_id: string;
      body_sealed: Buffer;
      at: Date;
      inside: string[] | null;
    }>`SELECT m.sequence, m.participant_id, m.body_sealed, m.at,
        (SELECT array_agg(p.id) FROM participants AS p
         WHERE p.appointment_id = m.session_id AND p.presence = 'admitted'
           AND coalesce(p.chat_before, 0) < m.sequence) AS inside
      FROM chat_messages AS m
      WHERE m.session_id = ${sessionId} AND m.message_id = ${messageId}`.execute(this.database);
    const [row] = rows;
    if (row === undefined) return undefined;
    return {
      messageId,
      sequence: row.sequence,
      participantId: row.participant_id,
      sealed: row.body_sealed,
      at: row.at,
      inside: row.inside ?? [],
    };
  }

  /** Messages after one number and up to another, in order. */
  async messages(
    sessionId: string,
    after: number,
    through: number,
    limit: number,
  ): Promise<SealedMessage[]> {
    const rows = await this.database
      .selectFrom('chat_messages')
      .select(['message_id', 'sequence', 'participant_id', 'body_sealed', 'at'])
      .where('session_id', '=', sessionId)
      .where('sequence', '>', after)
      .where('sequence', '<=', through)
      .orderBy('sequence')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      messageId: row.message_id,
      sequence: row.sequence,
      participantId: row.participant_id,
      sealed: row.body_sealed,
      at: row.at,
    }));
  }

  /** Whether there is an image of theirs in this session. */
  async hasImage({ sessionId, participantId }: Speaker, imageId: string): Promise<boolean> {
    const row = await this.database
      .selectFrom('chat_images')
      .select('id')
      .where('id', '=', imageId)
      .where('session_id', '=', sessionId)
      .where('participant_id', '=', participantId)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** The key of what is written in a session, made with the first message. Throws SESSION_ENDED. */
  async keyOf(sessionId: string, practiceId: string): Promise<string> {
    return this.database.transaction().execute(async (transaction) => {
      const row = await transaction
        .selectFrom('sessions')
        .select(['phase', 'chat_key_id'])
        .where('id', '=', sessionId)
        .forUpdate()
        .executeTakeFirst();
      if (row === undefined || row.phase === 'ended') throw new AppError('SESSION_ENDED');
      if (row.chat_key_id !== null) return row.chat_key_id;
      const keyId = await this.#vault.createKey(transaction, practiceId);
      await transaction
        .updateTable('sessions')
        .set({ chat_key_id: keyId })
        .where('id', '=', sessionId)
        .execute();
      return keyId;
    });
  }

  /** The numbers of the last messages of sessions, for those who are inside. */
  async sequences(
    sessionIds: readonly string[],
  ): Promise<readonly { participantId: string; sequence: number }[]> {
    const rows = await this.database
      .selectFrom('sessions as s')
      .innerJoin('participants as p', 'p.appointment_id', 's.id')
      .select(['p.id', 's.chat_sequence'])
      .where('s.id', 'in', sessionIds)
      .where('s.chat_sequence', '>', 0)
      .where('s.phase', '=', 'live')
      .where('p.presence', '=', 'admitted')
      .execute();
    return rows.map((row) => ({ participantId: row.id, sequence: row.chat_sequence }));
  }

  /** Rule C8: deletes all that was written in a session, and destroys its key. The session's row is locked. */
  async forget(handle: Handle, sessionId: string): Promise<void> {
    for (const table of ['chat_messages', 'chat_images', 'chat_marks'] as const) {
      await handle.deleteFrom(table).where('session_id', '=', sessionId).execute();
    }
    const row = await handle
      .selectFrom('sessions')
      .select('chat_key_id')
      .where('id', '=', sessionId)
      .executeTakeFirst();
    if (row?.chat_key_id) await this.#vault.destroyKey(handle, row.chat_key_id);
  }
}
