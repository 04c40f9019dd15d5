import type {
  AppointmentModality,
  AppointmentStatus,
  Language,
} from '@gabinet/shared/contracts/words';

/** Whom a mail is for. */
export interface Reader {
  readonly side: 'client' | 'psychologist';
  readonly address: string;
  readonly language: Language;
  readonly zone: string;
  /** Neutral sender and subject, no calendar part, no reminders (rule K4). */
  readonly discreet: boolean;
  readonly wantsCalendar: boolean;
  readonly wantsReminders: boolean;
}

/** One appointment with the reader's part in it, as it is at this moment. Times are epoch milliseconds. */
export interface ReadersAppointment {
  readonly appointmentId: string;
  readonly participantId: string;
  readonly practiceName: string;
  readonly practicePhone: string | null;
  readonly psychologistName: string;
  readonly psychologistZone: string;
  readonly status: AppointmentStatus;
  readonly modality: AppointmentModality;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly sequence: number;
  readonly changedAt: number;
  /** Of the office; null elsewhere. */
  readonly address: string | null;
  readonly declined: boolean;
  readonly cancellationMinutes: number;
  readonly reminderMinutes: readonly number[];
  /** Where it was before its last move; null when it never moved. */
  readonly movedFrom: number | null;
}
