import { createHash, randomBytes, randomUUID } from 'node:crypto';
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

/** Makes one more participant of an appointment, and the token of their invitation. */
export async function invitedAsWell(
  used: StackInUse,
  appointment: Appointment,
): Promise<{ participantId: string; token: string }> {
  const participantId = randomUUID();
  const token = randomBytes(20).toString('base64url');
  await used.fixtures.change(
    `INSERT INTO participants (id, appointment_id, role, display_name, ceiling, appointment_status, during)
     SELECT $1, appointment_id, 'partner', 'Paweł Partner', 'video', appointment_status, during
     FROM participants WHERE id = $2`,
    [participantId, appointment.clientParticipantId],
  );
  await used.fixtures.change(
    'INSERT INTO invitations (participant_id, token_hash, created_at) VALUES ($1, $2, now())',
    [participantId, createHash('sha256').update(token).digest()],
  );
  return { participantId, token };
}
