import type { Language } from '@gabinet/shared/contracts/words';
import type { ColumnType, Generated } from 'kysely';

/** Who is signed in where, and the ways in. */
export interface AccountsTables {
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
  used_tickets: { jti: string; expires_at: Date };
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
  idempotency_keys: {
    scope: string;
    key: string;
    request_hash: Buffer;
    status: number | null;
    response: ColumnType<unknown, string | null, string | null>;
    created_at: Date;
  };
}
