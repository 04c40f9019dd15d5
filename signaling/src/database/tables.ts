import type { AppointmentEvent } from '@gabinet/shared/contracts/appointments';
import type { DateException, Policy } from '@gabinet/shared/contracts/availability';
import type { CrisisContact } from '@gabinet/shared/contracts/intake';
import type { QualitySample } from '@gabinet/shared/contracts/quality';
import type {
  AppointmentModality,
  AppointmentStatus,
  Language,
  Modality,
  Phase,
  Presence,
  Role,
  Rung,
} from '@gabinet/shared/contracts/words';
import type { Proposal } from '@gabinet/shared/session/modality';
import type { SessionEvent } from '@gabinet/shared/session/rules';
import type { ColumnType, Generated } from 'kysely';

/** Read parsed, written as JSON text. */
type Json<T> = ColumnType<T, string, string>;
type GeneratedJson<T> = ColumnType<T, string | undefined, string>;

/** The rows as Postgres gives them; migrations/ is their declaration. */
export interface Tables {
  practices: {
    id: Generated<string>;
    name: string;
    language: Language;
    zone: string;
    country: string;
    created_at: Date;
    address: string | null;
    phone: string | null;
    policy: GeneratedJson<Policy>;
    minor_consent_age: Generated<number>;
    duty_staffed: Generated<boolean>;
    duty_call_within_minutes: number | null;
    letter_reply_days: number | null;
    crisis_contacts: ColumnType<CrisisContact[] | null, string | null, string | null>;
    vault_key_id: string | null;
  };
  psychologists: {
    id: Generated<string>;
    practice_id: string;
    display_name: string;
    title: string | null;
    language: Language;
    zone: string;
    created_at: Date;
    policy: GeneratedJson<Partial<Policy>>;
    about: GeneratedJson<Partial<Record<Language, string>>>;
    approaches: Generated<string[]>;
    problems: Generated<string[]>;
    languages: Generated<Language[]>;
    modalities: Generated<AppointmentModality[]>;
    listed: Generated<boolean>;
    holidays_closed: Generated<boolean>;
    availability_version: Generated<number>;
    deactivated_at: Date | null;
  };
  clients: {
    id: Generated<string>;
    practice_id: string;
    display_name: string;
    language: Language;
    zone: string;
    created_at: Date;
    vault_key_id: string | null;
    contact_sealed: Buffer | null;
    email_hash: Buffer | null;
    discreet: Generated<boolean>;
    calendar_invitations: Generated<boolean>;
    reminders: Generated<boolean>;
  };
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
  browser_sessions: {
    id: Generated<string>;
    token_hash: Buffer;
    created_at: Date;
    expires_at: Date;
    staff_id: string | null;
    passkey_id: string | null;
    signed_in_at: Date | null;
    last_seen_at: Date | null;
    user_agent: string | null;
    client_id: string | null;
    client_until: Date | null;
  };
  seats: {
    id: Generated<string>;
    browser_session_id: string;
    participant_id: string;
    taken_at: Date;
    released_at: Date | null;
  };
  sessions: {
    id: string;
    version: Generated<number>;
    phase: Generated<Phase>;
    modality: Modality;
    live_at: Date | null;
    ended_at: Date | null;
    sfu_node: string | null;
    media_epoch: Generated<number>;
    proposal: ColumnType<Proposal | null, string | null | undefined, string | null>;
    chat_sequence: Generated<number>;
    chat_key_id: string | null;
  };
  session_events: {
    session_id: string;
    version: number;
    position: number;
    kind: string;
    participant_id: string | null;
    at: Date;
    detail: ColumnType<SessionEvent['detail'] | null, string | null, string | null>;
  };
  chat_messages: {
    session_id: string;
    sequence: number;
    message_id: string;
    participant_id: string;
    body_sealed: Buffer;
    image_id: string | null;
    at: Date;
  };
  chat_images: {
    id: string;
    session_id: string;
    participant_id: string;
    bytes_sealed: Buffer;
    created_at: Date;
  };
  chat_marks: {
    session_id: string;
    participant_id: string;
    delivered: number;
    read: number;
  };
  session_quality: {
    session_id: string;
    participant_id: string;
    at: Date;
    sample: Json<QualitySample>;
  };
  used_tickets: { jti: string; expires_at: Date };
  mails: {
    id: Generated<string>;
    recipient: string;
    subject: string;
    body_text: string;
    created_at: Date;
    body_html: string | null;
    calendar_part: string | null;
    calendar_method: 'REQUEST' | 'CANCEL' | null;
  };
  vault_keys: {
    id: Generated<string>;
    practice_id: string;
    wrapped: Buffer | null;
    master_key_id: string;
    created_at: Date;
    destroyed_at: Date | null;
  };
  consent_texts: {
    id: Generated<string>;
    practice_id: string;
    modality: AppointmentModality;
    language: Language;
    version: number;
    title: string;
    body: string;
    created_at: Date;
  };
  staff: {
    id: Generated<string>;
    practice_id: string;
    display_name: string;
    language: Language;
    is_owner: Generated<boolean>;
    is_coordinator: Generated<boolean>;
    psychologist_id: string | null;
    email_sealed: Buffer | null;
    email_hash: Buffer | null;
    created_at: Date;
    deactivated_at: Date | null;
  };
  passkeys: {
    id: Generated<string>;
    staff_id: string;
    credential_id: string;
    public_key: Buffer;
    counter: ColumnType<string, number, number>;
    transports: Generated<string[]>;
    name: string;
    created_at: Date;
    last_used_at: Date | null;
  };
  webauthn_challenges: {
    id: Generated<string>;
    browser_session_id: string;
    purpose: 'enrol' | 'sign-in' | 'add' | 'recover';
    challenge: string;
    staff_id: string | null;
    staff_invitation_id: string | null;
    recovery_code_id: string | null;
    expires_at: Date;
  };
  recovery_codes: {
    id: Generated<string>;
    staff_id: string;
    code_hash: Buffer;
    used_at: Date | null;
  };
  staff_invitations: {
    id: Generated<string>;
    practice_id: string;
    token_hash: Buffer;
    role: 'owner' | 'psychologist' | 'coordinator';
    display_name: string | null;
    language: Language;
    email_sealed: Buffer | null;
    email_hash: Buffer | null;
    created_at: Date;
    expires_at: Date;
    used_at: Date | null;
    revoked_at: Date | null;
  };
  mailed_codes: {
    id: Generated<string>;
    practice_id: string;
    purpose: 'recovery' | 'intake' | 'client';
    subject: Buffer;
    recipient_hash: Buffer | null;
    code_hash: Buffer;
    tries_left: number;
    expires_at: Date;
    used_at: Date | null;
  };
  psychologist_zones: { psychologist_id: string; from_date: string; zone: string };
  availability_rules: {
    id: Generated<string>;
    psychologist_id: string;
    weekday: number;
    start_time: string;
    end_time: string;
    modalities: AppointmentModality[] | null;
  };
  availability_exceptions: {
    psychologist_id: string;
    date: string;
    windows: Json<DateException['windows']>;
  };
  external_calendars: {
    id: Generated<string>;
    psychologist_id: string;
    name: string;
    url_sealed: Buffer;
    etag: string | null;
    read_at: Date | null;
    fetched_at: Date | null;
    failed_at: Date | null;
    next_fetch_at: Date;
  };
  external_busy: { calendar_id: string; psychologist_id: string; during: string };
  calendar_feeds: { psychologist_id: string; token_hash: Buffer; created_at: Date };
  opening_index: {
    psychologist_id: string;
    practice_id: string;
    modality: AppointmentModality | 'any';
    time_of_day: 'any' | 'morning' | 'afternoon' | 'evening';
    first_start: Date;
    starts: Date[];
    notice_minutes: number;
    valid_until: Date;
  };
  opening_refreshes: { psychologist_id: string; due_at: Date | null };
  consents: {
    id: Generated<string>;
    client_id: string;
    consent_text_id: string;
    given_by: 'client' | 'guardian' | 'minor';
    given_at: Date;
    withdrawn_at: Date | null;
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
  idempotency_keys: {
    scope: string;
    key: string;
    request_hash: Buffer;
    status: number | null;
    response: ColumnType<unknown, string | null, string | null>;
    created_at: Date;
  };
  sent_notices: {
    appointment_id: string;
    participant_id: string;
    kind: string;
    sequence: number;
    sent_at: Date;
  };
  sent_codes: { job_id: string; sent_at: Date };
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
