import { randomUUID } from 'node:crypto';
import type { AppointmentModality, Language, Role } from '@gabinet/shared/contracts/words';
import pg from 'pg';
import { type Database, openDatabase } from '../../signaling/src/database/Database.ts';
import { Jobs } from '../../signaling/src/notifications/Jobs.ts';
import { NoticeQueue } from '../../signaling/src/notifications/NoticeQueue.ts';
import type { CodeMail, NoticeKind } from '../../signaling/src/notifications/Notices.ts';
import { createLog } from '../../signaling/src/observability/log.ts';
import { Vault } from '../../signaling/src/vault/Vault.ts';
import type { Psychologist } from './fixtures.ts';
import type { Stack } from './Stack.ts';

const minuteMs = 60_000;

export interface Person {
  readonly name: string;
  /** Null: reachable by nothing. */
  readonly email: string | null;
  readonly role?: Role;
  readonly language?: Language;
  readonly zone?: string;
  readonly discreet?: boolean;
  readonly calendarInvitations?: boolean;
  readonly reminders?: boolean;
}

export interface Booked {
  readonly appointmentId: string;
  readonly participantIds: readonly string[];
}

/** Rows as a booking leaves them, and the queue that a booking tells: the door to notices without HTTP. */
export class NoticeScene {
  readonly database: Database;
  /** For the queue's own tables. */
  readonly #pool: pg.Pool;
  readonly #jobs: Jobs;
  readonly #vault: Vault;
  readonly #queue: NoticeQueue;

  constructor(stack: Stack) {
    const clock = { now: () => Date.now() };
    this.database = openDatabase(stack.database.url);
    this.#pool = new pg.Pool({ connectionString: stack.database.url, max: 1 });
    // The stack drops the database, with this pool's idle connection, when it stops.
    this.#pool.on('error', () => {});
    this.#jobs = new Jobs(stack.database.url, createLog('silent'));
    this.#vault = new Vault(stack.secrets.vault, clock);
    this.#queue = new NoticeQueue({ jobs: this.#jobs, vault: this.#vault, clock });
  }

  async close(): Promise<void> {
    await this.#jobs.close();
    await this.#pool.end();
    await this.database.destroy();
  }

  /** Gives a psychologist an address, and the practice what its mails say. */
  async reachable(
    psychologist: Psychologist,
    options: { email?: string; language?: Language; reminderMinutes?: number[] } = {},
  ): Promise<void> {
    const { practiceId, psychologistId, staffId } = psychologist;
    const keyId = await this.#vault.practiceKey(this.database, practiceId);
    const policy = JSON.stringify({ reminderMinutes: options.reminderMinutes ?? [1440, 60] });
    await this.database
      .updateTable('psychologists')
      .set({ policy, ...(options.language ? { language: options.language } : {}) })
      .where('id', '=', psychologistId)
      .execute();
    await this.database
      .updateTable('practices')
      .set({ address: 'ul. Żółta 1, Gdańsk', phone: '+48 58 000 00 00' })
      .where('id', '=', practiceId)
      .execute();
    if (options.email === undefined) return;
    const email_sealed = await this.#vault.seal(this.database, keyId, staffId, options.email);
    await this.database
      .updateTable('staff')
      .set({ email_sealed, ...(options.language ? { language: options.language } : {}) })
      .where('id', '=', staffId)
      .execute();
  }

  /** A client of the practice, with contact details as an intake seals them. */
  async client(practiceId: string, person: Person): Promise<string> {
    const id = randomUUID();
    const vault_key_id = await this.#vault.createKey(this.database, practiceId);
    const contact = { email: person.email, phone: null, phoneIsSafe: false };
    await this.database
      .insertInto('clients')
      .values({
        id,
        practice_id: practiceId,
        display_name: person.name,
        language: person.language ?? 'en',
        zone: person.zone ?? 'Europe/Warsaw',
        created_at: new Date(),
        vault_key_id,
        contact_sealed:
          person.email === null
            ? null
            : await this.#vault.seal(this.database, vault_key_id, id, JSON.stringify(contact)),
        email_hash: null,
        discreet: person.discreet ?? false,
        calendar_invitations: person.calendarInvitations ?? true,
        reminders: person.reminders ?? true,
      })
      .execute();
    return id;
  }

  /** An appointment of 50 minutes with these clients. */
  async appointment(
    psychologist: Psychologist,
    startsAt: number,
    clients: readonly { clientId: string; person: Person }[],
    modality: AppointmentModality = 'video',
  ): Promise<Booked> {
    const appointmentId = randomUUID();
    const during = range(startsAt);
    await this.database
      .insertInto('appointments')
      .values({
        id: appointmentId,
        practice_id: psychologist.practiceId,
        psychologist_id: psychologist.psychologistId,
        status: 'confirmed',
        modality,
        during,
        blocked: during,
        wall_start: new Date(startsAt).toISOString().slice(0, 19),
        zone: 'Europe/Warsaw',
        created_at: new Date(),
        series_id: null,
        series_index: null,
        original_start: null,
        hold_expires_at: null,
        seats: null,
        address: null,
        intake_id: null,
      })
      .execute();
    const common = { appointment_id: appointmentId, appointment_status: 'confirmed', during };
    const nothing = {
      connection_id: null,
      connection_seen_at: null,
      arrived_at: null,
      admitted_at: null,
      left_at: null,
      declined_at: null,
    };
    const rows = [
      {
        client_id: null,
        psychologist_id: psychologist.psychologistId,
        role: 'psychologist' as const,
        display_name: psychologist.displayName,
      },
      ...clients.map(({ clientId, person }) => ({
        client_id: clientId,
        psychologist_id: null,
        role: person.role ?? ('client' as const),
        display_name: person.name,
      })),
    ].map((row) => ({
      id: randomUUID(),
      ...row,
      ...common,
      ...nothing,
      ceiling: 'video' as const,
    }));
    await this.database.insertInto('participants').values(rows).execute();
    if (modality !== 'office' && modality !== 'message') {
      const session = {
        id: appointmentId,
        modality,
        live_at: null,
        ended_at: null,
        sfu_node: null,
      };
      await this.database.insertInto('sessions').values(session).execute();
    }
    return { appointmentId, participantIds: rows.map(({ id }) => id) };
  }

  /** Tells of a change in a transaction of its own, as a service does. */
  async tell(
    kind: NoticeKind,
    appointmentIds: readonly string[],
    participantIds?: readonly string[],
  ): Promise<void> {
    await this.database.transaction().execute((transaction) =>
      this.#queue.appointmentsChanged(transaction, {
        kind,
        appointmentIds,
        ...(participantIds ? { participantIds } : {}),
      }),
    );
  }

  /** The same in a transaction that is then rolled back. */
  async tellAndRollBack(kind: NoticeKind, appointmentIds: readonly string[]): Promise<void> {
    const undone = new Error('The booking failed.');
    await this.database
      .transaction()
      .execute(async (transaction) => {
        await this.#queue.appointmentsChanged(transaction, { kind, appointmentIds });
        throw undone;
      })
      .catch((error: unknown) => {
        if (error !== undone) throw error;
      });
  }

  async mail(mail: CodeMail): Promise<void> {
    await this.database.transaction().execute((transaction) => this.#queue.mail(transaction, mail));
  }

  /** Moves an appointment as a service does: another time, one more in its sequence. */
  async move(appointmentId: string, startsAt: number): Promise<void> {
    const during = range(startsAt);
    await this.database
      .updateTable('appointments')
      .set((row) => ({
        during,
        blocked: during,
        changed_at: new Date(),
        sequence: row('sequence', '+', 1),
      }))
      .where('id', '=', appointmentId)
      .execute();
    await this.database
      .updateTable('participants')
      .set({ during })
      .where('appointment_id', '=', appointmentId)
      .execute();
  }

  async cancel(appointmentId: string): Promise<void> {
    await this.database
      .updateTable('appointments')
      .set((row) => ({
        status: 'cancelled',
        changed_at: new Date(),
        sequence: row('sequence', '+', 1),
      }))
      .where('id', '=', appointmentId)
      .execute();
    await this.database
      .updateTable('participants')
      .set({ appointment_status: 'cancelled' })
      .where('appointment_id', '=', appointmentId)
      .execute();
  }

  /** How many jobs are due or in work. */
  async unfinished(): Promise<number> {
    const { rows } = await this.#pool.query<{ count: number }>(`
      SELECT count(*)::int AS count FROM jobs.job
      WHERE name = 'notices' AND state IN ('created', 'retry', 'active')
        AND (state = 'active' OR start_after <= now() + interval '1 minute')`);
    return rows[0]?.count ?? 0;
  }

  /** The whole queue as text, with what failed jobs left: to look for what must not be in it. */
  async queued(): Promise<string> {
    const { rows } = await this.#pool.query<{ data: string }>(`
      SELECT row_to_json(job)::text AS data FROM jobs.job WHERE name = 'notices'`);
    return rows.map(({ data }) => data).join('\n');
  }

  /** When reminders wait to be sent, as ISO instants in order. */
  async reminders(appointmentId: string): Promise<string[]> {
    const { rows } = await this.#pool.query<{ at: Date }>(
      `
      SELECT start_after AS at FROM jobs.job
      WHERE name = 'notices' AND data->>'type' = 'reminder'
        AND data->>'appointmentId' = $1 ORDER BY 1`,
      [appointmentId],
    );
    return rows.map(({ at }) => at.toISOString());
  }
}

function range(startsAt: number): string {
  return `[${new Date(startsAt).toISOString()},${new Date(startsAt + 50 * minuteMs).toISOString()})`;
}
