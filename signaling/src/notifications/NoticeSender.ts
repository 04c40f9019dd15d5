import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Tables } from '../database/tables.ts';
import type { Seats } from '../invitations/Seats.ts';
import type { Log } from '../observability/log.ts';
import type { Vault } from '../vault/Vault.ts';
import { appointmentMail, hostOf, type Senders } from './AppointmentMail.ts';
import { writeCodeMail } from './CodeMail.ts';
import type { JobHandler } from './Jobs.ts';
import type { Mail, Mailer } from './Mailer.ts';
import { anyJob, type CodeJob, codeMail, type NoticeJob, type ReminderJob } from './noticeJobs.ts';
import type { Reader, ReadersAppointment } from './Reader.ts';
import { ReaderStore } from './ReaderStore.ts';
import type { TextKind } from './texts/wording.ts';

const minuteMs = 60_000;
const live: ReadonlySet<string> = new Set(['video', 'audio', 'chat']);
const withLink: ReadonlySet<TextKind> = new Set([
  'confirmed',
  'moved',
  'modality-changed',
  'joined',
  'reminder',
]);

/** The row that decides who sends (rule R3). */
interface DecidingRow {
  readonly appointment_id: string;
  readonly participant_id: string;
  readonly kind: string;
  readonly sequence: number;
}

/** Does the queue's jobs: reads how things are now, writes the mail, and sends it once. */
export class NoticeSender {
  readonly #database: Database;
  readonly #readers: ReaderStore;
  readonly #vault: Vault;
  readonly #seats: Seats;
  readonly #mailer: Mailer;
  readonly #mail: Senders | undefined;
  readonly #baseUrl: () => string;
  readonly #clock: Clock;
  readonly #log: Log;

  constructor(parts: {
    database: Database;
    vault: Vault;
    seats: Seats;
    mailer: Mailer;
    /** Who mails are from; a neutral sender of this host when not configured. */
    mail: Senders | undefined;
    baseUrl: () => string;
    clock: Clock;
    log: Log;
  }) {
    this.#database = parts.database;
    this.#readers = new ReaderStore(parts.database, parts.vault);
    this.#vault = parts.vault;
    this.#seats = parts.seats;
    this.#mailer = parts.mailer;
    this.#mail = parts.mail;
    this.#baseUrl = parts.baseUrl;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  /** Does one job. What it throws makes the job run again later. */
  handle: JobHandler = async ({ id, data }) => {
    const job = anyJob.parse(data);
    switch (job.type) {
      case 'notice':
        return await this.#notice(job);
      case 'reminder':
        return await this.#reminder(job);
      case 'code':
        return await this.#code(id, job);
    }
  };

  async #notice(job: NoticeJob): Promise<void> {
    const sequences = new Map(job.about.map((one) => [one.participantId, one.sequence]));
    const found = await this.#readers.appointments([...sequences.keys()]);
    const appointments = found.filter((one) =>
      stillTrue(job.kind, one, sequences.get(one.participantId) ?? 0),
    );
    const rows = appointments.map((one) => ({
      appointment_id: one.appointmentId,
      participant_id: one.participantId,
      kind: job.kind,
      sequence: sequences.get(one.participantId) ?? 0,
    }));
    await this.#send(job.kind, appointments, rows, 'repeat');
  }

  async #reminder(job: ReminderJob): Promise<void> {
    const found = await this.#readers.appointments([job.participantId]);
    const now = this.#clock.now();
    const appointments = found.filter((one) => reminderIsDue(job, one, now));
    // By its start, not by the sequence: what was moved there and back is one appointment to be reminded of.
    const rows = appointments.map((one) => ({
      appointment_id: one.appointmentId,
      participant_id: one.participantId,
      kind: `reminder ${job.minutes} ${job.startsAt}`,
      sequence: 0,
    }));
    await this.#send('reminder', appointments, rows, 'assume-sent');
  }

  async #send(
    kind: TextKind,
    appointments: readonly ReadersAppointment[],
    rows: readonly DecidingRow[],
    whenUnsure: 'repeat' | 'assume-sent',
  ): Promise<void> {
    const [first] = appointments;
    if (first === undefined || (await this.#alreadySent(rows))) return;
    const reader = await this.#readers.reader(first.participantId);
    if (reader === undefined || (kind === 'reminder' && !reader.wantsReminders)) return;
    const baseUrl = this.#baseUrl();
    const mail = appointmentMail({
      kind,
      reader,
      appointments,
      links: await this.#links(kind, reader, appointments),
      senders: this.#senders(baseUrl),
      baseUrl,
      messageId: messageId(rows, baseUrl),
      now: this.#clock.now(),
    });
    const sent_at = new Date(this.#clock.now());
    const outcome = await this.#mailer.send(mail, {
      decide: async (transaction) => {
        const { numInsertedOrUpdatedRows } = await transaction
          .insertInto('sent_notices')
          .values(rows.map((row) => ({ ...row, sent_at })))
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        return (numInsertedOrUpdatedRows ?? 0n) > 0n;
      },
      undo: async () => await this.#takeBack(rows),
      whenUnsure,
    });
    this.#note(outcome, kind, { appointmentId: first.appointmentId });
  }

  async #code(id: string, job: CodeJob): Promise<void> {
    const now = this.#clock.now();
    if (now > job.until) return;
    const keyId = await this.#vault.practiceKey(this.#database, job.practiceId);
    const sealed = Buffer.from(job.sealed, 'base64');
    const opened = await this.#vault.open(this.#database, keyId, id, sealed);
    const content = codeMail.parse(JSON.parse(opened));
    const baseUrl = this.#baseUrl();
    const mail: Mail = writeCodeMail(content, {
      senders: this.#senders(baseUrl),
      baseUrl,
      messageId: `<${id}@${hostOf(baseUrl)}>`,
    });
    const outcome = await this.#mailer.send(mail, {
      decide: async (transaction: Transaction<Tables>) => {
        const { numInsertedOrUpdatedRows } = await transaction
          .insertInto('sent_codes')
          .values({ job_id: id, sent_at: new Date(now) })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        return (numInsertedOrUpdatedRows ?? 0n) > 0n;
      },
      undo: async () => {
        await this.#database.deleteFrom('sent_codes').where('job_id', '=', id).execute();
      },
      whenUnsure: 'repeat',
    });
    this.#note(outcome, content.content.kind, { jobId: id });
  }

  /** Minted at sending, so that no token ever waits in the queue (rule R2). */
  async #links(
    kind: TextKind,
    reader: Reader,
    appointments: readonly ReadersAppointment[],
  ): Promise<ReadonlyMap<string, string>> {
    const links = new Map<string, string>();
    if (reader.side !== 'client' || !withLink.has(kind)) return links;
    for (const one of appointments) {
      if (one.status !== 'confirmed' || !live.has(one.modality)) continue;
      const { token } = await this.#seats.invite(one.participantId);
      links.set(one.participantId, `${this.#baseUrl()}/j#${token}`);
    }
    return links;
  }

  #senders(baseUrl: string): Senders {
    if (this.#mail) return this.#mail;
    const from = `no-reply@${hostOf(baseUrl)}`;
    return { from, discreetFrom: from };
  }

  /** Only spares the work: who really sends is decided at the end. */
  async #alreadySent(rows: readonly DecidingRow[]): Promise<boolean> {
    const [first] = rows;
    if (first === undefined) return true;
    const found = await this.#database
      .selectFrom('sent_notices')
      .select('kind')
      .where('appointment_id', '=', first.appointment_id)
      .where('participant_id', '=', first.participant_id)
      .where('kind', '=', first.kind)
      .where('sequence', '=', first.sequence)
      .executeTakeFirst();
    return found !== undefined;
  }

  async #takeBack(rows: readonly DecidingRow[]): Promise<void> {
    for (const row of rows) {
      await this.#database
        .deleteFrom('sent_notices')
        .where('appointment_id', '=', row.appointment_id)
        .where('participant_id', '=', row.participant_id)
        .where('kind', '=', row.kind)
        .where('sequence', '=', row.sequence)
        .execute();
    }
  }

  #note(outcome: string, kind: string, ids: Readonly<Record<string, string>>): void {
    if (outcome === 'refused') {
      this.#log.warn('A mail server will not take a mail; it is not tried again.', {
        event: kind,
        ...ids,
      });
    } else {
      this.#log.debug('A mail was handled.', { event: kind, status: outcome, ...ids });
    }
  }
}

/**
 * Whether a notice still says how things are. Who is told of a newer change by a newer mail need not
 * be told of the older one: a move that was undone, a confirmation of what was cancelled since.
 */
function stillTrue(kind: NoticeJob['kind'], one: ReadersAppointment, sequence: number): boolean {
  switch (kind) {
    case 'cancelled':
    case 'late-cancelled':
    case 'declined':
      return true;
    case 'left':
      // Who left stays out: coming back is another participant. A psychologist is told while it still stands.
      return one.declined || one.status === 'confirmed' || one.status === 'requested';
    case 'requested':
      return one.status === 'requested' && !one.declined;
    case 'confirmed':
    case 'joined':
      return one.status === 'confirmed' && !one.declined;
    case 'moved':
    case 'modality-changed':
      return (
        (one.status === 'confirmed' || one.status === 'requested') &&
        !one.declined &&
        one.sequence === sequence
      );
  }
}

/** Rule R4: not of what was moved, cancelled or declined, and not when a later one is due already. */
function reminderIsDue(job: ReminderJob, one: ReadersAppointment, now: number): boolean {
  const next = one.reminderMinutes.filter((minutes) => minutes < job.minutes);
  const until = one.startsAt - Math.max(0, ...next) * minuteMs;
  return (
    one.status === 'confirmed' && !one.declined && one.startsAt === job.startsAt && now < until
  );
}

/** The same for each try of the same mail (RFC 5322, 3.6.4). */
function messageId(rows: readonly DecidingRow[], baseUrl: string): string {
  const hash = createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 32);
  return `<${hash}@${hostOf(baseUrl)}>`;
}
