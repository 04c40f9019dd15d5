import type { DateException } from '@gabinet/shared/contracts/availability';
import type { AppointmentModality } from '@gabinet/shared/contracts/words';
import type { Generated } from 'kysely';
import type { Json } from './columns.ts';

/** Open hours, what is taken elsewhere, and the free times that follow. */
export interface AvailabilityTables {
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
}
