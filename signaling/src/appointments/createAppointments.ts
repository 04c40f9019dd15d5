import type { Availabilities } from '../availability/Availabilities.ts';
import type { OpeningIndex } from '../availability/OpeningIndex.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Notices } from '../notifications/Notices.ts';
import { Idempotency } from '../transport/idempotency.ts';
import type { Vault } from '../vault/Vault.ts';
import { AppointmentService } from './AppointmentService.ts';
import { AppointmentStore } from './AppointmentStore.ts';
import { BookingTransactions, type CalendarListener } from './BookingTransactions.ts';
import { Calendars } from './Calendars.ts';
import { ClientDirectory } from './ClientDirectory.ts';
import { History } from './History.ts';
import { ParticipantStore } from './ParticipantStore.ts';
import { Placement } from './Placement.ts';

export interface Appointments {
  readonly appointments: AppointmentService;
  readonly clients: ClientDirectory;
  readonly idempotency: Idempotency;
}

/** Builds the services of appointments; `onChange` is told of every committed change. */
export function createAppointments(parts: {
  database: Database;
  clock: Clock;
  vault: Vault;
  availabilities: Availabilities;
  openingIndex: OpeningIndex;
  notices: Notices;
  onChange: CalendarListener;
}): Appointments {
  const { database, clock, availabilities, openingIndex, notices } = parts;
  const clients = new ClientDirectory(parts);
  const idempotency = new Idempotency(database, clock);
  const store = new AppointmentStore(clock);
  const transactions = new BookingTransactions(database);
  transactions.onChange(parts.onChange);
  const appointments = new AppointmentService(
    {
      database,
      clock,
      availabilities,
      openingIndex,
      notices,
      clients,
      transactions,
      store,
      participants: new ParticipantStore(clock),
      history: new History(clock),
      placement: new Placement(availabilities, clock),
      calendars: new Calendars({ availabilities, openingIndex, transactions, store, clock }),
    },
    idempotency,
  );
  return { appointments, clients, idempotency };
}
