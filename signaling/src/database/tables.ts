import type { Language, Modality, Phase, Presence, Role } from '@gabinet/shared/contracts/words';
import type { Generated } from 'kysely';

/** The rows as Postgres gives them; migrations/ is their declaration. */
export interface Tables {
  practices: {
    id: Generated<string>;
    name: string;
    language: Language;
    zone: string;
    country: string;
    created_at: Date;
  };
  psychologists: {
    id: Generated<string>;
    practice_id: string;
    display_name: string;
    title: string | null;
    language: Language;
    zone: string;
    created_at: Date;
  };
  clients: {
    id: Generated<string>;
    practice_id: string;
    display_name: string;
    language: Language;
    zone: string;
    created_at: Date;
  };
  appointments: {
    id: Generated<string>;
    practice_id: string;
    psychologist_id: string;
    status: 'hold' | 'requested' | 'confirmed' | 'cancelled' | 'late_cancelled';
    modality: Modality | 'office' | 'message';
    during: string;
    blocked: string;
    wall_start: string;
    zone: string;
    created_at: Date;
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
    psychologist_id: string | null;
    created_at: Date;
    expires_at: Date;
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
  };
  session_events: {
    session_id: string;
    version: number;
    position: number;
    kind: string;
    participant_id: string | null;
    at: Date;
  };
  used_tickets: { jti: string; expires_at: Date };
  mails: {
    id: Generated<string>;
    recipient: string;
    subject: string;
    body_text: string;
    created_at: Date;
  };
}
