import { randomUUID } from 'node:crypto';
import type { MediaSetup } from '@gabinet/shared/contracts/media';
import type { SessionInput } from '@gabinet/shared/contracts/session';
import type { Modality } from '@gabinet/shared/contracts/words';
import { clientAtDoor, invitedAsWell, type Person, psychologistAtDoor } from './encounter.ts';
import type { Appointment, Psychologist } from './fixtures.ts';
import type { PageSocket } from './PageSocket.ts';
import type { StackInUse } from './StackInUse.ts';

/** A session that is live: its psychologist and one client inside, both with a socket. */
export interface Conversation {
  readonly psychologist: Psychologist;
  readonly appointment: Appointment;
  readonly host: Person;
  readonly client: Person;
  /** What the client's join gave for media; null while no node answers. */
  readonly media: MediaSetup | null;
}

/** Brings two people into a session of this form. */
export async function conversation(
  used: StackInUse,
  modality: Modality = 'video',
): Promise<Conversation> {
  const psychologist = await used.fixtures.psychologist();
  const appointment = await used.fixtures.appointment({ psychologist, modality });
  const client = await clientAtDoor(used, appointment);
  const { media } = await client.socket.join(client.entry);
  const host = await psychologistAtDoor(used, psychologist, appointment);
  await host.socket.join(host.entry);
  await host.socket.call('session:admit', { participantId: appointment.clientParticipantId });
  return { psychologist, appointment, host, client, media };
}

/** One more person with an invitation of their own: at the door, joined, not let in yet. */
export async function oneMore(
  used: StackInUse,
  { appointment }: Pick<Conversation, 'appointment'>,
): Promise<Person & { participantId: string }> {
  const { participantId, token } = await invitedAsWell(used, appointment);
  const person = await clientAtDoor(used, { ...appointment, token });
  await person.socket.join(person.entry);
  return { ...person, participantId };
}

/** A message as a page would send it. */
export function written(
  text: string,
  over: Partial<SessionInput<'chat:send'>> = {},
): SessionInput<'chat:send'> {
  return { messageId: randomUUID(), text, image: null, ...over };
}

/** The texts that a person can read, those numbered after `after`, a hundred at the most. */
export async function textsOf(
  { socket }: { socket: PageSocket },
  after = 0,
): Promise<readonly string[]> {
  return (await socket.call('chat:read', { after })).messages.map(({ text }) => text);
}

export const nothingKept = { messages: 0, images: 0, marks: 0, keys: 0 };

/** How many rows of a session's writing the database holds, and keys that still open it. */
export async function keptOf(
  used: StackInUse,
  sessionId: string,
): Promise<typeof nothingKept | undefined> {
  const [row] = await used.fixtures.rows<typeof nothingKept>(
    `SELECT (SELECT count(*)::int FROM chat_messages WHERE session_id = s.id) AS messages,
       (SELECT count(*)::int FROM chat_images WHERE session_id = s.id) AS images,
       (SELECT count(*)::int FROM chat_marks WHERE session_id = s.id) AS marks,
       (SELECT count(*)::int FROM vault_keys WHERE id = s.chat_key_id AND wrapped IS NOT NULL) AS keys
     FROM sessions AS s WHERE s.id = $1`,
    [sessionId],
  );
  return row;
}
