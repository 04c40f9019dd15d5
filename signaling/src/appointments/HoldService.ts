import { AppError } from '@gabinet/shared/contracts/errors';
import type { HeldTime } from '@gabinet/shared/contracts/intake';
import type { Transaction } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { AppointmentParts } from './AppointmentParts.ts';
import { readAppointments } from './AppointmentReader.ts';
import type { BookingService } from './BookingService.ts';
import { lockClients, lockPsychologists } from './BookingTransactions.ts';
import { conflictOf, refusalOf } from './conflicts.ts';
import type { Intake } from './History.ts';
import type { NewPerson } from './ParticipantStore.ts';
import { type AppointmentRecord, ceilingOf } from './records.ts';
import type { ConfirmedHold, Held, HeldPerson, HoldRequest } from './requests.ts';
import { calendarView } from './views.ts';

const holdMs = 10 * 60_000;
/** Whom nobody knows yet may not keep a year of somebody's calendar. */
const longestHeldSeries = 12;
/** A hold is not an appointment of anybody yet; its history says that a client began it. */
const intake: Intake = { kind: 'intake' };

/** Times that are kept while a person answers the intake's questions (rule B7). */
export class HoldService {
  readonly #parts: AppointmentParts;
  readonly #booking: BookingService;

  constructor(parts: AppointmentParts, booking: BookingService) {
    this.#parts = parts;
    this.#booking = booking;
  }

  /** Keeps a time or a series for 10 minutes; what the same intake kept before is let go with it. */
  async hold(request: HoldRequest): Promise<Held> {
    const { transactions, calendars, store, history, clock } = this.#parts;
    const { intakeId, psychologistId } = request;
    await this.#checkAccess(request);
    return transactions.run(psychologistId, async (transaction) => {
      const before = await this.#heldRecords(transaction, intakeId);
      const others = before.map((one) => one.psychologistId);
      await lockPsychologists(transaction, [...others, psychologistId]);
      const plan = await calendars.open(transaction, psychologistId);
      await store.deleteHolds(transaction, { intakeId });
      const expiresAt = clock.now() + holdMs;
      const { appointmentIds, skipped } = await this.#booking.place(
        transaction,
        plan,
        {
          startsAt: request.startsAt,
          durationMinutes: plan.policy.durationMinutes,
          modality: request.modality,
          repeat: request.repeat,
          onConflict: request.onConflict,
          clientIds: [],
        },
        {
          outsideHours: false,
          tellTimes: false,
          most: longestHeldSeries,
          rows: {
            status: 'hold',
            modality: request.modality,
            holdExpiresAt: expiresAt,
            seats: null,
            intakeId,
          },
        },
      );
      const records = await readAppointments(transaction, { appointmentIds });
      for (const record of records) {
        await history.add(transaction, record, intake, { kind: 'held', to: record.startsAt });
      }
      for (const other of before) {
        if (other.psychologistId !== psychologistId) await calendars.close(transaction, other);
      }
      await calendars.close(transaction, plan);
      return { appointments: records.map(calendarView), skipped, expiresAt };
    });
  }

  /** Lets go what an intake holds; nothing happens where it holds nothing. */
  async releaseHeld(intakeId: string): Promise<void> {
    const { transactions, calendars, store } = this.#parts;
    await transactions.run(intakeId, async (transaction) => {
      const held = await this.#heldRecords(transaction, intakeId);
      await lockPsychologists(
        transaction,
        held.map((one) => one.psychologistId),
      );
      await store.deleteHolds(transaction, { intakeId });
      for (const record of byCalendar(held)) await calendars.close(transaction, record);
    });
  }

  /** What an intake holds; null when nothing, or not any more. */
  async heldBy(intakeId: string): Promise<HeldTime | null> {
    const { database, availabilities, clock } = this.#parts;
    const records = (await this.#heldRecords(database, intakeId)).filter(
      (one) => (one.holdExpiresAt ?? 0) > clock.now(),
    );
    const [first] = records;
    if (first === undefined) return null;
    const plan = await availabilities.planOf(database, first.psychologistId);
    return {
      appointmentIds: records.map((one) => one.appointmentId),
      psychologistId: plan.psychologistId,
      psychologistName: plan.displayName,
      psychologistZone: first.zone,
      startsAt: first.startsAt,
      endsAt: first.endsAt,
      occurrences: records.length,
      everyWeeks: first.series?.everyWeeks ?? null,
      starts: records.map((one) => one.startsAt),
      expiresAt: first.holdExpiresAt ?? clock.now(),
    };
  }

  /**
   * Turns what is held into appointments, or into a request where the psychologist approves. Runs in the
   * caller's transaction, which `BookingTransactions.run` began. Throws HOLD_EXPIRED, PARTICIPANT_BUSY.
   */
  async confirmHeld(
    transaction: Transaction<Tables>,
    intakeId: string,
    people: readonly HeldPerson[],
  ): Promise<ConfirmedHold> {
    const { calendars, store, history, notices, clock } = this.#parts;
    const [any] = await this.#heldRecords(transaction, intakeId);
    if (any === undefined) throw new AppError('HOLD_EXPIRED');
    await lockPsychologists(transaction, [any.psychologistId]);
    const now = clock.now();
    // Read again: the sweep may have let it go while the lock was waited for.
    const held = (await this.#heldRecords(transaction, intakeId)).filter(
      (one) => (one.holdExpiresAt ?? 0) > now,
    );
    const [first] = held;
    if (first === undefined) throw new AppError('HOLD_EXPIRED');
    const plan = await calendars.open(transaction, first.psychologistId);
    const clientIds = people.flatMap((one) => (one.clientId === null ? [] : [one.clientId]));
    await lockClients(transaction, clientIds);
    await this.#checkBusy(transaction, held, clientIds);
    const status = plan.policy.approval ? 'requested' : 'confirmed';
    const appointmentIds = held.map((one) => one.appointmentId);
    await store.setStatus(transaction, appointmentIds, status);
    for (const { appointmentId, modality } of held) {
      await this.#parts.participants.add(
        transaction,
        appointmentId,
        people.map((one): NewPerson => {
          return { ...one, psychologistId: null, ceiling: ceilingOf(modality) };
        }),
      );
      if (status === 'confirmed')
        await this.#parts.participants.keepSession(transaction, appointmentId, modality);
    }
    for (const record of held) {
      await history.add(transaction, record, intake, {
        kind: status === 'requested' ? 'requested' : 'booked',
        to: record.startsAt,
      });
    }
    await notices.appointmentsChanged(transaction, { kind: status, appointmentIds });
    await calendars.close(transaction, plan);
    return { status, appointmentIds };
  }

  /** Deletes what was kept too long, calendar by calendar; safe in every process at once. */
  async sweep(): Promise<void> {
    const { database, transactions, calendars, clock } = this.#parts;
    const rows = await database
      .selectFrom('appointments')
      .select(['psychologist_id', 'practice_id'])
      .distinct()
      .where('status', '=', 'hold')
      .where('hold_expires_at', '<=', new Date(clock.now()))
      .limit(50)
      .execute();
    for (const row of rows) {
      await transactions.run(row.psychologist_id, async (transaction) => {
        // Opening a calendar lets go what has expired in it.
        await calendars.open(transaction, row.psychologist_id);
        await calendars.close(transaction, {
          psychologistId: row.psychologist_id,
          practiceId: row.practice_id,
        });
      });
    }
  }

  #heldRecords(handle: Parameters<typeof readAppointments>[0], intakeId: string) {
    return readAppointments(handle, { intakeId, statuses: ['hold'] });
  }

  /** Whether a newcomer may book here: anyone, or whom the psychologist has invited. */
  async #checkAccess(request: HoldRequest): Promise<void> {
    const { database, availabilities } = this.#parts;
    const plan = await availabilities.planOf(database, request.psychologistId);
    if (plan.practiceId !== request.practiceId || !plan.active) throw new AppError('NOT_FOUND');
    if (plan.policy.whoMayBook === 'anyone') return;
    const invited = await database
      .selectFrom('intakes as i')
      .innerJoin('booking_invitations as b', 'b.id', 'i.booking_invitation_id')
      .select('b.id')
      .where('i.id', '=', request.intakeId)
      .where('b.psychologist_id', '=', request.psychologistId)
      .executeTakeFirst();
    if (invited === undefined) throw new AppError('BOOKING_NOT_OPEN');
  }

  async #checkBusy(
    transaction: Transaction<Tables>,
    held: readonly AppointmentRecord[],
    clientIds: readonly string[],
  ): Promise<void> {
    const wishes = held.map((one) => ({
      index: one.series?.index ?? 0,
      startsAt: one.startsAt,
      endsAt: one.endsAt,
      clientIds,
    }));
    const busy = await this.#parts.placement.busyAmong(transaction, wishes, []);
    const zone = held[0]?.zone ?? 'UTC';
    if (busy.length > 0) {
      throw refusalOf(busy.map((wish) => conflictOf(wish, 'participant-busy', zone)));
    }
  }
}

/** One of each calendar. */
function byCalendar(records: readonly AppointmentRecord[]): AppointmentRecord[] {
  return [...new Map(records.map((one) => [one.psychologistId, one])).values()];
}
