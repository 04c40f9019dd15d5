import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Modality, Presence } from '@gabinet/shared/contracts/words';
import pg from 'pg';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export interface Psychologist {
  psychologistId: string;
  practiceId: string;
  staffId: string;
  displayName: string;
  /** The value of a session cookie that signs them in. */
  cookie: string;
}

export interface Appointment {
  sessionId: string;
  clientParticipantId: string;
  psychologistParticipantId: string;
  clientName: string;
  /** What follows `/j#` in the client's link. */
  token: string;
}

export interface AppointmentOptions {
  psychologist: Psychologist;
  modality?: Modality;
  /** Minutes from now; negative is in the past. */
  startsInMinutes?: number;
  /** Already ended by the psychologist. */
  ended?: boolean;
  presence?: Presence;
  clientName?: string;
}

/** Rows for a test, written straight to the database as the booking will once do. */
export class Fixtures {
  readonly #pool: pg.Pool;

  constructor(databaseUrl: string) {
    this.#pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
    // The stack drops the database, with this pool's idle connections, when it stops.
    this.#pool.on('error', () => {});
  }

  /** A psychologist with a practice of their own, signed in. */
  async psychologist(name = 'Anna Testowa'): Promise<Psychologist> {
    const now = new Date();
    const practiceId = randomUUID();
    const psychologistId = randomUUID();
    const cookie = randomBytes(32).toString('base64url');
    await this.#insert('practices', {
      id: practiceId,
      name: 'Practice under test',
      language: 'en',
      zone: 'Europe/Warsaw',
      country: 'PL',
      created_at: now,
    });
    await this.#insert('psychologists', {
      id: psychologistId,
      practice_id: practiceId,
      display_name: name,
      title: 'psychologist',
      language: 'en',
      zone: 'Europe/Warsaw',
      created_at: now,
    });
    const staffId = randomUUID();
    await this.#insert('staff', {
      id: staffId,
      practice_id: practiceId,
      display_name: name,
      language: 'en',
      is_owner: true,
      psychologist_id: psychologistId,
      created_at: now,
    });
    await this.#insert('browser_sessions', {
      token_hash: hash(cookie),
      staff_id: staffId,
      created_at: now,
      expires_at: new Date(now.getTime() + hourMs),
    });
    return { psychologistId, practiceId, staffId, displayName: name, cookie };
  }

  /** A confirmed appointment of 50 minutes with one client and an invitation for them. */
  async appointment(options: AppointmentOptions): Promise<Appointment> {
    const { psychologist, modality = 'video', presence = 'invited' } = options;
    const clientName = options.clientName ?? 'Klara Klientka';
    const now = new Date();
    const startsAt = new Date(now.getTime() + (options.startsInMinutes ?? 0) * minuteMs);
    const during = `[${startsAt.toISOString()},${new Date(startsAt.getTime() + 50 * minuteMs).toISOString()})`;
    const made: Appointment = {
      sessionId: randomUUID(),
      clientParticipantId: randomUUID(),
      psychologistParticipantId: randomUUID(),
      clientName,
      token: randomBytes(20).toString('base64url'),
    };
    const clientId = randomUUID();
    await this.#insert('clients', {
      id: clientId,
      practice_id: psychologist.practiceId,
      display_name: clientName,
      language: 'en',
      zone: 'Europe/Warsaw',
      created_at: now,
    });
    await this.#insert('appointments', {
      id: made.sessionId,
      practice_id: psychologist.practiceId,
      psychologist_id: psychologist.psychologistId,
      status: 'confirmed',
      modality,
      during,
      blocked: during,
      wall_start: startsAt.toISOString().slice(0, 19),
      zone: 'Europe/Warsaw',
      created_at: now,
    });
    const common = { appointment_id: made.sessionId, appointment_status: 'confirmed', during };
    await this.#insert('participants', {
      ...common,
      id: made.psychologistParticipantId,
      psychologist_id: psychologist.psychologistId,
      role: 'psychologist',
      display_name: psychologist.displayName,
      ceiling: 'video',
    });
    await this.#insert('participants', {
      ...common,
      id: made.clientParticipantId,
      client_id: clientId,
      role: 'client',
      display_name: clientName,
      ceiling: modality,
      presence,
    });
    await this.#insert('invitations', {
      participant_id: made.clientParticipantId,
      token_hash: hash(made.token),
      created_at: now,
    });
    await this.#insert('sessions', {
      id: made.sessionId,
      modality,
      phase: options.ended ? 'ended' : 'scheduled',
      ended_at: options.ended ? now : null,
    });
    return made;
  }

  /** How many rows of a table there are. */
  async count(table: 'seats' | 'browser_sessions' | 'used_tickets'): Promise<number> {
    const { rows } = await this.#pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${table}`,
    );
    return rows[0]?.count ?? 0;
  }

  /** The texts of the mails that have gone to an address, the newest first. */
  async mailsTo(recipient: string): Promise<string[]> {
    const { rows } = await this.#pool.query<{ body_text: string }>(
      'SELECT body_text FROM mails WHERE recipient = $1 ORDER BY created_at DESC',
      [recipient],
    );
    return rows.map(({ body_text }) => body_text);
  }

  /** Any statement, for what a test must turn: a clock of a row, a row that no door makes. */
  async change(statement: string, values: readonly unknown[] = []): Promise<void> {
    await this.#pool.query(statement, [...values]);
  }

  /** What rows say that no door shows. */
  async rows<T extends object>(statement: string, values: readonly unknown[] = []): Promise<T[]> {
    const { rows } = await this.#pool.query<T>(statement, [...values]);
    return rows;
  }

  /** How many browsers hold a participant's seat at this moment. */
  async liveSeats(participantId: string): Promise<number> {
    const { rows } = await this.#pool.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM seats WHERE participant_id = $1 AND released_at IS NULL',
      [participantId],
    );
    return rows[0]?.count ?? 0;
  }

  /** Which media node a session is on (its control address), and since how many moves. */
  async placement(sessionId: string): Promise<{ sfuNode: string | null; mediaEpoch: number }> {
    const { rows } = await this.#pool.query<{ sfu_node: string | null; media_epoch: number }>(
      'SELECT sfu_node, media_epoch FROM sessions WHERE id = $1',
      [sessionId],
    );
    return { sfuNode: rows[0]?.sfu_node ?? null, mediaEpoch: rows[0]?.media_epoch ?? 0 };
  }

  /** The whole database as text, to look for what must not be in it. */
  async dump(): Promise<string> {
    const tables = await this.#pool.query<{ name: string }>(
      "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    const texts: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await this.#pool.query<{ row: string }>(
        `SELECT row_to_json(t)::text AS row FROM ${name} t`,
      );
      texts.push(...rows.map(({ row }) => row));
    }
    return texts.join('\n');
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #insert(table: string, row: Readonly<Record<string, unknown>>): Promise<void> {
    const names = Object.keys(row);
    const places = names.map((_, index) => `$${index + 1}`);
    await this.#pool.query(
      `INSERT INTO ${table} (${names.join()}) VALUES (${places.join()})`,
      Object.values(row),
    );
  }
}

function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
