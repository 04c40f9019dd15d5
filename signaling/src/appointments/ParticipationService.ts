import type { Attendee, CalendarAppointment } from '@gabinet/shared/contracts/appointments';
import { AppError } from '@gabinet/shared/contracts/errors';
import type { AppointmentModality, Modality } from '@gabinet/shared/contracts/words';
import { whyNotOffered } from '@gabinet/shared/scheduling/openings';
import type { Transaction } from 'kysely';
import type { Actor } from '../accounts/access.ts';
import type { PsychologistPlan } from '../availability/Availabilities.ts';
import type { Tables } from '../database/tables.ts';
import type { AppointmentParts } from './AppointmentParts.ts';
import { readAppointments } from './AppointmentReader.ts';
import { seatsTaken } from './BookingService.ts';
import { lockClients } from './BookingTransactions.ts';
import { isChangeable } from './Calendars.ts';
import { conflictOf, refusalOf } from './conflicts.ts';
import { clientAsPerson } from './ParticipantStore.ts';
import {
  type AppointmentRecord,
  attending,
  type PersonRecord,
  sessionModality,
} from './records.ts';
import { calendarView } from './views.ts';

const minuteMs = 60_000;
const revealing: readonly Modality[] = ['chat', 'audio', 'video'];

/** Who takes part and in which form (rules B12, B13, S8). */
export class ParticipationService {
  readonly #parts: AppointmentParts;

  constructor(parts: AppointmentParts) {
    this.#parts = parts;
  }

  /**
   * Another form of contact. A client who chooses one moves their own ceiling with it, up or down; staff
   * never raise anybody's. Throws MODALITY_NOT_OFFERED.
   */
  async changeModality(
    actor: Actor,
    appointmentId: string,
    modality: AppointmentModality,
  ): Promise<CalendarAppointment[]> {
    const { transactions, calendars, store, history, notices, clock } = this.#parts;
    return transactions.run(appointmentId, async (transaction) => {
      const { plan, record } = await calendars.openFor(transaction, actor, appointmentId);
      if (actor.kind === 'client' && record.seats !== null) throw new AppError('NOT_ALLOWED');
      await this.#parts.participants.lockSessions(transaction, [appointmentId]);
      const current = await this.#current(transaction, record);
      if (!isChangeable(current, clock.now())) throw new AppError('APPOINTMENT_OVER');
      if (modality === record.modality) return [calendarView(record)];
      this.#checkOffered(plan, record, modality, actor);
      const address = modality === 'office' ? plan.address : null;
      await store.setModality(transaction, appointmentId, modality, address);
      await this.#moveCeilings(transaction, actor, record, modality);
      if (record.status === 'confirmed') {
        await this.#parts.participants.keepSession(transaction, appointmentId, modality);
      }
      await history.add(transaction, record, actor, { kind: 'modality-changed' });
      await notices.appointmentsChanged(transaction, {
        kind: 'modality-changed',
        appointmentIds: [appointmentId],
      });
      await calendars.close(transaction, plan, [appointmentId]);
      return [calendarView(await this.#current(transaction, record))];
    });
  }

  /** Gives a seat of a group to a client. Throws GROUP_FULL, PARTICIPANT_BUSY (rule B13). */
  async addMember(
    actor: Actor,
    appointmentId: string,
    client: Attendee['client'],
  ): Promise<CalendarAppointment> {
    const { transactions, calendars, clients, store, history, notices, placement, clock } =
      this.#parts;
    if (actor.kind !== 'staff') throw new AppError('NOT_FOUND');
    const { staff } = actor;
    return transactions.run(appointmentId, async (transaction) => {
      // The calendar's lock lets one newcomer after the other count the seats.
      const { plan, record } = await calendars.openFor(transaction, actor, appointmentId);
      if (!isChangeable(record, clock.now())) throw new AppError('APPOINTMENT_OVER');
      if (seatsTaken(record) >= (record.seats ?? 0)) {
        throw refusalOf([conflictOf({ ...record, index: 0 }, 'full', record.zone)]);
      }
      const known =
        'clientId' in client
          ? await clients.known(transaction, staff, client.clientId)
          : await clients.create(transaction, plan.practiceId, client, client.zone ?? plan.zone);
      await lockClients(transaction, [known.clientId]);
      const wish = { ...record, index: 0, clientIds: [known.clientId] };
      const busy = await placement.busyAmong(transaction, [wish], []);
      if (busy.length > 0) throw refusalOf([conflictOf(wish, 'participant-busy', record.zone)]);
      await this.#parts.participants.add(transaction, appointmentId, [
        clientAsPerson({ ...known, role: 'member' }, record.modality),
      ]);
      await store.touch(transaction, appointmentId);
      const after = await this.#current(transaction, record);
      const joined = attending(after).find((one) => one.clientId === known.clientId);
      const participantId = joined?.participantId;
      await history.add(transaction, after, actor, { kind: 'joined', participantId });
      await notices.appointmentsChanged(transaction, {
        kind: record.status === 'requested' ? 'requested' : 'joined',
        appointmentIds: [appointmentId],
        participantIds: theTwo(after, participantId),
      });
      await calendars.close(transaction, plan, [appointmentId]);
      return calendarView(after);
    });
  }

  /** Takes somebody out; their invitation is dead and their seat can be taken again (rules S5, B13). */
  async removeMember(
    actor: Actor,
    appointmentId: string,
    participantId: string,
  ): Promise<CalendarAppointment> {
    if (actor.kind !== 'staff') throw new AppError('NOT_FOUND');
    return this.#leave(actor, appointmentId, {
      who: (record) => record.people.find((one) => one.participantId === participantId),
      removed: true,
    });
  }

  /** One of several will not come: the appointment stays, and they are free (rule B12). */
  async declineParticipation(actor: Actor, appointmentId: string): Promise<void> {
    if (actor.kind !== 'client') throw new AppError('NOT_FOUND');
    await this.#leave(actor, appointmentId, {
      who: (record) => attending(record).find((one) => one.clientId === actor.clientId),
      removed: false,
    });
  }

  async #leave(
    actor: Actor,
    appointmentId: string,
    how: {
      readonly who: (record: AppointmentRecord) => PersonRecord | undefined;
      readonly removed: boolean;
    },
  ): Promise<CalendarAppointment> {
    const { transactions, calendars, store, history, notices, clock } = this.#parts;
    return transactions.run(appointmentId, async (transaction) => {
      const { plan, record } = await calendars.openFor(transaction, actor, appointmentId);
      const person = how.who(record);
      if (person === undefined || person.role === 'psychologist' || person.removed) {
        throw new AppError('NOT_FOUND');
      }
      await this.#parts.participants.lockSessions(transaction, [appointmentId]);
      const current = await this.#current(transaction, record);
      if (!isChangeable(current, clock.now())) throw new AppError('APPOINTMENT_OVER');
      const { participantId } = person;
      await this.#parts.participants.setDeclined(transaction, participantId, how.removed);
      await store.touch(transaction, appointmentId);
      await history.add(transaction, record, actor, {
        kind: how.removed ? 'left' : 'declined',
        participantId,
      });
      // By name: who has left is told nothing else any more, and their calendar must let go of it.
      await notices.appointmentsChanged(transaction, {
        kind: 'left',
        appointmentIds: [appointmentId],
        participantIds: theTwo(record, participantId),
      });
      await calendars.close(transaction, plan, [appointmentId]);
      return calendarView(await this.#current(transaction, record));
    });
  }

  async #current(
    transaction: Transaction<Tables>,
    record: AppointmentRecord,
  ): Promise<AppointmentRecord> {
    const [current] = await readAppointments(transaction, {
      appointmentIds: [record.appointmentId],
    });
    if (current === undefined) throw new AppError('NOT_FOUND');
    return current;
  }

  /** Staff may choose any form that the psychologist offers; a client, one that the window offers too. */
  #checkOffered(
    plan: PsychologistPlan,
    record: AppointmentRecord,
    modality: AppointmentModality,
    actor: Actor,
  ): void {
    // The time itself is theirs already, so notice says nothing; only the window's forms count.
    const reason = whyNotOffered({ ...plan, policy: { ...plan.policy, noticeMinutes: 0 } }, [], {
      startsAt: record.startsAt,
      durationMinutes: (record.endsAt - record.startsAt) / minuteMs,
      modality,
      now: record.startsAt,
    });
    const offered =
      plan.modalities.includes(modality) && (actor.kind !== 'client' || reason !== 'modality');
    if (offered) return;
    throw refusalOf([conflictOf({ ...record, index: 0 }, 'modality', record.zone)]);
  }

  async #moveCeilings(
    transaction: Transaction<Tables>,
    actor: Actor,
    record: AppointmentRecord,
    modality: AppointmentModality,
  ): Promise<void> {
    const chosen = sessionModality(modality);
    if (actor.kind !== 'client' || chosen === null) return;
    const own = attending(record).find((one) => one.clientId === actor.clientId);
    if (own === undefined || revealing.indexOf(own.ceiling) === revealing.indexOf(chosen)) return;
    await this.#parts.participants.setCeiling(transaction, own.participantId, chosen);
  }
}

/** Whom a seat concerns: its holder and the psychologist, not the others who take part. */
function theTwo(record: AppointmentRecord, participantId: string | undefined): string[] {
  return record.people
    .filter((one) => one.role === 'psychologist' || one.participantId === participantId)
    .map((one) => one.participantId);
}
