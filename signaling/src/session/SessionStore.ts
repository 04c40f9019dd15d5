import { AppError } from '@gabinet/shared/contracts/errors';
import type { Modality, Presence } from '@gabinet/shared/contracts/words';
import { lowerModality } from '@gabinet/shared/session/modality';
import type { ParticipantState, SessionEvent, SessionState } from '@gabinet/shared/session/state';
import { type Selectable, sql } from 'kysely';
import type { ChatStore } from '../chat/ChatStore.ts';
import type { Database } from '../database/Database.ts';
import type { Tables } from '../database/tables.ts';
import type { Handle } from '../vault/Vault.ts';

/** A session with what surrounds it: who the people are and where its media is. */
export interface SessionRecord {
  readonly state: SessionState;
  readonly practiceId: string;
  readonly practiceName: string;
  readonly psychologistId: string;
  readonly zone: string;
  /** Control address of the media node; null before the first join. */
  readonly sfuNode: string | null;
  readonly mediaEpoch: number;
  /** The number of the last message (rule C2). */
  readonly chatSequence: number;
  /** By participant id. */
  readonly names: ReadonlyMap<string, string>;
  readonly connections: ReadonlyMap<string, string | null>;
}

/** A page takes its participant's place. */
export interface Arrival {
  readonly participantId: string;
  readonly connectionId: string;
}

/** The SQL of sessions. Rules are in shared/session/rules.ts, order in SessionService. */
export class SessionStore {
  readonly database: Database;
  readonly #chat: ChatStore;

  constructor(database: Database, chat: ChatStore) {
    this.database = database;
    this.#chat = chat;
  }

  /** Reads a session; with `lock` nobody else can change it until the transaction ends. */
  async read(
    handle: Handle,
    sessionId: string,
    options: { lock: boolean } = { lock: false },
  ): Promise<SessionRecord> {
    let query = handle
      .selectFrom('sessions as s')
      .innerJoin('appointments as a', 'a.id', 's.id')
      .innerJoin('practices as p', 'p.id', 'a.practice_id')
      .select([
        's.id',
        's.version',
        's.phase',
        's.modality',
        's.live_at',
        's.ended_at',
        's.sfu_node',
        's.media_epoch',
        's.proposal',
        's.chat_sequence',
        'a.practice_id',
        'a.psychologist_id',
        'a.zone',
        'p.name as practice_name',
        sql<Date>`lower(a.during)`.as('starts_at'),
        sql<Date>`upper(a.during)`.as('ends_at'),
      ])
      .where('s.id', '=', sessionId)
      .where('a.status', '=', 'confirmed');
    if (options.lock) query = query.forUpdate('s');
    const row = await query.executeTakeFirst();
    if (row === undefined) throw new AppError('NOT_FOUND');
    const people = await handle
      .selectFrom('participants')
      .selectAll()
      .where('appointment_id', '=', sessionId)
      .orderBy('id')
      .execute();
    return {
      state: {
        sessionId: row.id,
        version: row.version,
        phase: row.phase,
        modality: row.modality,
        startsAt: row.starts_at.getTime(),
        endsAt: row.ends_at.getTime(),
        liveAt: row.live_at?.getTime() ?? null,
        endedAt: row.ended_at?.getTime() ?? null,
        participants: people.map(toParticipant),
        proposal: row.proposal,
      },
      practiceId: row.practice_id,
      practiceName: row.practice_name,
      psychologistId: row.psychologist_id,
      zone: row.zone,
      sfuNode: row.sfu_node,
      mediaEpoch: row.media_epoch,
      chatSequence: row.chat_sequence,
      names: new Map(people.map((one) => [one.id, one.display_name])),
      connections: new Map(people.map((one) => [one.id, one.connection_id])),
    };
  }

  /**
   * Writes what differs between two states, and the events that led there. `arrival` names the page
   * that takes its participant's place, so that an older page's goodbye is not heeded. What was written
   * in a session goes with its end, however it comes (rule C8).
   */
  async write(
    handle: Handle,
    before: SessionState,
    after: SessionState,
    events: readonly SessionEvent[],
    at: Date,
    arrival: Arrival | undefined,
  ): Promise<void> {
    await handle
      .updateTable('sessions')
      .set({
        version: after.version,
        phase: after.phase,
        modality: after.modality,
        live_at: toDate(after.liveAt),
        ended_at: toDate(after.endedAt),
        proposal: after.proposal && JSON.stringify(after.proposal),
      })
      .where('id', '=', after.sessionId)
      .execute();
    if (after.phase === 'ended' && before.phase !== 'ended') {
      await this.#chat.forget(handle, after.sessionId);
    }
    const known = new Set(before.participants);
    const wereInside = new Set(
      before.participants.filter((one) => one.firstAdmittedAt !== null).map(idOf),
    );
    const changed = after.participants.filter((one) => !known.has(one));
    if (arrival && !changed.some((one) => one.participantId === arrival.participantId)) {
      await this.setConnection(handle, arrival, at);
    }
    for (const one of changed) {
      await handle
        .updateTable('participants')
        .set({
          presence: one.presence,
          connected: one.connected,
          ceiling: one.ceiling,
          arrived_at: toDate(one.arrivedAt),
          admitted_at: toDate(one.admittedAt),
          first_admitted_at: toDate(one.firstAdmittedAt),
          // Rule C4: what is there already was not written for them.
          ...(one.firstAdmittedAt !== null && !wereInside.has(one.participantId)
            ? {
                chat_before: sql`(SELECT chat_sequence FROM sessions WHERE id = ${after.sessionId})`,
              }
            : {}),
          left_at: toDate(one.leftAt),
          uplink: one.uplink,
          downlink: one.downlink,
          wants_marks: one.wantsMarks,
          connection_seen_at: at,
          ...(arrival?.participantId === one.participantId
            ? { connection_id: arrival.connectionId }
            : {}),
        })
        .where('id', '=', one.participantId)
        .execute();
    }
    if (events.length > 0) {
      await handle
        .insertInto('session_events')
        .values(
          events.map((event, position) => ({
            session_id: after.sessionId,
            version: after.version,
            position,
            kind: event.kind,
            participant_id: event.participantId,
            at,
            detail: event.detail ? JSON.stringify(event.detail) : null,
          })),
        )
        .execute();
    }
  }

  /** Notes another page of somebody whose state does not change by it. */
  async setConnection(
    handle: Handle,
    { participantId, connectionId }: Arrival,
    at: Date,
  ): Promise<void> {
    await handle
      .updateTable('participants')
      .set({ connection_id: connectionId, connection_seen_at: at })
      .where('id', '=', participantId)
      .execute();
  }

  /** A participant's presence and ceiling now (rule S8: the lower counts); undefined for nobody. */
  async standingOf(
    participantId: string,
  ): Promise<{ presence: Presence; ceiling: Modality; version: number } | undefined> {
    const row = await this.database
      .selectFrom('participants as p')
      .innerJoin('sessions as s', 's.id', 'p.appointment_id')
      .select(['p.presence', 'p.ceiling', 's.modality', 's.version'])
      .where('p.id', '=', participantId)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { presence, version } = row;
    return { presence, ceiling: lowerModality(row.modality, row.ceiling), version };
  }

  /** Keeps the leases of these connections alive; a process that dies stops doing so. */
  async touchConnections(connectionIds: readonly string[], at: Date): Promise<void> {
    if (connectionIds.length === 0) return;
    await this.database
      .updateTable('participants')
      .set({ connection_seen_at: at })
      .where('connection_id', 'in', connectionIds)
      .where('connected', '=', true)
      .execute();
  }

  /** People in a session whose page was last seen before `seenBefore`. */
  async silent(
    connected: boolean,
    seenBefore: Date,
  ): Promise<readonly { sessionId: string; participantId: string }[]> {
    const rows = await this.database
      .selectFrom('participants')
      .select(['id', 'appointment_id'])
      .where('connected', '=', connected)
      .where('presence', 'in', ['waiting', 'admitted'])
      .where('connection_seen_at', '<', seenBefore)
      .limit(200)
      .execute();
    return rows.map((row) => ({ sessionId: row.appointment_id, participantId: row.id }));
  }

  /** Sessions whose phase the clock alone would change: due to open, or long over (rule S1). */
  async due(opensBefore: Date, endsBefore: Date): Promise<readonly string[]> {
    const rows = await this.database
      .selectFrom('sessions as s')
      .innerJoin('appointments as a', 'a.id', 's.id')
      .select('s.id')
      .where('s.phase', '!=', 'ended')
      .where('a.status', '=', 'confirmed')
      .where((where) =>
        where.or([
          where.and([
            where('s.phase', '=', 'scheduled'),
            where(sql`lower(a.during)`, '<=', opensBefore),
          ]),
          where(sql`upper(a.during)`, '<=', endsBefore),
        ]),
      )
      .limit(200)
      .execute();
    return rows.map((row) => row.id);
  }

  /**
   * Rule N2: points a session at a node if nobody did since `epoch` was read; gives whatever holds
   * then, ours or a rival's.
   */
  async place(
    sessionId: string,
    epoch: number,
    node: string,
  ): Promise<{ sfuNode: string; mediaEpoch: number; won: boolean }> {
    const won = await this.database
      .updateTable('sessions')
      .set({ sfu_node: node, media_epoch: epoch + 1 })
      .where('id', '=', sessionId)
      .where('media_epoch', '=', epoch)
      .executeTakeFirst();
    if (won.numUpdatedRows === 1n) return { sfuNode: node, mediaEpoch: epoch + 1, won: true };
    const row = await this.database
      .selectFrom('sessions')
      .select(['sfu_node', 'media_epoch'])
      .where('id', '=', sessionId)
      .executeTakeFirst();
    if (row?.sfu_node == null) throw new AppError('NOT_FOUND');
    return { sfuNode: row.sfu_node, mediaEpoch: row.media_epoch, won: false };
  }
}

function idOf({ participantId }: ParticipantState): string {
  return participantId;
}

function toParticipant(row: Selectable<Tables['participants']>): ParticipantState {
  return {
    participantId: row.id,
    role: row.role,
    presence: row.presence,
    ceiling: row.ceiling,
    connected: row.connected,
    arrivedAt: row.arrived_at?.getTime() ?? null,
    admittedAt: row.admitted_at?.getTime() ?? null,
    firstAdmittedAt: row.first_admitted_at?.getTime() ?? null,
    leftAt: row.left_at?.getTime() ?? null,
    uplink: row.uplink,
    downlink: row.downlink,
    wantsMarks: row.wants_marks,
  };
}

function toDate(milliseconds: number | null): Date | null {
  return milliseconds === null ? null : new Date(milliseconds);
}
