import type { AppointmentEvent } from '@gabinet/shared/contracts/appointments';
import type {
  AppointmentModality,
  AppointmentStatus,
  Language,
  Modality,
  Presence,
  Role,
  Rung,
} from '@gabinet/shared/contracts/words';
import type { Generated } from 'kysely';

/** Appointments with their people, and the way to one. */
export interface AppointmentsTables {
  appointments: {
    id: Generated<string>;
    practice_id: string;
    psychologist_id: string;
    status: AppointmentStatus;
    modality: AppointmentModality;
    during: string;
    blocked: string;
    wall_start: string;
    zone: string;
    created_at: Date;
    series_id: string | null;
    series_index: number | null;
    original_start: Date | null;
    moved: Generated<boolean>;
    hold_expires_at: Date | null;
    sequence: Generated<number>;
    seats: number | null;
    address: string | null;
    cancel_until: Generated<Date | null>;
    changed_at: Generated<Date>;
    intake_id: string | null;
  };
  participants: {
    id: Generated<string>;
    appointment_id: string;
    client_id: string | null;
    psychologist_id: string | null;
    role: Role;
    display_name: string;
    ceiling: Modality;
    appointment_status: string;
    during: string;
    presence: Generated<Presence>;
    connected: Generated<boolean>;
    connection_id: string | null;
    connection_seen_at: Date | null;
    arrived_at: Date | null;
    admitted_at: Date | null;
    left_at: Date | null;
    declined_at: Date | null;
    first_admitted_at: Date | null;
    chat_before: number | null;
    uplink: Generated<Rung>;
    downlink: Generated<Rung>;
    wants_marks: Generated<boolean>;
  };
  invitations: {
    id: Generated<string>;
    participant_id: string;
    token_hash: Buffer;
    created_at: Date;
    revoked_at: Date | null;
  };
  seats: {
    id: Generated<string>;
    browser_session_id: string;
    participant_id: string;
    taken_at: Date;
    released_at: Date | null;
  };
  series: {
    id: Generated<string>;
    practice_id: string;
    psychologist_id: string;
    every_weeks: number;
    occurrences: number;
    wall_start: string;
    zone: string;
    created_at: Date;
  };
  appointment_events: {
    appointment_id: string;
    position: number;
    at: Date;
    kind: AppointmentEvent['kind'];
    by_kind: AppointmentEvent['by'];
    staff_id: string | null;
    participant_id: string | null;
    from_start: Date | null;
    to_start: Date | null;
  };
  booking_invitations: {
    id: Generated<string>;
    practice_id: string;
    psychologist_id: string;
    token_hash: Buffer;
    created_at: Date;
    expires_at: Date;
    used_at: Date | null;
  };
  intakes: {
    id: Generated<string>;
    practice_id: string;
    browser_session_id: string | null;
    booking_invitation_id: string | null;
    vault_key_id: string;
    answers_sealed: Buffer | null;
    language: Language;
    zone: string;
    resume_hash: Buffer | null;
    resume_email_hash: Buffer | null;
    resumed_at: Date | null;
    psychologist_id: string | null;
    status: Generated<'draft' | 'confirmed' | 'requested' | 'letters'>;
    client_id: string | null;
    created_at: Date;
    expires_at: Date;
  };
  duty_calls: {
    id: Generated<string>;
    practice_id: string;
    intake_id: string;
    answer: 'no' | 'talk';
    at: Date;
    call_before: Date | null;
    acknowledged_at: Date | null;
    acknowledged_by: string | null;
  };
}
