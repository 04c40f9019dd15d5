import { expect, test } from 'vitest';
import { clientAtDoor, psychologistAtDoor } from '../support/encounter.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();

test('I1 X5 after a whole session neither logs nor database hold a token, and logs no name', async () => {
  const psychologist = await used.fixtures.psychologist('Wilhelmina Unikatowa');
  const appointment = await used.fixtures.appointment({
    psychologist,
    clientName: 'Ksawery Niepowtarzalny',
  });
  const client = await clientAtDoor(used, appointment);
  await client.socket.join(client.entry);
  const host = await psychologistAtDoor(used, psychologist, appointment);
  await host.socket.join(host.entry);
  await host.socket.call('session:admit', { participantId: appointment.clientParticipantId });
  await client.socket.notice('session:changed', (one) => one.phase === 'live');
  // Faults are logged too: a refused payload and a refused link must not be quoted.
  await client.socket.refusal('session:admit', { participantId: 'Ksawery Niepowtarzalny' });
  await client.api.refusal('openInvitation', { token: `${appointment.token}x` });
  await host.socket.call('session:end', {});
  await client.socket.notice('session:changed', (one) => one.phase === 'ended');
  client.socket.close();
  host.socket.close();

  const tokens = [
    appointment.token,
    psychologist.cookie,
    client.api.cookie,
    client.entry.ticket,
    host.entry.ticket,
    used.stack.secrets.service,
    used.stack.secrets.ticket,
  ].filter((one) => one !== undefined);
  const database = await used.fixtures.dump();
  expect(database).toContain(appointment.sessionId);
  for (const token of tokens) expect(database).not.toContain(token);

  const { output } = used.stack;
  expect(output).not.toBe('');
  for (const token of tokens) expect(output).not.toContain(token);
  for (const secret of ['Wilhelmina', 'Unikatowa', 'Ksawery', 'Niepowtarzalny', '127.0.0.1']) {
    for (const line of output.split('\n').filter((one) => one.includes('sessionId'))) {
      expect(line).not.toContain(secret);
    }
    if (secret !== '127.0.0.1') expect(output).not.toContain(secret);
  }
});
