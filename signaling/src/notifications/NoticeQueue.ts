import type { Policy } from '@gabinet/shared/contracts/availability';
import { sql, type Transaction } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Tables } from '../database/tables.ts';
import type { Vault } from '../vault/Vault.ts';
import type { Jobs, LaterJob } from './Jobs.ts';
import type { AppointmentNotice, CodeMail, Notices } from './Notices.ts';
import type { CodeJob, NoticeJob, ReminderJob } from './noticeJobs.ts';

const minuteMs = 60_000;
/** Codes are good for ten minutes; links for as long as a person may take to look. */
const codeUsefulMs = 10 * minuteMs;
const linkUsefulMs = 24 * 60 * minuteMs;

interface ConcernedRow {
  appointment_id: string;
  participant_id: string;
  client_id: string | null;
  psychologist_id: string | null;
  declined_at: Date | null;
  status: string;
  sequence: number;
  starts_at: Date;
  policy: Policy;
  own_policy: Partial<Policy>;
}

/** The notices of this service: jobs in the caller's transaction (rule R1). */
export class NoticeQueue implements Notices {
  readonly #jobs: Jobs;
  readonly #vault: Vault;
  readonly #clock: Clock;

  constructor(parts: { jobs: Jobs; vault: Vault; clock: Clock }) {
    this.#jobs = parts.jobs;
    this.#vault = parts.vault;
    this.#clock = parts.clock;
  }

  /** One job for each reader of the change, and new reminders for what lies ahead (rules R1, R4). */
  async appointmentsChanged(
    transaction: Transaction<Tables>,
    notice: AppointmentNotice,
  ): Promise<void> {
    if (notice.appointmentIds.length === 0) return;
    const rows = await concerned(transaction, notice.appointmentIds);
    const told = notice.participantIds && new Set(notice.participantIds);
    const readers = new Map<string, NoticeJob['about'][number][]>();
    for (const row of rows) {
      // Who declined hears no more of it, unless they are meant by name: they are told that they are out.
      if (told ? !told.has(row.participant_id) : row.declined_at !== null) continue;
      const reader = row.client_id ?? row.psychologist_id ?? row.participant_id;
      const about = readers.get(reader) ?? [];
      about.push({
        appointmentId: row.appointment_id,
        participantId: row.participant_id,
        sequence: row.sequence,
      });
      readers.set(reader, about);
    }
    const jobs: LaterJob<NoticeJob | ReminderJob>[] = [...readers.values()].map((about) => ({
      data: { type: 'notice', kind: notice.kind, about },
    }));
    await this.#jobs.enqueue(transaction, [...jobs, ...this.#reminders(rows)]);
  }

  /** Seals the mail under the practice's key, for it holds an address and a secret. */
  async mail(transaction: Transaction<Tables>, mail: CodeMail): Promise<void> {
    const id = crypto.randomUUID();
    const keyId = await this.#vault.practiceKey(transaction, mail.practiceId);
    const sealed = await this.#vault.seal(transaction, keyId, id, JSON.stringify(mail));
    const isCode = 'code' in mail.content;
    const data: CodeJob = {
      type: 'code',
      practiceId: mail.practiceId,
      sealed: sealed.toString('base64'),
      until: this.#clock.now() + (isCode ? codeUsefulMs : linkUsefulMs),
    };
    await this.#jobs.enqueue(transaction, [{ id, data }]);
  }

  /**
   * A reminder is a job for a start: after a move the old ones find another start and say nothing, after
   * a cancellation all of them do. So nothing has to be found and taken back, and a repeated call is harmless.
   */
  #reminders(rows: readonly ConcernedRow[]): LaterJob<ReminderJob>[] {
    const now = this.#clock.now();
    return rows.flatMap((row) => {
      if (row.status !== 'confirmed' || row.client_id === null || row.declined_at) return [];
      const startsAt = row.starts_at.getTime();
      const { reminderMinutes } = { ...row.policy, ...row.own_policy };
      return reminderMinutes
        .map((minutes) => ({ minutes, at: startsAt - minutes * minuteMs }))
        .filter(({ at }) => at > now)
        .map(({ minutes, at }) => ({
          startsAt: at,
          data: {
            type: 'reminder' as const,
            appointmentId: row.appointment_id,
            participantId: row.participant_id,
            minutes,
            startsAt,
          },
        }));
    });
  }
}

/** Everybody who takes part or did. */
async function concerned(
  transaction: Transaction<Tables>,
  appointmentIds: readonly string[],
): Promise<ConcernedRow[]> {
  return await transaction
    .selectFrom('appointments as a')
    .innerJoin('participants as p', 'p.appointment_id', 'a.id')
    .innerJoin('practices as x', 'x.id', 'a.practice_id')
    .innerJoin('psychologists as y', 'y.id', 'a.psychologist_id')
    .select([
      'a.id as appointment_id',
      'p.id as participant_id',
      'p.client_id',
      'p.psychologist_id',
      'p.declined_at',
      'a.status',
      'a.sequence',
      sql<Date>`lower(a.during)`.as('starts_at'),
      'x.policy',
      'y.policy as own_policy',
    ])
    .where('a.id', 'in', appointmentIds)
    .orderBy('starts_at')
    .orderBy('p.id')
    .execute();
}
