import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { SessionInput } from '@gabinet/shared/contracts/session';
import { Api } from './Api.ts';
import { clientAtDoor, type Person, psychologistAtDoor } from './encounter.ts';
import type { Appointment, Psychologist } from './fixtures.ts';
import { PageSocket } from './PageSocket.ts';
import type { StackInUse } from './StackInUse.ts';

/** A session that is live: its psychologist and one client inside, both with a socket. */
export interface Conversation {
  readonly psychologist: Psychologist;
  readonly appointment: Appointment;
  readonly host: Person;
  readonly client: Person;
}

/** Brings two people into a session. */
export async function conversation(used: StackInUse): Promise<Conversation> {
  const psychologist = await used.fixtures.psychologist();
  const appointment = await used.fixtures.appointment({ psychologist });
  const client = await clientAtDoor(used, appointment);
  await client.socket.join(client.entry);
  const host = await psychologistAtDoor(used, psychologist, appointment);
  await host.socket.join(host.entry);
  await host.socket.call('session:admit', { participantId: appointment.clientParticipantId });
  return { psychologist, appointment, host, client };
}

/** One more person with an invitation of their own: at the door, joined, not let in yet. */
export async function oneMore(
  used: StackInUse,
  { appointment }: Conversation,
  displayName = 'Piotr Partner',
): Promise<Person & { participantId: string }> {
  const participantId = randomUUID();
  const token = randomBytes(20).toString('base64url');
  await used.fixtures.change(
    `INSERT INTO participants (id, appointment_id, role, display_name, ceiling, appointment_status, during)
     SELECT $1, appointment_id, 'partner', $2, 'video', 'confirmed', during FROM participants WHERE id = $3`,
    [participantId, displayName, appointment.clientParticipantId],
  );
  await used.fixtures.change(
    'INSERT INTO invitations (participant_id, token_hash, created_at) VALUES ($1, $2, now())',
    [participantId, createHash('sha256').update(token).digest()],
  );
  const api = new Api(used.stack.origin());
  const entry = await api.call('openInvitation', { token });
  const socket = await PageSocket.open(api.origin, entry.ticket);
  await socket.join(entry);
  return { api, entry, socket, participantId };
}

/** A message as a page would send it. */
export function written(
  text: string,
  over: Partial<SessionInput<'chat:send'>> = {},
): SessionInput<'chat:send'> {
  return { messageId: randomUUID(), text, image: null, ...over };
}
