import type { CalendarAppointment, ChangeScope } from '@gabinet/shared/contracts/appointments';
import { AppError } from '@gabinet/shared/contracts/errors';
import type { Transaction } from 'kysely';
import type { Actor } from '../accounts/access.ts';
import type { PsychologistPlan } from '../availability/Availabilities.ts';
import type { Tables } from '../database/tables.ts';
import type { NoticeKind } from '../notifications/Notices.ts';
import type { AppointmentParts } from './AppointmentParts.ts';
import { readAppointments } from './AppointmentReader.ts';
import { isChangeable } from './Calendars.ts';
import type { Happening } from './History.ts';
import type { AppointmentRecord } from './records.ts';
import { calendarView, deadlineOf } from './views.ts';

type Ending = 'cancelled' | 'late_cancelled';

/** The yes and the no to appointments: cancelling (rule B11), and answering requests. */
export class EndingService {
  readonly #parts: AppointmentParts;

  constructor(parts: AppointmentParts) {
    this.#parts = parts;
  }

  /**
   * Cancels an appointment, or it and the following of its series; the time is free at once. A client who
   * is too late gets `late_cancelled`; what staff cancel, or was never confirmed, is `cancelled`.
   */
  async cancel(
    actor: Actor,
    appointmentId: string,
    scope: ChangeScope,
  ): Promise<CalendarAppointment[]> {
    const { transactions, calendars, clock } = this.#parts;
    return transactions.run(appointmentId, async (transaction) => {
      const { plan, record } = await calendars.openFor(transaction, actor, appointmentId);
      // One member leaves a group by declining; the group is not theirs to cancel.
      if (actor.kind === 'client' && record.seats !== null) throw new AppError('NOT_ALLOWED');
      const { series } = record;
      const all =
        scope === 'one' || series === null
          ? [record]
          : await readAppointments(transaction, { seriesId: series.seriesId });
      const from = series?.index ?? 0;
      const wanted = all.filter((one) => (one.series?.index ?? 0) >= from);
      await this.#parts.participants.lockSessions(
        transaction,
        wanted.map((one) => one.appointmentId),
      );
      // Read under the sessions' lock: a session that has just become live is not cancelled.
      const current = await readAppointments(transaction, {
        appointmentIds: wanted.map((one) => one.appointmentId),
      });
      const now = clock.now();
      const open = current.filter((one) => isChangeable(one, now));
      if (!open.some((one) => one.appointmentId === appointmentId)) {
        throw new AppError('APPOINTMENT_OVER');
      }
      const endings = Map.groupBy(open, (one) => this.#endingOf(actor, one, plan, now));
      for (const [ending, records] of endings) {
        const kind = ending === 'cancelled' ? 'cancelled' : 'late-cancelled';
        await this.#settle(transaction, actor, records, ending, kind, kind);
      }
      const ids = open.map((one) => one.appointmentId);
      await calendars.close(transaction, plan, ids);
      return (await readAppointments(transaction, { appointmentIds: ids })).map(calendarView);
    });
  }

  /** The psychologist's yes to a request, or to its whole series. Throws VERSION_STALE where nothing waits for it. */
  approve(actor: Actor, appointmentId: string, scope: ChangeScope): Promise<CalendarAppointment[]> {
    return this.#answer(actor, appointmentId, scope, async (transaction, records) => {
      await this.#settle(transaction, actor, records, 'confirmed', 'confirmed', 'confirmed');
      for (const { appointmentId: id, modality } of records) {
        await this.#parts.participants.keepSession(transaction, id, modality);
      }
    });
  }

  /** The psychologist's no; the time is free again. */
  decline(actor: Actor, appointmentId: string, scope: ChangeScope): Promise<CalendarAppointment[]> {
    return this.#answer(actor, appointmentId, scope, (transaction, records) =>
      this.#settle(transaction, actor, records, 'cancelled', 'declined', 'declined'),
    );
  }

  async #answer(
    actor: Actor,
    appointmentId: string,
    scope: ChangeScope,
    write: (
      transaction: Transaction<Tables>,
      records: readonly AppointmentRecord[],
    ) => Promise<void>,
  ): Promise<CalendarAppointment[]> {
    const { transactions, calendars, clock } = this.#parts;
    if (actor.kind === 'client') throw new AppError('NOT_FOUND');
    return transactions.run(appointmentId, async (transaction) => {
      const { plan, record } = await calendars.openFor(transaction, actor, appointmentId);
      const all =
        scope === 'one' || record.series === null
          ? [record]
          : await readAppointments(transaction, { seriesId: record.series.seriesId });
      const waiting = all.filter((one) => one.status === 'requested' && one.endsAt > clock.now());
      if (!waiting.some((one) => one.appointmentId === appointmentId)) {
        throw new AppError(record.status === 'requested' ? 'APPOINTMENT_OVER' : 'VERSION_STALE');
      }
      await write(transaction, waiting);
      await calendars.close(transaction, plan);
      const ids = waiting.map((one) => one.appointmentId);
      return (await readAppointments(transaction, { appointmentIds: ids })).map(calendarView);
    });
  }

  async #settle(
    transaction: Transaction<Tables>,
    actor: Actor,
    records: readonly AppointmentRecord[],
    status: 'confirmed' | Ending,
    happening: Happening['kind'],
    notice: NoticeKind,
  ): Promise<void> {
    const { store, history, notices } = this.#parts;
    const appointmentIds = records.map((one) => one.appointmentId);
    await store.setStatus(transaction, appointmentIds, status);
    for (const record of records) {
      await history.add(transaction, record, actor, { kind: happening, from: record.startsAt });
    }
    await notices.appointmentsChanged(transaction, { kind: notice, appointmentIds });
  }

  #endingOf(actor: Actor, record: AppointmentRecord, plan: PsychologistPlan, now: number): Ending {
    if (actor.kind !== 'client' || record.status === 'requested') return 'cancelled';
    return now <= deadlineOf(record, plan) ? 'cancelled' : 'late_cancelled';
  }
}
