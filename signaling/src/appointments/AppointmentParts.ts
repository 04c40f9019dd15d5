import type { Availabilities } from '../availability/Availabilities.ts';
import type { OpeningIndex } from '../availability/OpeningIndex.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Notices } from '../notifications/Notices.ts';
import type { AppointmentStore } from './AppointmentStore.ts';
import type { BookingTransactions } from './BookingTransactions.ts';
import type { Calendars } from './Calendars.ts';
import type { ClientDirectory } from './ClientDirectory.ts';
import type { History } from './History.ts';
import type { ParticipantStore } from './ParticipantStore.ts';
import type { Placement } from './Placement.ts';

/** What the services of appointments are made of. */
export interface AppointmentParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly availabilities: Availabilities;
  readonly openingIndex: OpeningIndex;
  readonly notices: Notices;
  readonly clients: ClientDirectory;
  readonly transactions: BookingTransactions;
  readonly store: AppointmentStore;
  readonly participants: ParticipantStore;
  readonly history: History;
  readonly placement: Placement;
  readonly calendars: Calendars;
}
