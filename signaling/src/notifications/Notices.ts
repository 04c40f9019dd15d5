import type { Language } from '@gabinet/shared/contracts/words';
import type { Transaction } from 'kysely';
import type { Tables } from '../database/tables.ts';

/** What happened to appointments, as the people concerned are told. */
export type NoticeKind =
  | 'requested'
  | 'confirmed'
  | 'declined'
  | 'moved'
  | 'modality-changed'
  | 'cancelled'
  | 'late-cancelled'
  /** One of several takes part no more; the appointment stays (rule B12). */
  | 'left'
  /** A seat of a group was given (rule B13). */
  | 'joined';

export interface AppointmentNotice {
  readonly kind: NoticeKind;
  /** All of one change: a series is told in one mail. */
  readonly appointmentIds: readonly string[];
  /** Only these people; everybody concerned when absent. */
  readonly participantIds?: readonly string[];
}

/** A mail with a six-digit code or a link; sent at once, holding no more than that. */
export interface CodeMail {
  readonly practiceId: string;
  readonly to: string;
  readonly language: Language;
  /** Neutral sender and subject (rule K4). */
  readonly discreet: boolean;
  readonly content:
    | { readonly kind: 'intake-code'; readonly code: string; readonly resumePath: string }
    | { readonly kind: 'client-code'; readonly code: string }
    | { readonly kind: 'recovery-code'; readonly code: string }
    /** To staff: passkeys or recovery codes of their account were changed just now. */
    | { readonly kind: 'account-changed'; readonly path: string }
    | { readonly kind: 'staff-invitation'; readonly path: string; readonly invitedBy: string }
    | { readonly kind: 'booking-invitation'; readonly path: string; readonly psychologist: string }
    | { readonly kind: 'duty-call'; readonly path: string }
    /** To a psychologist: a new client wants to write letters to them. */
    | { readonly kind: 'letters-begun'; readonly path: string };
}

/**
 * The door to mails for services: each call enqueues inside the caller's transaction, so a mail goes
 * if and only if the change was committed (rule R1). Jobs hold ids; texts are made at sending.
 */
export interface Notices {
  /** Tells the people concerned, and sets or drops reminders to match (rules R1 to R4). */
  appointmentsChanged(transaction: Transaction<Tables>, notice: AppointmentNotice): Promise<void>;
  /** A mail with a code or link. The text is sealed while it waits in the queue. */
  mail(transaction: Transaction<Tables>, mail: CodeMail): Promise<void>;
}
