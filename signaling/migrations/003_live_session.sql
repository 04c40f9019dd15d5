-- Three forms as state, the ladder, writing, and the record of quality.

ALTER TABLE participants
  -- Of this session; who was in before sees what was written since (rule C4).
  ADD COLUMN first_admitted_at timestamptz,
  -- The last message before that: an exact line, whichever process's clock the times are from.
  ADD COLUMN chat_before integer,
  -- What the ladder of their page has come to (rule L4).
  ADD COLUMN uplink text NOT NULL DEFAULT 'full'
    CHECK (uplink IN ('full', 'smaller', 'slower', 'picture-paused', 'audio-only', 'chat-only')),
  ADD COLUMN downlink text NOT NULL DEFAULT 'full'
    CHECK (downlink IN ('full', 'smaller', 'slower', 'picture-paused', 'audio-only', 'chat-only')),
  ADD COLUMN wants_marks boolean NOT NULL DEFAULT false;

ALTER TABLE sessions
  -- The question on the table (rule S12): {proposalId, by, modality, acceptedBy}.
  ADD COLUMN proposal jsonb,
  -- The number of the last message (rule C2): given out under this row's lock.
  ADD COLUMN chat_sequence integer NOT NULL DEFAULT 0,
  -- The key of what is written here; destroyed when the session ends (rule C8).
  ADD COLUMN chat_key_id uuid REFERENCES vault_keys;

-- The few that are live among all that ever were: what /metrics counts.
CREATE INDEX sessions_live ON sessions (id) WHERE phase = 'live';

-- What an event was about: the form, or the rungs.
ALTER TABLE session_events ADD COLUMN detail jsonb;

CREATE TABLE chat_messages (
  session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
  sequence integer NOT NULL,
  -- Made by the sender's page: the same message twice is one row (rule C1).
  message_id uuid NOT NULL,
  -- Not a key to participants: who is none cannot write (ChatStore.append), and a participant goes only with the
  -- appointment and its session, which takes this row along. The check would lock their row with every message.
  participant_id uuid NOT NULL,
  -- Sealed JSON: the text and what the image is.
  body_sealed bytea NOT NULL,
  image_id uuid,
  at timestamptz NOT NULL,
  PRIMARY KEY (session_id, sequence),
  UNIQUE (session_id, message_id)
);

CREATE TABLE chat_images (
  id uuid PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
  participant_id uuid NOT NULL REFERENCES participants ON DELETE CASCADE,
  bytes_sealed bytea NOT NULL,
  created_at timestamptz NOT NULL
);
-- What is sealed cannot be compressed.
ALTER TABLE chat_images ALTER COLUMN bytes_sealed SET STORAGE EXTERNAL;
CREATE INDEX chat_images_of_session ON chat_images (session_id);

CREATE TABLE chat_marks (
  session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
  participant_id uuid NOT NULL REFERENCES participants ON DELETE CASCADE,
  delivered integer NOT NULL DEFAULT 0,
  read integer NOT NULL DEFAULT 0,
  PRIMARY KEY (session_id, participant_id)
);

-- Rule Q1: numbers, never content. One row a sample.
CREATE TABLE session_quality (
  session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
  participant_id uuid NOT NULL REFERENCES participants ON DELETE CASCADE,
  at timestamptz NOT NULL,
  sample jsonb NOT NULL
);
CREATE INDEX session_quality_of_session ON session_quality (session_id, at);
