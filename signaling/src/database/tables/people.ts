import type { Policy } from '@gabinet/shared/contracts/availability';
import type { CrisisContact } from '@gabinet/shared/contracts/intake';
import type { AppointmentModality, Language } from '@gabinet/shared/contracts/words';
import type { ColumnType, Generated } from 'kysely';
import type { GeneratedJson } from './columns.ts';

/** The practice, those who work in it, and its clients. */
export interface PeopleTables {
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
  consents: {
    id: Generated<string>;
    client_id: string;
    consent_text_id: string;
    given_by: 'client' | 'guardian' | 'minor';
    given_at: Date;
    withdrawn_at: Date | null;
  };
  vault_keys: {
    id: Generated<string>;
    practice_id: string;
    wrapped: Buffer | null;
    master_key_id: string;
    created_at: Date;
    destroyed_at: Date | null;
  };
}
