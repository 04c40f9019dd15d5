-- Scheduling and intake: who works here, when they can be met, what is booked, and what is sealed.

-- ── The vault (rules V1 to V3): a data key per client or record, wrapped by the practice's key. ──
CREATE TABLE vault_keys (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  practice_id uuid NOT NULL REFERENCES practices,
  -- AES-256-GCM of the data key; null once destroyed: what it sealed is then unreadable for ever.
  wrapped bytea,
  -- Which master key wrapped it, so that keys can be rotated.
  master_key_id text NOT NULL,
  created_at timestamptz NOT NULL,
  destroyed_at timestamptz
);

-- ── The practice ──
ALTER TABLE practices
  ADD COLUMN address text,
  ADD COLUMN phone text,
  -- A whole policy, in the form of shared/src/contracts/availability.ts.
  ADD COLUMN policy jsonb NOT NULL DEFAULT '{"durationMinutes":50,"stepMinutes":60,"bufferBeforeMinutes":0,"bufferAfterMinutes":10,"noticeMinutes":720,"horizonDays":60,"cancellationMinutes":1440,"whoMayBook":"anyone","approval":false,"reminderMinutes":[1440,60]}',
  ADD COLUMN minor_consent_age integer NOT NULL DEFAULT 16,
  ADD COLUMN duty_staffed boolean NOT NULL DEFAULT false,
  ADD COLUMN duty_call_within_minutes integer,
  ADD COLUMN letter_reply_days integer,
  ADD COLUMN crisis_contacts jsonb,
  -- Seals what belongs to the practice itself: addresses of staff, of outside calendars.
  ADD COLUMN vault_key_id uuid REFERENCES vault_keys;

CREATE TABLE consent_texts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  practice_id uuid NOT NULL REFERENCES practices,
  modality text NOT NULL CHECK (modality IN ('video', 'audio', 'chat', 'office', 'message')),
  language text NOT NULL CHECK (language IN ('pl', 'en', 'uk', 'ru')),
  version integer NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (practice_id, modality, language, version)
);

-- ── Who works here (rules A1 to A5) ──
CREATE TABLE staff (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  practice_id uuid NOT NULL REFERENCES practices,
  display_name text NOT NULL,
  language text NOT NULL CHECK (language IN ('pl', 'en', 'uk', 'ru')),
  is_owner boolean NOT NULL DEFAULT false,
  is_coordinator boolean NOT NULL DEFAULT false,
  psychologist_id uuid UNIQUE REFERENCES psychologists,
  email_sealed bytea,
  -- HMAC of the lower-case address, to find it without reading it.
  email_hash bytea,
  created_at timestamptz NOT NULL,
  deactivated_at timestamptz
);
CREATE UNIQUE INDEX staff_by_email ON staff (practice_id, email_hash) WHERE deactivated_at IS NULL;

CREATE TABLE passkeys (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  staff_id uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
  credential_id text NOT NULL UNIQUE,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL DEFAULT '{}',
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz
);
CREATE INDEX passkeys_of_staff ON passkeys (staff_id);

-- A challenge given to one browser, used once.
CREATE TABLE webauthn_challenges (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  browser_session_id uuid NOT NULL REFERENCES browser_sessions ON DELETE CASCADE,
  purpose text NOT NULL CHECK (purpose IN ('enrol', 'sign-in', 'add', 'recover')),
  challenge text NOT NULL,
  -- The WebAuthn user handle of who is being enrolled or recovered.
  staff_id uuid,
  staff_invitation_id uuid,
  -- The code on paper that finishing a recovery uses up.
  recovery_code_id uuid,
  expires_at timestamptz NOT NULL
);

CREATE TABLE recovery_codes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  staff_id uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
  code_hash bytea NOT NULL,
  used_at timestamptz
);
CREATE INDEX recovery_codes_of_staff ON recovery_codes (staff_id);

CREATE TABLE staff_invitations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  practice_id uuid NOT NULL REFERENCES practices,
  token_hash bytea NOT NULL UNIQUE,
  role text NOT NULL CHECK (role IN ('owner', 'psychologist', 'coordinator')),
  display_name text,
  language text NOT NULL,
  email_sealed bytea,
  email_hash bytea,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  revoked_at timestamptz
);

-- Codes that are mailed: for recovery, intake and the client's page. Hashed, few tries, ten minutes.
CREATE TABLE mailed_codes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  practice_id uuid NOT NULL REFERENCES practices,
  purpose text NOT NULL CHECK (purpose IN ('recovery', 'intake', 'client')),
  -- HMAC of the address, or the intake's id: what the code is for.
  subject bytea NOT NULL,
  -- HMAC of the address it went to, so that nobody is sent too many; null where nothing counts them.
  recipient_hash bytea,
  code_hash bytea NOT NULL,
  tries_left integer NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX mailed_codes_by_subject ON mailed_codes (purpose, subject);
CREATE INDEX mailed_codes_by_recipient ON mailed_codes (purpose, recipient_hash);

ALTER TABLE browser_sessions
  -- Who is signed in is known by their staff row; what a psychologist is, follows from it.
  DROP COLUMN psychologist_id,
  ADD COLUMN staff_id uuid REFERENCES staff ON DELETE CASCADE,
  ADD COLUMN passkey_id uuid REFERENCES passkeys ON DELETE CASCADE,
  ADD COLUMN signed_in_at timestamptz,
  ADD COLUMN last_seen_at timestamptz,
  ADD COLUMN user_agent text,
  -- A client after a mailed code (rule A6).
  ADD COLUMN client_id uuid,
  ADD COLUMN client_until timestamptz;

-- ── When a psychologist can be met (rules B1 to B4) ──
ALTER TABLE psychologists
  -- Parts of the practice's policy that are replaced.
  ADD COLUMN policy jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN about jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN approaches text[] NOT NULL DEFAULT '{}',
  ADD COLUMN problems text[] NOT NULL DEFAULT '{}',
  ADD COLUMN languages text[] NOT NULL DEFAULT '{}',
  ADD COLUMN modalities text[] NOT NULL DEFAULT '{video,audio,chat}',
  ADD COLUMN listed boolean NOT NULL DEFAULT true,
  ADD COLUMN holidays_closed boolean NOT NULL DEFAULT false,
  ADD COLUMN availability_version integer NOT NULL DEFAULT 1,
  ADD COLUMN deactivated_at timestamptz;
CREATE INDEX psychologists_of_practice ON psychologists (practice_id);
CREATE INDEX psychologists_searched ON psychologists USING gin (approaches, problems, languages);

-- `psychologists.zone` is the zone now; spans say from which local date another one counts.
CREATE TABLE psychologist_zones (
  psychologist_id uuid NOT NULL REFERENCES psychologists ON DELETE CASCADE,
  from_date date NOT NULL,
  zone text NOT NULL,
  PRIMARY KEY (psychologist_id, from_date)
);

CREATE TABLE availability_rules (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  psychologist_id uuid NOT NULL REFERENCES psychologists ON DELETE CASCADE,
  weekday integer NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  start_time text NOT NULL,
  end_time text NOT NULL,
  modalities text[]
);
CREATE INDEX availability_rules_of ON availability_rules (psychologist_id);

CREATE TABLE availability_exceptions (
  psychologist_id uuid NOT NULL REFERENCES psychologists ON DELETE CASCADE,
  date date NOT NULL,
  windows jsonb NOT NULL,
  PRIMARY KEY (psychologist_id, date)
);

CREATE TABLE external_calendars (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  psychologist_id uuid NOT NULL REFERENCES psychologists ON DELETE CASCADE,
  name text NOT NULL,
  url_sealed bytea NOT NULL,
  etag text,
  -- When the whole text was read last: what repeats must be laid out further now and then.
  read_at timestamptz,
  fetched_at timestamptz,
  failed_at timestamptz,
  -- Whoever fetches moves it on first, so that one process does.
  next_fetch_at timestamptz NOT NULL
);
CREATE INDEX external_calendars_next ON external_calendars (next_fetch_at);
CREATE TABLE external_busy (
  calendar_id uuid NOT NULL REFERENCES external_calendars ON DELETE CASCADE,
  psychologist_id uuid NOT NULL REFERENCES psychologists ON DELETE CASCADE,
  during tstzrange NOT NULL
);
CREATE INDEX external_busy_of_calendar ON external_busy (calendar_id);
CREATE INDEX external_busy_of ON external_busy USING gist (psychologist_id, during);

CREATE TABLE calendar_feeds (
  psychologist_id uuid PRIMARY KEY REFERENCES psychologists ON DELETE CASCADE,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL
);

-- Derived: the next openings of each psychologist by form and time of day, kept by the transactions
-- that change what they come from (rule B15). It suggests; the booking transaction decides.
CREATE TABLE opening_index (
  psychologist_id uuid NOT NULL REFERENCES psychologists ON DELETE CASCADE,
  practice_id uuid NOT NULL REFERENCES practices,
  -- A form of contact, or `any`.
  modality text NOT NULL,
  time_of_day text NOT NULL CHECK (time_of_day IN ('any', 'morning', 'afternoon', 'evening')),
  first_start timestamptz NOT NULL,
  -- The first few, beginning with first_start.
  starts timestamptz[] NOT NULL,
  notice_minutes integer NOT NULL,
  -- The last moment at which first_start is still bookable; then the row moves on to the next start.
  valid_until timestamptz NOT NULL,
  PRIMARY KEY (psychologist_id, modality, time_of_day)
);
CREATE INDEX opening_index_search ON opening_index (practice_id, modality, time_of_day, first_start);
CREATE INDEX opening_index_stale ON opening_index (valid_until);
-- When a psychologist's rows must be made anew though nobody changes anything; null: never.
CREATE TABLE opening_refreshes (
  psychologist_id uuid PRIMARY KEY REFERENCES psychologists ON DELETE CASCADE,
  due_at timestamptz
);

-- ── Clients ──
ALTER TABLE clients
  ADD COLUMN vault_key_id uuid REFERENCES vault_keys,
  -- Sealed JSON: e-mail, telephone, what of them is safe.
  ADD COLUMN contact_sealed bytea,
  ADD COLUMN email_hash bytea,
  ADD COLUMN discreet boolean NOT NULL DEFAULT false,
  ADD COLUMN calendar_invitations boolean NOT NULL DEFAULT true,
  ADD COLUMN reminders boolean NOT NULL DEFAULT true;
CREATE INDEX clients_by_email ON clients (practice_id, email_hash);
ALTER TABLE browser_sessions
  ADD CONSTRAINT browser_sessions_client FOREIGN KEY (client_id) REFERENCES clients ON DELETE CASCADE;

CREATE TABLE consents (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  client_id uuid NOT NULL REFERENCES clients ON DELETE CASCADE,
  consent_text_id uuid NOT NULL REFERENCES consent_texts,
  -- Whose yes it is: the client's, a guardian's, or the minor's own. Names are sealed in the intake.
  given_by text NOT NULL CHECK (given_by IN ('client', 'guardian', 'minor')),
  given_at timestamptz NOT NULL,
  withdrawn_at timestamptz
);

-- ── Appointments (rules B5 to B14) ──
CREATE TABLE series (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  practice_id uuid NOT NULL REFERENCES practices,
  psychologist_id uuid NOT NULL REFERENCES psychologists,
  every_weeks integer NOT NULL CHECK (every_weeks IN (1, 2)),
  -- How many were asked for, whether or not all could be written.
  occurrences integer NOT NULL CHECK (occurrences >= 1),
  -- The psychologist's wall time that the series keeps.
  wall_start timestamp NOT NULL,
  zone text NOT NULL,
  created_at timestamptz NOT NULL
);

ALTER TABLE appointments
  ADD COLUMN series_id uuid REFERENCES series,
  -- From 0, in the series as it was asked for.
  ADD COLUMN series_index integer,
  -- Where the series put it; it stays when the occurrence is moved.
  ADD COLUMN original_start timestamptz,
  ADD COLUMN moved boolean NOT NULL DEFAULT false,
  ADD COLUMN hold_expires_at timestamptz,
  -- SEQUENCE of RFC 5545: grows with each change.
  ADD COLUMN sequence integer NOT NULL DEFAULT 0,
  ADD COLUMN seats integer CHECK (seats BETWEEN 2 AND 12),
  ADD COLUMN address text,
  -- A deadline that a move inside it could not begin anew (rule B11); else the start and the policy say it.
  ADD COLUMN cancel_until timestamptz,
  ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now(),
  ADD CONSTRAINT appointments_hold CHECK ((status = 'hold') = (hold_expires_at IS NOT NULL));
CREATE INDEX appointments_of_series ON appointments (series_id, series_index);
CREATE INDEX appointments_held ON appointments (hold_expires_at) WHERE status = 'hold';

ALTER TABLE participants
  ADD COLUMN declined_at timestamptz,
  DROP CONSTRAINT participants_client_busy,
  -- Who declined is free (rule B12).
  ADD CONSTRAINT participants_client_busy
    EXCLUDE USING gist (client_id WITH =, during WITH &&)
    WHERE (client_id IS NOT NULL AND declined_at IS NULL
      AND appointment_status IN ('hold', 'requested', 'confirmed'));
CREATE INDEX participants_of_client ON participants (client_id);

CREATE TABLE appointment_events (
  appointment_id uuid NOT NULL REFERENCES appointments ON DELETE CASCADE,
  position integer NOT NULL,
  at timestamptz NOT NULL,
  kind text NOT NULL,
  by_kind text NOT NULL CHECK (by_kind IN ('client', 'psychologist', 'coordinator', 'system')),
  staff_id uuid REFERENCES staff,
  participant_id uuid,
  from_start timestamptz,
  to_start timestamptz,
  PRIMARY KEY (appointment_id, position)
);

-- First answers by Idempotency-Key (rule B8), kept for a day.
CREATE TABLE idempotency_keys (
  scope text NOT NULL,
  key text NOT NULL,
  request_hash bytea NOT NULL,
  status integer,
  -- Not jsonb: a repeat gets the very same bytes.
  response json,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (scope, key)
);

-- Who sends a mail about an appointment is decided by this row (rule R3): jobs run at least once.
CREATE TABLE sent_notices (
  appointment_id uuid NOT NULL REFERENCES appointments ON DELETE CASCADE,
  participant_id uuid NOT NULL REFERENCES participants ON DELETE CASCADE,
  kind text NOT NULL,
  sequence integer NOT NULL,
  sent_at timestamptz NOT NULL,
  PRIMARY KEY (appointment_id, participant_id, kind, sequence)
);
-- The same for mails with a code or a link, by their job.
CREATE TABLE sent_codes (
  job_id uuid PRIMARY KEY,
  sent_at timestamptz NOT NULL
);

ALTER TABLE mails
  ADD COLUMN body_html text,
  ADD COLUMN calendar_part text,
  ADD COLUMN calendar_method text;

-- ── Intake (rules K1 to K6) ──
CREATE TABLE booking_invitations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  practice_id uuid NOT NULL REFERENCES practices,
  psychologist_id uuid NOT NULL REFERENCES psychologists,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

CREATE TABLE intakes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  practice_id uuid NOT NULL REFERENCES practices,
  browser_session_id uuid REFERENCES browser_sessions ON DELETE SET NULL,
  booking_invitation_id uuid REFERENCES booking_invitations,
  vault_key_id uuid NOT NULL REFERENCES vault_keys,
  -- Sealed JSON: every answer.
  answers_sealed bytea,
  language text NOT NULL CHECK (language IN ('pl', 'en', 'uk', 'ru')),
  zone text NOT NULL,
  -- Of the mailed link that brings the person back, and the address it was mailed to (HMAC).
  resume_hash bytea UNIQUE,
  resume_email_hash bytea,
  -- When a person clicked it: the address is then theirs, and the link is used.
  resumed_at timestamptz,
  -- Whom letters go to; otherwise the appointments say with whom.
  psychologist_id uuid REFERENCES psychologists,
  status text NOT NULL DEFAULT 'draft'
    CHECK (status IN ('draft', 'confirmed', 'requested', 'letters')),
  client_id uuid REFERENCES clients,
  created_at timestamptz NOT NULL,
  -- An unfinished intake is deleted with its key.
  expires_at timestamptz NOT NULL
);
CREATE INDEX intakes_of_browser ON intakes (browser_session_id);
ALTER TABLE appointments ADD COLUMN intake_id uuid REFERENCES intakes ON DELETE SET NULL;
CREATE INDEX appointments_of_intake ON appointments (intake_id);

CREATE TABLE duty_calls (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  practice_id uuid NOT NULL REFERENCES practices,
  intake_id uuid NOT NULL UNIQUE REFERENCES intakes ON DELETE CASCADE,
  answer text NOT NULL CHECK (answer IN ('no', 'talk')),
  at timestamptz NOT NULL,
  call_before timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by uuid REFERENCES staff
);
