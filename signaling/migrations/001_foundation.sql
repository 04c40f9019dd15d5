-- The ground: practices, people, appointments, invitations, seats, sessions.
-- Instants are timestamptz. What a person is called is here; what they say never is.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE practices (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  language text NOT NULL CHECK (language IN ('pl', 'en', 'uk', 'ru')),
  zone text NOT NULL,
  country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  created_at timestamptz NOT NULL
);

CREATE TABLE psychologists (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  practice_id uuid NOT NULL REFERENCES practices,
  display_name text NOT NULL,
  title text,
  language text NOT NULL CHECK (language IN ('pl', 'en', 'uk', 'ru')),
  zone text NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE clients (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  practice_id uuid NOT NULL REFERENCES practices,
  display_name text NOT NULL,
  language text NOT NULL CHECK (language IN ('pl', 'en', 'uk', 'ru')),
  zone text NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE appointments (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  practice_id uuid NOT NULL REFERENCES practices,
  psychologist_id uuid NOT NULL REFERENCES psychologists,
  status text NOT NULL
    CHECK (status IN ('hold', 'requested', 'confirmed', 'cancelled', 'late_cancelled')),
  modality text NOT NULL CHECK (modality IN ('video', 'audio', 'chat', 'office', 'message')),
  during tstzrange NOT NULL CHECK (NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during)),
  -- The time with its buffers: what no other appointment of the psychologist may touch.
  blocked tstzrange NOT NULL CHECK (blocked @> during),
  -- The wall time that was agreed, so that a change of the zone's rules can be applied and told.
  wall_start timestamp NOT NULL,
  zone text NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT appointments_psychologist_busy
    EXCLUDE USING gist (psychologist_id WITH =, blocked WITH &&)
    WHERE (status IN ('hold', 'requested', 'confirmed'))
);
CREATE INDEX appointments_of_psychologist ON appointments USING gist (psychologist_id, during);

CREATE TABLE participants (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  appointment_id uuid NOT NULL REFERENCES appointments ON DELETE CASCADE,
  client_id uuid REFERENCES clients,
  psychologist_id uuid REFERENCES psychologists,
  role text NOT NULL CHECK (role IN
    ('client', 'psychologist', 'parent', 'child', 'partner', 'member', 'interpreter', 'supervisor')),
  display_name text NOT NULL,
  ceiling text NOT NULL CHECK (ceiling IN ('chat', 'audio', 'video')),
  -- Copied from the appointment in the same transaction, for the constraint below.
  appointment_status text NOT NULL,
  during tstzrange NOT NULL,
  -- A participant's part in the session (rules S2 and S10).
  presence text NOT NULL DEFAULT 'invited'
    CHECK (presence IN ('invited', 'waiting', 'admitted', 'left', 'removed')),
  connected boolean NOT NULL DEFAULT false,
  -- The page that holds the place; another page's late goodbye must not unseat it.
  connection_id uuid,
  connection_seen_at timestamptz,
  arrived_at timestamptz,
  admitted_at timestamptz,
  left_at timestamptz,
  CHECK ((role = 'psychologist') = (psychologist_id IS NOT NULL)),
  CONSTRAINT participants_client_busy
    EXCLUDE USING gist (client_id WITH =, during WITH &&)
    WHERE (client_id IS NOT NULL AND appointment_status IN ('hold', 'requested', 'confirmed'))
);
CREATE INDEX participants_of_appointment ON participants (appointment_id);

CREATE TABLE invitations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  participant_id uuid NOT NULL REFERENCES participants ON DELETE CASCADE,
  -- SHA-256 of a token of 160 random bits (rule I1); the token itself is nowhere.
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz
);

-- One browser: the row behind the session cookie (rule I2).
CREATE TABLE browser_sessions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  token_hash bytea NOT NULL UNIQUE,
  psychologist_id uuid REFERENCES psychologists,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE TABLE seats (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  browser_session_id uuid NOT NULL REFERENCES browser_sessions ON DELETE CASCADE,
  participant_id uuid NOT NULL REFERENCES participants ON DELETE CASCADE,
  taken_at timestamptz NOT NULL,
  released_at timestamptz
);
-- One live seat per participant (rule S6), decided by the database.
CREATE UNIQUE INDEX seats_one_live ON seats (participant_id) WHERE released_at IS NULL;

CREATE TABLE sessions (
  -- A session is the live encounter of one appointment and shares its id.
  id uuid PRIMARY KEY REFERENCES appointments ON DELETE CASCADE,
  version integer NOT NULL DEFAULT 0,
  phase text NOT NULL DEFAULT 'scheduled' CHECK (phase IN ('scheduled', 'open', 'live', 'ended')),
  modality text NOT NULL CHECK (modality IN ('chat', 'audio', 'video')),
  live_at timestamptz,
  ended_at timestamptz,
  -- Where the media is (rules M6 and N2): changed only by a conditional update on the epoch.
  sfu_node text,
  media_epoch integer NOT NULL DEFAULT 0
);

CREATE TABLE session_events (
  session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
  version integer NOT NULL,
  position integer NOT NULL,
  kind text NOT NULL,
  participant_id uuid,
  at timestamptz NOT NULL,
  PRIMARY KEY (session_id, version, position)
);

-- Socket tickets that were used (rule I4); rows go when the ticket would have expired anyway.
CREATE TABLE used_tickets (
  jti uuid PRIMARY KEY,
  expires_at timestamptz NOT NULL
);

-- The mail box of a practice without SMTP: what would have been sent.
CREATE TABLE mails (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  recipient text NOT NULL,
  subject text NOT NULL,
  body_text text NOT NULL,
  created_at timestamptz NOT NULL
);
