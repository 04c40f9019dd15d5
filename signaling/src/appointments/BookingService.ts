import type {
  Attendee,
  Repetition,
  SkippedOccurrence,
} from '@gabinet/shared/contracts/appointments';
import { AppError, type Conflict } from '@gabinet/shared/contracts/errors';
import type { AppointmentModality } from '@gabinet/shared/contracts/words';
import {
  isLongerThan,
  longestSeries,
  occurrencesOf,
  wallStartOf,
} from '@gabinet/shared/scheduling/series';
import type { Transaction } from 'kysely';
import { type Actor, mayScheduleFor } from '../accounts/access.ts';
import { type PsychologistPlan, zoneAt } from '../availability/Availabilities.ts';
import type { Tables } from '../database/tables.ts';
import type { Remember } from '../transport/idempotency.ts';
import type { AppointmentParts } from './AppointmentParts.ts';
import { readAppointments } from './AppointmentReader.ts';
import type { NewAppointment } from './AppointmentStore.ts';
import { calendarOf } from './Calendars.ts';
import type { KnownClient } from './ClientDirectory.ts';
import { conflictOf, refusalOf } from './conflicts.ts';
import { clientAsPerson, psychologistAsPerson } from './ParticipantStore.ts';
import { type PlacementQuery, placeOf, type Wish } from './Placement.ts';
import { type AppointmentRecord, attending, countsAsMember } from './records.ts';
import type { Booked, BookRequest } from './requests.ts';
import { calendarView } from './views.ts';

const minuteMs = 60_000;

/** What is asked of a calendar, whoever asks. */
export interface BookingWish {
  readonly startsAt: number;
  readonly durationMinutes: number;
  readonly modality: AppointmentModality;
  readonly repeat: Repetition | undefined;
  readonly onConflict: 'fail' | 'skip';
  readonly clientIds: readonly string[];
}

type Attending = KnownClient & Pick<Attendee, 'role'>;
type NewRows = Pick<NewAppointment, 'status' | 'modality' | 'holdExpiresAt' | 'seats' | 'intakeId'>;

/** Books appointments and series (rules B5, B6, B9, B12, B13). */
export class BookingService {
  readonly #parts: AppointmentParts;

  constructor(parts: AppointmentParts) {
    this.#parts = parts;
  }

  /** Books for staff, or for a client themself; `remember` keeps the answer with the booking. */
  async book(actor: Actor, request: BookRequest, remember: Remember<Booked>): Promise<Booked> {
    const { transactions, calendars, notices, history } = this.#parts;
    await this.#checkAccess(actor, request.psychologistId);
    return transactions.run(request.psychologistId, async (transaction) => {
      // Read before the calendar is taken: what rivals wait for stays short.
      const known = await this.#known(transaction, actor, request);
      const plan = await calendars.open(transaction, request.psychologistId);
      const wish: BookingWish = {
        startsAt: request.startsAt,
        durationMinutes: request.durationMinutes ?? plan.policy.durationMinutes,
        modality: request.modality,
        repeat: request.repeat,
        onConflict: request.onConflict,
        clientIds: known.map((one) => one.clientId),
      };
      this.#checkSeats(request, plan);
      const asked = actor.kind === 'client' && plan.policy.approval;
      const { appointmentIds, skipped } = await this.place(transaction, plan, wish, {
        outsideHours: request.outsideHours && actor.kind === 'staff',
        tellTimes: actor.kind === 'staff',
        most: longestSeries,
        rows: {
          status: asked ? 'requested' : 'confirmed',
          modality: request.modality,
          holdExpiresAt: null,
          seats: request.seats ?? null,
          intakeId: null,
        },
      });
      const people = [...known, ...(await this.#newcomers(transaction, request, plan))];
      for (const appointmentId of appointmentIds) {
        await this.#parts.participants.add(
          transaction,
          appointmentId,
          people.map((one) => clientAsPerson(one, request.modality)),
        );
        if (!asked) {
          await this.#parts.participants.keepSession(transaction, appointmentId, request.modality);
        }
      }
      const records = await readAppointments(transaction, { appointmentIds });
      for (const record of records) {
        await history.add(transaction, record, actor, {
          kind: asked ? 'requested' : 'booked',
          to: record.startsAt,
        });
      }
      await notices.appointmentsChanged(transaction, {
        kind: asked ? 'requested' : 'confirmed',
        appointmentIds,
      });
      await calendars.close(transaction, plan);
      const booked = { appointments: records.map(calendarView), skipped };
      await remember(transaction, booked);
      return booked;
    });
  }

  /**
   * Checks every occurrence and inserts those that fit, with the psychologist in them. The caller holds the
   * calendar. Throws a refusal with every conflict (rule B9); with `skip` only when nothing is left.
   */
  async place(
    transaction: Transaction<Tables>,
    plan: PsychologistPlan,
    wish: BookingWish,
    options: Pick<PlacementQuery, 'outsideHours' | 'tellTimes'> & {
      readonly rows: NewRows;
      /** How many occurrences whoever asks may have. */
      readonly most: number;
    },
  ): Promise<{ appointmentIds: string[]; skipped: SkippedOccurrence[] }> {
    const { placement, store } = this.#parts;
    const zone = zoneAt(plan.availability.zones, wish.startsAt);
    const wallStart = wallStartOf(wish.startsAt, zone);
    const wishes = wishesOf(wish, wallStart, zone, options.most);
    const conflicts = await placement.conflictsOf(transaction, {
      plan,
      wishes,
      modality: wish.modality,
      outsideHours: options.outsideHours,
      except: [],
      tellTimes: options.tellTimes,
    });
    const skipped = skippable(wish.onConflict, conflicts, wishes.length);
    const { practiceId, psychologistId } = plan;
    const seriesId =
      wish.repeat === undefined
        ? null
        : await store.insertSeries(transaction, {
            practiceId,
            psychologistId,
            everyWeeks: wish.repeat.everyWeeks,
            occurrences: wishes.length,
            wallStart,
            zone,
          });
    const appointmentIds: string[] = [];
    for (const one of wishes) {
      if (skipped.some(({ index }) => index === one.index)) continue;
      const appointmentId = await store.insert(transaction, {
        ...options.rows,
        practiceId,
        psychologistId,
        place: placeOf(plan, one),
        series: seriesId === null ? null : { seriesId, index: one.index },
        address: options.rows.modality === 'office' ? plan.address : null,
      });
      await this.#parts.participants.add(transaction, appointmentId, [
        psychologistAsPerson(psychologistId, plan.displayName),
      ]);
      appointmentIds.push(appointmentId);
    }
    return { appointmentIds, skipped };
  }

  /** The first line of a booking: whose calendar it is, and whether this client may book in it. */
  async #checkAccess(actor: Actor, psychologistId: string): Promise<void> {
    const { database, availabilities, clients } = this.#parts;
    if (actor.kind === 'staff') {
      return mayScheduleFor(actor.staff, await calendarOf(database, psychologistId));
    }
    if (actor.kind !== 'client') return;
    const plan = await availabilities.planOf(database, psychologistId);
    const self = await clients.self(database, actor.clientId);
    if (self.practiceId !== plan.practiceId || !plan.active) throw new AppError('NOT_FOUND');
    if (plan.policy.whoMayBook === 'anyone') return;
    if (!(await clients.isOwnClient(database, actor.clientId, psychologistId))) {
      throw new AppError('BOOKING_NOT_OPEN');
    }
  }

  /** Those who take part and are clients already; a client who books takes part alone. */
  async #known(
    transaction: Transaction<Tables>,
    actor: Actor,
    request: BookRequest,
  ): Promise<Attending[]> {
    const { clients } = this.#parts;
    if (actor.kind === 'client') {
      const { clientId, displayName } = await clients.self(transaction, actor.clientId);
      return [{ clientId, displayName, role: 'client' }];
    }
    const known: Attending[] = [];
    for (const { role, client } of request.attendees) {
      if (!('clientId' in client)) continue;
      if (actor.kind !== 'staff') throw new AppError('NOT_FOUND');
      known.push({ ...(await clients.known(transaction, actor.staff, client.clientId)), role });
    }
    const ids = new Set(known.map((one) => one.clientId));
    if (ids.size !== known.length) throw new AppError('INVALID_INPUT', { fields: ['attendees'] });
    return known;
  }

  /** Makes the clients who are new; only for a booking that has its place. */
  async #newcomers(
    transaction: Transaction<Tables>,
    request: BookRequest,
    plan: PsychologistPlan,
  ): Promise<Attending[]> {
    const newcomers: Attending[] = [];
    for (const { role, client } of request.attendees) {
      if ('clientId' in client) continue;
      const zone = client.zone ?? plan.zone;
      const made = await this.#parts.clients.create(transaction, plan.practiceId, client, zone);
      newcomers.push({ ...made, role });
    }
    return newcomers;
  }

  #checkSeats(request: BookRequest, plan: PsychologistPlan): void {
    const members = request.attendees.filter(countsAsMember).length;
    if (request.seats === undefined || members <= request.seats) return;
    const minutes = request.durationMinutes ?? plan.policy.durationMinutes;
    const endsAt = request.startsAt + minutes * minuteMs;
    throw refusalOf([
      conflictOf({ index: 0, startsAt: request.startsAt, endsAt }, 'full', plan.zone),
    ]);
  }
}

/** Every occurrence that is asked for. Throws INVALID_INPUT where a series would have none, or too many. */
function wishesOf(wish: BookingWish, wallStart: string, zone: string, most: number): Wish[] {
  const length = wish.durationMinutes * minuteMs;
  const { repeat, clientIds } = wish;
  if (repeat === undefined) {
    return [{ index: 0, startsAt: wish.startsAt, endsAt: wish.startsAt + length, clientIds }];
  }
  if (isLongerThan(most, { ...repeat, firstDate: wallStart.slice(0, 10) })) {
    throw new AppError('INVALID_INPUT', { fields: ['repeat'] });
  }
  const occurrences = occurrencesOf({ wallStart, zone, ...repeat });
  if (occurrences.length === 0) throw new AppError('INVALID_INPUT', { fields: ['repeat'] });
  return occurrences.map(({ index, startsAt }) => ({
    index,
    // The first keeps its very instant: where clocks go back, a wall time has two.
    startsAt: index === 0 ? wish.startsAt : startsAt,
    endsAt: (index === 0 ? wish.startsAt : startsAt) + length,
    clientIds,
  }));
}

/** Which reasons a series may step over, and as what the caller is told of it (rule B9). */
const skipReasons: Partial<Record<Conflict['reason'], SkippedOccurrence['reason']>> = {
  busy: 'busy',
  external: 'busy',
  'participant-busy': 'busy',
  // A day that the psychologist has closed.
  outside: 'busy',
  holiday: 'holiday',
};

/** What is skipped; throws the refusal where nothing may be, or nothing would be left. */
function skippable(
  onConflict: 'fail' | 'skip',
  conflicts: readonly Conflict[],
  wanted: number,
): SkippedOccurrence[] {
  if (conflicts.length === 0) return [];
  const skipped = conflicts.flatMap(({ index, startsAt, reason }) => {
    const told = skipReasons[reason];
    return told === undefined ? [] : { index, startsAt, reason: told };
  });
  const all = onConflict === 'skip' && skipped.length === conflicts.length;
  if (!all || conflicts.length === wanted) throw refusalOf(conflicts);
  return skipped;
}

/** How many seats of a group are taken. */
export function seatsTaken(record: AppointmentRecord): number {
  return attending(record).filter(countsAsMember).length;
}
