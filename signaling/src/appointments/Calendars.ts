import { AppError } from '@gabinet/shared/contracts/errors';
import type { Transaction } from 'kysely';
import { type Actor, mayScheduleFor } from '../accounts/access.ts';
import type { Availabilities, Handle, PsychologistPlan } from '../availability/Availabilities.ts';
import type { OpeningIndex } from '../availability/OpeningIndex.ts';
import type { Clock } from '../clock.ts';
import type { Tables } from '../database/tables.ts';
import { readAppointments } from './AppointmentReader.ts';
import type { AppointmentStore } from './AppointmentStore.ts';
import { type BookingTransactions, lockPsychologists } from './BookingTransactions.ts';
import { type AppointmentRecord, isLive } from './records.ts';

/** A calendar that this transaction holds, and the appointment that it was opened for. */
export interface OpenedAppointment {
  readonly plan: PsychologistPlan;
  readonly record: AppointmentRecord;
}

/** Opens calendars for change, one transaction at a time (rule B6), and closes them so that all know. */
export class Calendars {
  readonly #availabilities: Availabilities;
  readonly #openingIndex: OpeningIndex;
  readonly #transactions: BookingTransactions;
  readonly #store: AppointmentStore;
  readonly #clock: Clock;

  constructor(parts: {
    availabilities: Availabilities;
    openingIndex: OpeningIndex;
    transactions: BookingTransactions;
    store: AppointmentStore;
    clock: Clock;
  }) {
    this.#availabilities = parts.availabilities;
    this.#openingIndex = parts.openingIndex;
    this.#transactions = parts.transactions;
    this.#store = parts.store;
    this.#clock = parts.clock;
  }

  /** Takes a psychologist's calendar, lets go what was held too long, and reads its rules. */
  async open(transaction: Transaction<Tables>, psychologistId: string): Promise<PsychologistPlan> {
    await lockPsychologists(transaction, [psychologistId]);
    await this.#store.deleteHolds(transaction, { psychologistId, expiredAt: this.#clock.now() });
    return this.#availabilities.planOf(transaction, psychologistId);
  }

  /**
   * Opens the calendar that an appointment is in, for somebody who may touch it: staff of that calendar, or a
   * client who takes part. Throws NOT_FOUND for everybody else.
   */
  async openFor(
    transaction: Transaction<Tables>,
    actor: Actor,
    appointmentId: string,
  ): Promise<OpenedAppointment> {
    // Before the lock: who may not touch the calendar must not hold it up.
    const { psychologistId } = await visibleAppointment(transaction, actor, appointmentId);
    const plan = await this.open(transaction, psychologistId);
    return { plan, record: await visibleAppointment(transaction, actor, appointmentId) };
  }

  /** The last step of every change: the index follows, and pages are told once it is committed. */
  async close(
    transaction: Transaction<Tables>,
    calendar: { readonly psychologistId: string; readonly practiceId: string },
    sessionIds: readonly string[] = [],
  ): Promise<void> {
    await this.#openingIndex.refresh(transaction, calendar.psychologistId);
    const { psychologistId, practiceId } = calendar;
    this.#transactions.changed(transaction, { psychologistId, practiceId, sessionIds });
  }
}

/** Whose a calendar is. Throws NOT_FOUND. */
export async function calendarOf(
  handle: Handle,
  psychologistId: string,
): Promise<{ psychologistId: string; practiceId: string }> {
  const row = await handle
    .selectFrom('psychologists')
    .select('practice_id')
    .where('id', '=', psychologistId)
    .executeTakeFirst();
  if (row === undefined) throw new AppError('NOT_FOUND');
  return { psychologistId, practiceId: row.practice_id };
}

/** An appointment that the actor may see. Throws NOT_FOUND. */
export async function visibleAppointment(
  handle: Handle,
  actor: Actor,
  appointmentId: string,
): Promise<AppointmentRecord> {
  const [record] = await readAppointments(handle, { appointmentIds: [appointmentId] });
  if (record === undefined) throw new AppError('NOT_FOUND');
  checkVisible(actor, record);
  return record;
}

function checkVisible(actor: Actor, record: AppointmentRecord): void {
  switch (actor.kind) {
    case 'staff':
      mayScheduleFor(actor.staff, record);
      return;
    case 'client': {
      const takesPart = record.people.some(
        (one) => one.clientId === actor.clientId && !one.declined && !one.removed,
      );
      if (!takesPart || record.status === 'hold') throw new AppError('NOT_FOUND');
      return;
    }
    case 'system':
      return;
  }
}

/**
 * Whether an appointment can still be changed: it is booked, not over, and its session neither goes on nor
 * has ended.
 */
export function isChangeable(record: AppointmentRecord, now: number): boolean {
  const underWay = record.phase === 'live' || record.phase === 'ended';
  return isLive(record) && record.status !== 'hold' && record.endsAt > now && !underWay;
}
