import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Modality } from '@gabinet/shared/contracts/words';
import { sql, type Transaction } from 'kysely';
import type { OpeningIndex } from '../availability/OpeningIndex.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Tables } from '../database/tables.ts';
import type { Seats } from '../invitations/Seats.ts';
import { makeDemoPsychologists } from './demoPsychologists.ts';

const zone = 'Europe/Warsaw';
const minute = 60_000;
const durationMinutes = 50;
/** Of a practice that has only the defaults. */
const unset = {
  address: 'ul. Lipowa 12, Gdańsk',
  phone: null,
  duty_call_within_minutes: null,
  letter_reply_days: 3,
  crisis_contacts: null,
  vault_key_id: null,
} as const;
const practiceName = 'Poradnia przy Lipowej';

/** Others of the demo's day: who, how, and when from the start of the session now. */
const restOfDay: readonly { name: string; modality: Modality; offsetMinutes: number }[] = [
  { name: 'Ewa Kurek', modality: 'audio', offsetMinutes: -120 },
  { name: 'Oleksandra Bondar', modality: 'chat', offsetMinutes: 90 },
  { name: 'Grzegorz Pawlak', modality: 'audio', offsetMinutes: 180 },
];

/** The practice that `npm start` shows: one psychologist, a session now, a day around it. */
export class DemoPractice {
  readonly #database: Database;
  readonly #seats: Seats;
  readonly #openingIndex: OpeningIndex;
  readonly #clock: Clock;
  readonly #signInToken: string;

  constructor(parts: {
    database: Database;
    seats: Seats;
    openingIndex: OpeningIndex;
    clock: Clock;
    secret: string;
  }) {
    this.#openingIndex = parts.openingIndex;
    this.#database = parts.database;
    this.#seats = parts.seats;
    this.#clock = parts.clock;
    // Derived, so that a restarted process keeps the link that the console showed.
    this.#signInToken = createHmac('sha256', parts.secret)
      .update('demo sign-in')
      .digest('base64url');
  }

  /** Whether a sign-in link is the one of the console. */
  isSignInToken(token: string): boolean {
    const [given, own] = [Buffer.from(token), Buffer.from(this.#signInToken)];
    return given.length === own.length && timingSafeEqual(given, own);
  }

  /** The demo's one member of the staff: owner and psychologist. */
  async staffId(): Promise<string> {
    const row = await this.#database
      .selectFrom('staff')
      .select('id')
      .orderBy('created_at')
      .limit(1)
      .executeTakeFirstOrThrow();
    return row.id;
  }

  /** Makes what is missing and gives the three links of the console, relative to `base`. */
  async prepare(base: string): Promise<{ psychologist: string; client: string; mail: string }> {
    const participantId = await this.#database.transaction().execute(async (transaction) => {
      const made = await this.#prepare(transaction);
      for (const id of made.psychologistIds) await this.#openingIndex.refresh(transaction, id);
      return made.participantId;
    });
    const { token } = await this.#seats.invite(participantId);
    const client = `${base}/j#${token}`;
    await this.#database
      .insertInto('mails')
      .values({
        recipient: 'marta@example.org',
        subject: `Zaproszenie na spotkanie – ${practiceName}`,
        body_text: [
          'Dzień dobry,',
          'Anna Nowak zaprasza na spotkanie. Link jest tylko dla Ciebie:',
          client,
          'Wystarczy przeglądarka. Kamera nie jest potrzebna, jeśli jej nie chcesz.',
        ].join('\n\n'),
        body_html: null,
        calendar_part: null,
        calendar_method: null,
        created_at: new Date(this.#clock.now()),
      })
      .execute();
    return {
      psychologist: `${base}/demo/sign-in#${this.#signInToken}`,
      client,
      mail: `${base}/demo/mails`,
    };
  }

  async #prepare(
    transaction: Transaction<Tables>,
  ): Promise<{ participantId: string; psychologistIds: readonly string[] }> {
    // Two processes may start at once: the second waits and finds everything made.
    await sql`SELECT pg_advisory_xact_lock(7410234)`.execute(transaction);
    const now = this.#clock.now();
    const practiceId = await this.#practice(transaction, now);
    const psychologistIds = await makeDemoPsychologists(transaction, {
      practiceId,
      zone,
      createdAt: new Date(now),
    });
    const [psychologistId] = psychologistIds;
    if (psychologistId === undefined) throw new Error('The demo has no psychologist.');
    await this.#staff(transaction, practiceId, psychologistId, now);
    const running = await transaction
      .selectFrom('appointments as a')
      .innerJoin('sessions as s', 's.id', 'a.id')
      .innerJoin('participants as o', 'o.appointment_id', 'a.id')
      .select('o.id')
      .where('a.psychologist_id', '=', psychologistId)
      .where('a.status', '=', 'confirmed')
      .where('s.phase', '!=', 'ended')
      .where('o.display_name', '=', 'Marta Zielińska')
      .where(sql<boolean>`a.during @> ${new Date(now)}::timestamptz`)
      .executeTakeFirst();
    if (running) return { participantId: running.id, psychologistIds };

    const makes = this.#appointment(transaction, practiceId, psychologistId);
    // The whole minute that has begun, so that the session is on whenever the link is opened.
    const start = Math.floor(now / minute) * minute;
    // A demo session that was ended early must not stand in the way of the next one.
    await transaction
      .updateTable('appointments')
      .set({ status: 'cancelled' })
      .where('psychologist_id', '=', psychologistId)
      .where(
        sql<boolean>`blocked && tstzrange(${new Date(start)}, ${new Date(start + durationMinutes * minute)})`,
      )
      .execute();
    await sql`UPDATE participants o SET appointment_status = a.status
      FROM appointments a WHERE a.id = o.appointment_id AND o.appointment_status <> a.status`.execute(
      transaction,
    );
    const participantId = await makes('Marta Zielińska', 'video', start);
    if (participantId === null) throw new Error('The demo session overlaps another appointment.');
    for (const one of restOfDay) {
      await makes(one.name, one.modality, start + one.offsetMinutes * minute);
    }
    return { participantId, psychologistIds };
  }

  /** The psychologist is the practice's owner too; made once, also for older demo practices. */
  async #staff(
    transaction: Transaction<Tables>,
    practiceId: string,
    psychologistId: string,
    now: number,
  ): Promise<void> {
    await transaction
      .insertInto('staff')
      .values({
        practice_id: practiceId,
        display_name: 'Anna Nowak',
        language: 'pl',
        is_owner: true,
        psychologist_id: psychologistId,
        email_sealed: null,
        email_hash: null,
        created_at: new Date(now),
        deactivated_at: null,
      })
      .onConflict((conflict) => conflict.column('psychologist_id').doNothing())
      .execute();
  }

  async #practice(transaction: Transaction<Tables>, now: number): Promise<string> {
    const created_at = new Date(now);
    const known = await transaction
      .selectFrom('practices')
      .select('id')
      .where('name', '=', practiceName)
      .executeTakeFirst();
    if (known) return known.id;
    const { id } = await transaction
      .insertInto('practices')
      .values({ name: practiceName, language: 'pl', zone, country: 'PL', created_at, ...unset })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  /** Books one appointment; gives the client's participant id, or null when the time is taken. */
  #appointment(transaction: Transaction<Tables>, practiceId: string, psychologistId: string) {
    return async (name: string, modality: Modality, start: number): Promise<string | null> => {
      const created_at = new Date(this.#clock.now());
      const during = `[${new Date(start).toISOString()},${new Date(start + durationMinutes * minute).toISOString()})`;
      const wall = Temporal.Instant.fromEpochMilliseconds(start)
        .toZonedDateTimeISO(zone)
        .toPlainDateTime();
      const appointment = await transaction
        .insertInto('appointments')
        .values({
          practice_id: practiceId,
          psychologist_id: psychologistId,
          status: 'confirmed',
          modality,
          during,
          blocked: during,
          wall_start: wall.toString(),
          zone,
          created_at,
          series_id: null,
          series_index: null,
          original_start: null,
          hold_expires_at: null,
          seats: null,
          address: null,
          intake_id: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (appointment === undefined) return null;
      const client = await transaction
        .insertInto('clients')
        .values({
          practice_id: practiceId,
          display_name: name,
          language: 'pl',
          zone,
          created_at,
          vault_key_id: null,
          contact_sealed: null,
          email_hash: null,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const common = {
        appointment_id: appointment.id,
        appointment_status: 'confirmed',
        during,
        connection_id: null,
        connection_seen_at: null,
        arrived_at: null,
        admitted_at: null,
        left_at: null,
        declined_at: null,
      };
      await transaction
        .insertInto('participants')
        .values({
          ...common,
          client_id: null,
          psychologist_id: psychologistId,
          role: 'psychologist',
          display_name: 'Anna Nowak',
          ceiling: 'video',
        })
        .execute();
      const participant = await transaction
        .insertInto('participants')
        .values({
          ...common,
          client_id: client.id,
          psychologist_id: null,
          role: 'client',
          display_name: name,
          ceiling: modality,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await transaction
        .insertInto('sessions')
        .values({ id: appointment.id, modality, live_at: null, ended_at: null, sfu_node: null })
        .execute();
      return participant.id;
    };
  }
}
