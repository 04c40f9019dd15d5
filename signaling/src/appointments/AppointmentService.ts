import type {
  CalendarAppointment,
  ChangeScope,
  ClientAppointment,
} from '@gabinet/shared/contracts/appointments';
import type { HeldTime } from '@gabinet/shared/contracts/intake';
import type { AppointmentModality } from '@gabinet/shared/contracts/words';
import type { Transaction } from 'kysely';
import type { Actor } from '../accounts/access.ts';
import type { Tables } from '../database/tables.ts';
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
 * Appointments (rules B5 to B14): the one door for staff, intake and the client's page. Every method checks first
 * whose object it is; what one may not see answers NOT_FOUND.
 */
export interface AppointmentService {
  /** Books one appointment or a series; a client books for themself. With a key a repeat gets the first answer (B8). */
  book(actor: Actor, request: BookRequest, idempotencyKey?: string): Promise<Booked>;
  /** Keeps a time, or a series, for 10 minutes; lets go what the intake kept before (B7). */
  hold(request: HoldRequest): Promise<Held>;
  releaseHeld(intakeId: string): Promise<void>;
  /** What an intake holds; null when nothing, or expired. */
  heldBy(intakeId: string): Promise<HeldTime | null>;
  /**
   * Runs work in a transaction with this service's retries; pages are told after the commit. What
   * calls confirmHeld runs in it.
   */
  transact<T>(work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T>;
  /** Turns what is held into appointments or a request. Throws HOLD_EXPIRED, PARTICIPANT_BUSY. */
  confirmHeld(
    transaction: Transaction<Tables>,
    intakeId: string,
    people: readonly HeldPerson[],
  ): Promise<ConfirmedHold>;
  approve(actor: Actor, appointmentId: string, scope: ChangeScope): Promise<CalendarAppointment[]>;
  decline(actor: Actor, appointmentId: string, scope: ChangeScope): Promise<CalendarAppointment[]>;
  move(actor: Actor, request: MoveRequest): Promise<CalendarAppointment[]>;
  cancel(actor: Actor, appointmentId: string, scope: ChangeScope): Promise<CalendarAppointment[]>;
  changeModality(
    actor: Actor,
    appointmentId: string,
    modality: AppointmentModality,
  ): Promise<CalendarAppointment[]>;
  /** One of several participants will not come (B12). */
  declineParticipation(actor: Actor, appointmentId: string): Promise<void>;
  /** A client's appointments that lie ahead, and what of late was cancelled isn't among them. */
  forClient(clientId: string): Promise<ClientAppointment[]>;
  /** One appointment as its client sees it, whatever its status. Throws NOT_FOUND. */
  clientView(clientId: string, appointmentId: string): Promise<ClientAppointment>;
}
