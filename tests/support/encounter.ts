import type { SessionEntry } from '@gabinet/shared/contracts/http';
import { Api } from './Api.ts';
import type { Appointment, Psychologist } from './fixtures.ts';
import { PageSocket } from './PageSocket.ts';
import type { StackInUse } from './StackInUse.ts';

/** One person at the door of a session: their browser, what they were told, their socket. */
export interface Person {
  api: Api;
  entry: SessionEntry;
  socket: PageSocket;
}

/** Opens the client's invitation in a fresh browser and connects its socket; does not join yet. */
export async function clientAtDoor(used: StackInUse, appointment: Appointment): Promise<Person> {
  const api = new Api(used.stack.origin());
  const entry = await api.call('openInvitation', { token: appointment.token });
  return { api, entry, socket: await PageSocket.open(api.origin, entry.ticket) };
}

/** Opens the session as its psychologist and connects the socket; does not join yet. */
export async function psychologistAtDoor(
  used: StackInUse,
  psychologist: Psychologist,
  appointment: Appointment,
): Promise<Person> {
  const api = new Api(used.stack.origin(), psychologist.cookie);
  const entry = await api.call('startSession', { sessionId: appointment.sessionId });
  return { api, entry, socket: await PageSocket.open(api.origin, entry.ticket) };
}
