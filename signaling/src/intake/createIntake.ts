import type { AppointmentService } from '../appointments/AppointmentService.ts';
import type { ClientDirectory } from '../appointments/ClientDirectory.ts';
import type { Availabilities } from '../availability/Availabilities.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Notices } from '../notifications/Notices.ts';
import type { Practice } from '../practice/createPractice.ts';
import type { MailedCodes } from '../vault/MailedCodes.ts';
import type { Vault } from '../vault/Vault.ts';
import { BookingRights } from './BookingRights.ts';
import { IntakeClients } from './IntakeClients.ts';
import { IntakeConfirmation } from './IntakeConfirmation.ts';
import { type IntakeParts, IntakeService } from './IntakeService.ts';
import { IntakeStore } from './IntakeStore.ts';

export interface Intake {
  readonly intakes: IntakeService;
  readonly confirmation: IntakeConfirmation;
  readonly rights: BookingRights;
}

/** Wires the way from "I need help" to a confirmed appointment. */
export function createIntake(given: {
  database: Database;
  vault: Vault;
  mailedCodes: MailedCodes;
  notices: Notices;
  availabilities: Availabilities;
  appointments: AppointmentService;
  clients: ClientDirectory;
  practice: Practice;
  clock: Clock;
}): Intake {
  const { database, vault, mailedCodes, notices, appointments, practice, clock } = given;
  const rights = new BookingRights(given);
  const parts: IntakeParts = {
    database,
    store: new IntakeStore(vault, clock),
    appointments,
    rights,
    consents: practice.consents,
    duty: practice.duty,
    codes: mailedCodes,
    vault,
  };
  const intakes = new IntakeService(parts);
  const confirmation = new IntakeConfirmation({
    ...parts,
    intakes,
    clients: new IntakeClients(vault, clock),
    notices,
    addresses: practice.addresses,
    clock,
  });
  return { intakes, confirmation, rights };
}
