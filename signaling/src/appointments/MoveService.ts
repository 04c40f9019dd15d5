import type { CalendarAppointment } from '@gabinet/shared/contracts/appointments';
import { AppError } from '@gabinet/shared/contracts/errors';
import { occurrencesOf, wallStartOf } from '@gabinet/shared/scheduling/series';
import type { Transaction } from 'kysely';
import type { Actor } from '../accounts/access.ts';
import { type PsychologistPlan, zoneAt } from '../availability/Availabilities.ts';
import type { Tables } from '../database/tables.ts';
import type { AppointmentParts } from './AppointmentParts.ts';
import { readAppointments } from './AppointmentReader.ts';
import { isChangeable } from './Calendars.ts';
import { refusalOf } from './conflicts.ts';
import { placeOf, type Wish } from './Placement.ts';
import { type AppointmentRecord, attendingClientIds } from './records.ts';
import type { MoveRequest } from './requests.ts';
import { calendarView, deadlineOf } from './views.ts';

const minuteMs = 60_000;

/** One appointment on its way to another place. */
interface Journey {
  readonly record: AppointmentRecord;
  readonly wish: Wish;
}

/** Moves and stretches appointments (rule B10). */
export class MoveService {
  readonly #parts: AppointmentParts;

  constructor(parts: AppointmentParts) {
    this.#parts = parts;
  }

  /**
   * Moves one appointment, or it and the following of its series by the series' rhythm; those that were
   * moved by themselves stay where they were put. All or nothing: the refusal carries every conflict.
   */
  async move(actor: Actor, request: MoveRequest): Promise<CalendarAppointment[]> {
    const { transactions, calendars, placement, store, notices, history } = this.#parts;
    return transactions.run(request.appointmentId, async (transaction) => {
      const opened = await calendars.openFor(transaction, actor, request.appointmentId);
      const { plan, record } = opened;
      this.#check(actor, record, request);
      const minutes = request.durationMinutes ?? (record.endsAt - record.startsAt) / minuteMs;
      if (request.startsAt === record.startsAt && minutes * minuteMs === lengthOf(record)) {
        return [calendarView(record)];
      }
      const journeys = await this.#journeys(transaction, plan, record, request, minutes);
      const wishes = journeys.map((one) => one.wish);
      const ids = journeys.map((one) => one.record.appointmentId);
      const byStaff = actor.kind === 'staff';
      const conflicts = await placement.conflictsOf(transaction, {
        plan,
        wishes,
        modality: byStaff && request.outsideHours ? undefined : record.modality,
        outsideHours: byStaff && request.outsideHours,
        except: ids,
        tellTimes: byStaff,
      });
      if (conflicts.length > 0) throw refusalOf(conflicts);
      await this.#parts.participants.lockSessions(transaction, ids);
      await store.move(
        transaction,
        journeys.map((one) => this.#moveOf(plan, one, request.scope)),
      );
      for (const one of journeys) {
        await history.add(transaction, one.record, actor, {
          kind: 'moved',
          from: one.record.startsAt,
          to: one.wish.startsAt,
        });
      }
      await notices.appointmentsChanged(transaction, { kind: 'moved', appointmentIds: ids });
      await calendars.close(transaction, plan, ids);
      return (await readAppointments(transaction, { appointmentIds: ids })).map(calendarView);
    });
  }

  #check(actor: Actor, record: AppointmentRecord, request: MoveRequest): void {
    // A group's time is its psychologist's to change, not one member's.
    if (actor.kind === 'client' && record.seats !== null) throw new AppError('NOT_ALLOWED');
    if (request.sequence !== undefined && request.sequence !== record.sequence) {
      throw new AppError('VERSION_STALE');
    }
    const now = this.#parts.clock.now();
    if (!isChangeable(record, now)) throw new AppError('APPOINTMENT_OVER');
    // Whoever sits in the waiting room of a time that has begun is met there, or it is cancelled.
    if (actor.kind === 'client' && record.startsAt <= now) throw new AppError('APPOINTMENT_OVER');
  }

  async #journeys(
    transaction: Transaction<Tables>,
    plan: PsychologistPlan,
    record: AppointmentRecord,
    request: MoveRequest,
    minutes: number,
  ): Promise<Journey[]> {
    const wishOf = (one: AppointmentRecord, startsAt: number): Wish => ({
      index: one.series?.index ?? 0,
      startsAt,
      endsAt: startsAt + minutes * minuteMs,
      clientIds: attendingClientIds(one),
    });
    const { series } = record;
    if (series === null || request.scope === 'one') {
      return [{ record, wish: wishOf(record, request.startsAt) }];
    }
    const now = this.#parts.clock.now();
    const zone = zoneAt(plan.availability.zones, request.startsAt);
    const rhythm = occurrencesOf({
      wallStart: wallStartOf(request.startsAt, zone),
      zone,
      everyWeeks: series.everyWeeks,
      count: series.of - series.index,
    });
    const all = await readAppointments(transaction, { seriesId: series.seriesId });
    return all.flatMap((one) => {
      const itself = one.appointmentId === record.appointmentId;
      const ahead = (one.series?.index ?? 0) - series.index;
      const goesAlong = ahead > 0 && !one.moved && isChangeable(one, now);
      if (!itself && !goesAlong) return [];
      const startsAt = itself ? request.startsAt : rhythm[ahead]?.startsAt;
      return startsAt === undefined ? [] : { record: one, wish: wishOf(one, startsAt) };
    });
  }

  #moveOf(plan: PsychologistPlan, { record, wish }: Journey, scope: MoveRequest['scope']) {
    const deadline = deadlineOf(record, plan);
    const shifted = wish.startsAt !== record.startsAt;
    const late = this.#parts.clock.now() > deadline;
    const place = placeOf(plan, wish);
    const following = record.series !== null && scope === 'following';
    return {
      appointmentId: record.appointmentId,
      place,
      moved: !following && record.series !== null && wish.startsAt !== record.series.originalStart,
      originalStart: following ? wish.startsAt : null,
      // Inside the deadline a move does not begin a new one (rule B11).
      cancelUntil: shifted ? (late ? deadline : null) : record.cancelUntil,
    };
  }
}

function lengthOf(record: AppointmentRecord): number {
  return record.endsAt - record.startsAt;
}
