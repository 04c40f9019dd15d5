import type { AccountsTables } from './tables/accounts.ts';
import type { AppointmentsTables } from './tables/appointments.ts';
import type { AvailabilityTables } from './tables/availability.ts';
import type { NoticesTables } from './tables/notices.ts';
import type { PeopleTables } from './tables/people.ts';
import type { SessionsTables } from './tables/sessions.ts';

/** The rows as Postgres gives them; migrations/ is their declaration. */
export interface Tables
  extends PeopleTables,
    AccountsTables,
    AvailabilityTables,
    AppointmentsTables,
    SessionsTables,
    NoticesTables {}
