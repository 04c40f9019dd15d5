import type {
  Attendee,
  CalendarAppointment,
  ChangeScope,
  ClientAppointment,
} from '@gabinet/shared/contracts/appointments';
import type { HeldTime } from '@gabinet/shared/contracts/intake';
import type { AppointmentModality } from '@gabinet/shared/contracts/words';
import type { Transaction } from 'kysely';
import type { Actor } from '../accounts/access.ts';
import type { Tables } from '../database/tables.ts';
import type { Idempotency } from '../transport/idempotency.ts';
import type { AppointmentParts } from './AppointmentParts.ts';
import { BookingService } from './BookingService.ts';
import { CalendarService } from './CalendarService.ts';
import { EndingService } from './EndingService.ts';
import { HoldService } from './HoldService.ts';
import { MoveService } from './MoveService.ts';
import { ParticipationService } from './ParticipationService.ts';
import type {
  Booked,
  BookRequest,
  ConfirmedHold,
  Held,
  HeldPerson,
  HoldRequest,
  MoveRequest,
} from './requests.ts';

/**
 * Appointments (rules B5 to B14): the one door for staff, intake and the client's page. Every method checks
 * first whose object it is; what one may not see answers NOT_FOUND.
 */
export class AppointmentService {
  readonly #parts: AppointmentParts;
  readonly #idempotency: Idempotency;
  readonly #booking: BookingService;
  readonly #holds: HoldService;
  readonly #moves: MoveService;
  readonly #endings: EndingService;
  readonly #participation: ParticipationService;
  /** What staff and clients read. */
  readonly views: CalendarService;

  constructor(parts: AppointmentParts, idempotency: Idempotency) {
    this.#parts = parts;
    this.#idempotency = idempotency;
    this.#booking = new BookingService(parts);
    this.#holds = new HoldService(parts, this.#booking);
    this.#moves = new MoveService(parts);
    this.#endings = new EndingService(parts);
    this.#participation = new ParticipationService(parts);
    this.views = new CalendarService(parts);
  }

  /**
   * Books one appointment or a series; a client books for themself alone. With a key a repeat gets the
   * first answer (rule B8). Throws a refusal with every conflict (rule B5).
   */
  book(actor: Actor, request: BookRequest, idempotencyKey?: string): Promise<Booked> {
    return this.#idempotency.once(
      { scope: `${nameOf(actor)}:book`, key: idempotencyKey, input: request },
      (remember) => this.#booking.book(actor, request, remember),
    );
  }

  /** Keeps a time, or a series, for 10 minutes; lets go what the intake kept before (rule B7). */
  hold(request: HoldRequest): Promise<Held> {
    return this.#holds.hold(request);
  }

  releaseHeld(intakeId: string): Promise<void> {
    return this.#holds.releaseHeld(intakeId);
  }

  /** What an intake holds; null when nothing, or expired. */
  heldBy(intakeId: string): Promise<HeldTime | null> {
    return this.#holds.heldBy(intakeId);
  }

  /** Deletes holds that have expired, and tells the calendars they were in. */
  sweep(): Promise<void> {
    return this.#holds.sweep();
  }

  /**
   * Runs work in a transaction with this service's retries, so it may run more than once; calendars are
   * told after the commit. What calls confirmHeld runs in it.
   */
  transact<T>(work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T> {
    return this.#parts.transactions.run(null, work);
  }

  /** Turns what is held into appointments or a request. Throws HOLD_EXPIRED, PARTICIPANT_BUSY. */
  confirmHeld(
    transaction: Transaction<Tables>,
    intakeId: string,
    people: readonly HeldPerson[],
  ): Promise<ConfirmedHold> {
    return this.#holds.confirmHeld(transaction, intakeId, people);
  }

  /** The psychologist's yes to a request, or to its whole series. */
  approve(actor: Actor, appointmentId: string, scope: ChangeScope): Promise<CalendarAppointment[]> {
    return this.#endings.approve(actor, appointmentId, scope);
  }

  /** The psychologist's no; the time is free again. */
  decline(actor: Actor, appointmentId: string, scope: ChangeScope): Promise<CalendarAppointment[]> {
    return this.#endings.decline(actor, appointmentId, scope);
  }

  /** Moves or stretches (rule B10). Throws a refusal with every conflict, VERSION_STALE, APPOINTMENT_OVER. */
  move(actor: Actor, request: MoveRequest): Promise<CalendarAppointment[]> {
    return this.#moves.move(actor, request);
  }

  /** Cancels (rule B11). Throws APPOINTMENT_OVER. */
  cancel(actor: Actor, appointmentId: string, scope: ChangeScope): Promise<CalendarAppointment[]> {
    return this.#endings.cancel(actor, appointmentId, scope);
  }

  /** Another form of contact. Throws MODALITY_NOT_OFFERED, APPOINTMENT_OVER. */
  changeModality(
    actor: Actor,
    appointmentId: string,
    modality: AppointmentModality,
  ): Promise<CalendarAppointment[]> {
    return this.#participation.changeModality(actor, appointmentId, modality);
  }

  /** Gives a seat of a group to a client (rule B13). Throws GROUP_FULL, PARTICIPANT_BUSY. */
  addMember(
    actor: Actor,
    appointmentId: string,
    client: Attendee['client'],
  ): Promise<CalendarAppointment> {
    return this.#participation.addMember(actor, appointmentId, client);
  }

  /** Takes a participant out; their seat can be taken again. */
  removeMember(
    actor: Actor,
    appointmentId: string,
    participantId: string,
  ): Promise<CalendarAppointment> {
    return this.#participation.removeMember(actor, appointmentId, participantId);
  }

  /** One of several participants will not come (rule B12). */
  declineParticipation(actor: Actor, appointmentId: string): Promise<void> {
    return this.#participation.declineParticipation(actor, appointmentId);
  }

  /** A client's requested and confirmed appointments that lie ahead or go on now. */
  forClient(clientId: string): Promise<ClientAppointment[]> {
    return this.views.forClient(clientId);
  }

  /** One appointment as its client sees it, whatever became of it. Throws NOT_FOUND. */
  clientView(clientId: string, appointmentId: string): Promise<ClientAppointment> {
    return this.views.clientView(clientId, appointmentId);
  }
}

/** Whose keys these are (rule B8). */
function nameOf(actor: Actor): string {
  switch (actor.kind) {
    case 'staff':
      return `staff:${actor.staff.staffId}`;
    case 'client':
      return `client:${actor.clientId}`;
    case 'system':
      return 'system';
  }
}
