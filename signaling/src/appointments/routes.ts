import { type Actor, staffOf } from '../accounts/access.ts';
import type { BrowserSession } from '../accounts/BrowserSessions.ts';
import { type RouteParts, route } from '../transport/route.ts';
import type { AppointmentService } from './AppointmentService.ts';
import type { ClientDirectory } from './ClientDirectory.ts';

/** Mounts staff's side of appointments. */
export function mountAppointments(
  parts: RouteParts,
  appointments: AppointmentService,
  clients: ClientDirectory,
): void {
  const { views } = appointments;
  route(parts, 'calendars', (_input, caller) => views.calendars(staffOf(caller.browserSession)));
  route(parts, 'calendar', (input, caller) =>
    views.calendar(staffOf(caller.browserSession), input),
  );
  route(parts, 'appointment', ({ appointmentId }, caller) =>
    views.appointment(staffOf(caller.browserSession), appointmentId),
  );
  route(parts, 'clients', ({ search }, caller) =>
    clients.search(staffOf(caller.browserSession), search),
  );

  route(parts, 'bookAppointment', (input, caller) =>
    appointments.book(actorOf(caller.browserSession), input, caller.idempotencyKey),
  );
  route(parts, 'moveAppointment', async (input, caller) => ({
    appointments: await appointments.move(actorOf(caller.browserSession), input),
  }));
  route(parts, 'cancelAppointment', async ({ appointmentId, scope }, caller) => ({
    appointments: await appointments.cancel(actorOf(caller.browserSession), appointmentId, scope),
  }));
  route(parts, 'changeModality', async ({ appointmentId, modality }, caller) => ({
    appointments: await appointments.changeModality(
      actorOf(caller.browserSession),
      appointmentId,
      modality,
    ),
  }));
  route(parts, 'approveAppointment', async ({ appointmentId, scope }, caller) => ({
    appointments: await appointments.approve(actorOf(caller.browserSession), appointmentId, scope),
  }));
  route(parts, 'declineAppointment', async ({ appointmentId, scope }, caller) => ({
    appointments: await appointments.decline(actorOf(caller.browserSession), appointmentId, scope),
  }));
  route(parts, 'addMember', async ({ appointmentId, client }, caller) => ({
    appointment: await appointments.addMember(
      actorOf(caller.browserSession),
      appointmentId,
      client,
    ),
  }));
  route(parts, 'removeMember', async ({ appointmentId, participantId }, caller) => ({
    appointment: await appointments.removeMember(
      actorOf(caller.browserSession),
      appointmentId,
      participantId,
    ),
  }));
}

/** Staff, as they act. Throws SIGN_IN_REQUIRED. */
function actorOf(browserSession: BrowserSession | undefined): Actor {
  return { kind: 'staff', staff: staffOf(browserSession) };
}
