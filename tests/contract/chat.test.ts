import { describe, expect, test } from 'vitest';
import { keptOf, textsOf, written } from '../support/conversation.ts';
import { clientAtDoor, type Person } from '../support/encounter.ts';
import { PageSocket } from '../support/PageSocket.ts';
import { useConversations } from '../support/useConversations.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();
const { joinedBy, keep, talking } = useConversations(used);

describe('sending', () => {
  test('C1 a message is acked with its number and reaches the other side', async () => {
    const { host, client, appointment } = await talking();
    const message = written('Dzień dobry 🙂');
    const { sequence, at } = await client.socket.call('chat:send', message);
    expect(sequence).toBe(1);
    const told = await host.socket.notice('chat:message');
    const { clientParticipantId: participantId } = appointment;
    expect(told).toEqual({ ...message, sequence, at, participantId });
    expect(await textsOf(host)).toEqual([message.text]);
  });

  test('C1 the same id again gets the first answer, also from another socket', async () => {
    const { host, client, appointment } = await talking();
    const message = written('once');
    const first = await client.socket.call('chat:send', message);
    expect(await client.socket.call('chat:send', { ...message, text: 'changed' })).toEqual(first);
    client.socket.close();
    const entry = await client.api.call('enterSession', { sessionId: appointment.sessionId });
    const socket = await PageSocket.open(client.api.origin, entry.ticket);
    keep(socket);
    expect((await socket.join(entry)).chatSequence).toBe(1);
    expect(await socket.call('chat:send', message)).toEqual(first);
    expect(await textsOf(host)).toEqual(['once']);
  });

  test('C1 the same id many times at once is one message', async () => {
    const { host, client } = await talking();
    const other = await PageSocket.open(
      client.api.origin,
      (
        await client.api.call('enterSession', {
          sessionId: client.entry.invitation.session.sessionId,
        })
      ).ticket,
    );
    keep(other);
    const message = written('at once');
    const answers = await Promise.all(
      [client.socket, other, client.socket, other].map((one) => one.call('chat:send', message)),
    );
    expect(new Set(answers.map(({ sequence }) => sequence))).toEqual(new Set([1]));
    expect((await client.socket.call('chat:send', written('next'))).sequence).toBe(2);
    expect(await textsOf(host)).toEqual(['at once', 'next']);
  });

  test('C1 X2 an id that somebody else has used is refused', async () => {
    const { host, client } = await talking();
    const message = written('mine');
    await client.socket.call('chat:send', message);
    const refusal = await host.socket.refusal('chat:send', { ...message, text: 'theirs' });
    expect(refusal).toMatchObject({ code: 'INVALID_INPUT', fields: ['messageId'] });
    expect(await textsOf(client)).toEqual(['mine']);
  });

  test('C1 X1 4,000 characters pass; 4,001 and nothing at all are refused with the field', async () => {
    const { client } = await talking();
    await client.socket.call('chat:send', written('ż'.repeat(4000)));
    for (const text of ['ż'.repeat(4001), '', ' \n ']) {
      const refusal = await client.socket.refusal('chat:send', written(text));
      expect(refusal).toMatchObject({ code: 'INVALID_INPUT', fields: ['text'] });
    }
    const refusal = await client.socket.refusal('chat:send', { text: 'no id', image: null });
    expect(refusal).toMatchObject({ code: 'INVALID_INPUT', fields: ['messageId'] });
    expect((await client.socket.call('chat:send', written('after'))).sequence).toBe(2);
  });

  test('C2 both sides at once: one order without a gap, the same for both', async () => {
    const { host, client } = await talking();
    const each = 100;
    const acked = await Promise.all(
      [host, client].flatMap(({ socket }, side) =>
        Array.from({ length: each }, async (_, n) => {
          const text = `${side}:${n}`;
          const { sequence } = await socket.call('chat:send', written(text));
          return [sequence, text] as const;
        }),
      ),
    );
    const order = acked.toSorted(([a], [b]) => a - b);
    expect(order.map(([sequence]) => sequence)).toEqual(
      Array.from({ length: 2 * each }, (_, n) => n + 1),
    );
    for (const person of [host, client]) {
      const all = [...(await textsOf(person)), ...(await textsOf(person, 100))];
      expect(all).toEqual(order.map(([, text]) => text));
    }
  });
});

describe('marks', () => {
  const wish = (people: readonly Person[], wanted = true) =>
    Promise.all(people.map(({ socket }) => socket.call('session:wish-marks', { wanted })));

  test('C5 a delivered mark moves on, never back and never past the last message', async () => {
    const { host, client, appointment } = await talking();
    for (const text of ['1', '2', '3']) await client.socket.call('chat:send', written(text));
    const { psychologistParticipantId: participantId } = appointment;
    await host.socket.call('chat:mark', { delivered: 2, read: 0 });
    expect(await client.socket.notice('chat:mark')).toEqual({
      participantId,
      delivered: 2,
      read: 0,
    });
    await host.socket.call('chat:mark', { delivered: 1, read: 0 });
    await host.socket.call('chat:mark', { delivered: 99, read: 0 });
    expect(await client.socket.notice('chat:mark')).toEqual({
      participantId,
      delivered: 3,
      read: 0,
    });
    const { marks } = await client.socket.call('chat:read', { after: 0 });
    expect(marks).toEqual([{ participantId, delivered: 3, read: 0 }]);
  });

  test('C6 read marks pass only while everybody inside wants them', async () => {
    const { host, client, appointment } = await talking();
    for (const text of ['1', '2', '3']) await client.socket.call('chat:send', written(text));
    await wish([client]);
    await host.socket.call('chat:mark', { delivered: 2, read: 2 });
    expect(await client.socket.notice('chat:mark')).toMatchObject({ delivered: 2, read: 0 });
    expect((await client.socket.call('chat:read', { after: 0 })).marks[0]).toMatchObject({
      read: 0,
    });
    await wish([host]);
    expect((await client.socket.call('chat:read', { after: 0 })).marks[0]).toMatchObject({
      read: 2,
    });
    await host.socket.call('chat:mark', { delivered: 3, read: 3 });
    expect(await client.socket.notice('chat:mark')).toEqual({
      participantId: appointment.psychologistParticipantId,
      delivered: 3,
      read: 3,
    });
    await wish([client], false);
    expect((await client.socket.call('chat:read', { after: 0 })).marks[0]).toMatchObject({
      read: 0,
    });
  });

  test('C6 a sign of typing passes only while everybody inside wants it, and is kept nowhere', async () => {
    const { host, client, ...made } = await talking();
    const { clientParticipantId: participantId, sessionId } = made.appointment;
    await wish([host]);
    await client.socket.call('chat:typing', {});
    await wish([client]);
    await client.socket.call('chat:typing', {});
    expect(await host.socket.notice('chat:typing')).toEqual({ participantId });
    const third = await joinedBy({ host, client, ...made });
    await host.socket.call('session:admit', { participantId: third.participantId });
    await client.socket.call('chat:typing', {});
    await client.socket.call('chat:send', written('done'));
    // Notices keep their order: a sign that was passed on would be here by now.
    await host.socket.notice('chat:message');
    await expect(host.socket.notice('chat:typing', undefined, 0)).rejects.toThrow();
    expect(await keptOf(used, sessionId)).toEqual({ messages: 1, images: 0, marks: 0, keys: 1 });
  });
});

test('C4 X2 who writes where is known from the ticket: names in a payload change nothing', async () => {
  const { appointment } = await talking();
  const stranger = await used.fixtures.appointment({
    psychologist: await used.fixtures.psychologist(),
  });
  const outsider = await clientAtDoor(used, stranger);
  keep(outsider.socket);
  const refusal = await outsider.socket.refusal('chat:send', {
    ...written('intruder'),
    sessionId: appointment.sessionId,
    participantId: appointment.clientParticipantId,
  });
  expect(refusal.code).toBe('WRONG_PHASE');
  expect((await keptOf(used, appointment.sessionId))?.messages).toBe(0);
});
