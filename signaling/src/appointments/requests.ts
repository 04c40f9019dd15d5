import type {
  CalendarAppointment,
  ChangeScope,
  Repetition,
  SkippedOccurrence,
} from '@gabinet/shared/contracts/appointments';
import type { HttpInput } from '@gabinet/shared/contracts/http';
import type { AppointmentModality, Role } from '@gabinet/shared/contracts/words';

/** What callers of AppointmentService say; instants are epoch milliseconds. */

export type BookRequest = HttpInput<'bookAppointment'>;

export interface HoldRequest {
  readonly intakeId: string;
  readonly practiceId: string;
  readonly psychologistId: string;
  readonly startsAt: number;
  readonly modality: AppointmentModality;
  readonly repeat?: Repetition | undefined;
  readonly onConflict: 'fail' | 'skip';
}

export interface MoveRequest {
  readonly appointmentId: string;
  readonly startsAt: number;
  /** Stretches; the length stays when absent. */
  readonly durationMinutes?: number | undefined;
  readonly scope: ChangeScope;
  /** The sequence that the mover saw; VERSION_STALE when it has grown. */
  readonly sequence?: number | undefined;
  /** Heeded for staff only: clients move to real openings. */
  readonly outsideHours: boolean;
}

/** Who takes part in what an intake holds. */
export interface HeldPerson {
  readonly role: Exclude<Role, 'psychologist'>;
  /** Null for who has no record of their own: a child, a partner whom nobody can write to. */
  readonly clientId: string | null;
  readonly displayName: string;
}

export interface Booked {
  readonly appointments: CalendarAppointment[];
  readonly skipped: SkippedOccurrence[];
}

export interface Held extends Booked {
  readonly expiresAt: number;
}

export interface ConfirmedHold {
  readonly status: 'confirmed' | 'requested';
  readonly appointmentIds: string[];
}
