import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { type Conversation, conversation, oneMore, written } from '../support/conversation.ts';
import { clientAtDoor, type Person, psychologistAtDoor } from '../support/encounter.ts';
import { PageSocket } from '../support/PageSocket.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();

const open: PageSocket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});

async function talking(): Promise<Conversation> {
  const made = await conversation(used);
  open.push(made.host.socket, made.client.socket);
  return made;
}

async function joinedBy(made: Conversation): Promise<Awaited<ReturnType<typeof oneMore>>> {
  const person = await oneMore(used, made);
  open.push(person.socket);
  return person;
}

const texts = async ({ socket }: { socket: PageSocket }, after = 0) =>
  (await socket.call('chat:read', { after })).messages.map(({ text }) => text);

/** What the database holds of a session's writing. */
async function leftOf(sessionId: string) {
  const [row] = await used.fixtures.rows<{
    messages: number;
    images: number;
    marks: number;
    keys: number;
  }>(
    `SELECT (SELECT count(*)::int FROM chat_messages WHERE session_id = s.id) AS messages,
       (SELECT count(*)::int FROM chat_images WHERE session_id = s.id) AS images,
       (SELECT count(*)::int FROM chat_marks WHERE session_id = s.id) AS marks,
       (SELECT count(*)::int FROM vault_keys WHERE id = s.chat_key_id AND wrapped IS NOT NULL) AS keys
     FROM sessions AS s WHERE s.id = $1`,
    [sessionId],
  );
  return row;
}

describe('sending', () => {
  test('C1 a message is acked with its number and reaches the other side', async () => {
    const { host, client, appointment } = await talking();
    const message = written('Dzień dobry 🙂');
    const { sequence, at } = await client.socket.call('chat:send', message);
    expect(sequence).toBe(1);
    const told = await host.socket.notice('chat:message');
    const { clientParticipantId: participantId } = appointment;
    expect(told).toEqual({ ...message, sequence, at, participantId });
    expect(await texts(host)).toEqual([message.text]);
  });

  test('C1 the same id again gets the first answer, also from another socket', async () => {
    const { host, client, appointment } = await talking();
    const message = written('once');
    const first = await client.socket.call('chat:send', message);
    expect(await client.socket.call('chat:send', { ...message, text: 'changed' })).toEqual(first);
    client.socket.close();
    const entry = await client.api.call('enterSession', { sessionId: appointment.sessionId });
    const socket = await PageSocket.open(client.api.origin, entry.ticket);
    open.push(socket);
    expect((await socket.join(entry)).chatSequence).toBe(1);
    expect(await socket.call('chat:send', message)).toEqual(first);
    expect(await texts(host)).toEqual(['once']);
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
    open.push(other);
    const message = written('at once');
    const answers = await Promise.all(
      [client.socket, other, client.socket, other].map((one) => one.call('chat:send', message)),
    );
    expect(new Set(answers.map(({ sequence }) => sequence))).toEqual(new Set([1]));
    expect((await client.socket.call('chat:send', written('next'))).sequence).toBe(2);
    expect(await texts(host)).toEqual(['at once', 'next']);
  });

  test('C1 X2 an id that somebody else has used is refused', async () => {
    const { host, client } = await talking();
    const message = written('mine');
    await client.socket.call('chat:send', message);
    const refusal = await host.socket.refusal('chat:send', { ...message, text: 'theirs' });
    expect(refusal).toMatchObject({ code: 'INVALID_INPUT', fields: ['messageId'] });
    expect(await texts(client)).toEqual(['mine']);
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
      const all = [...(await texts(person)), ...(await texts(person, 100))];
      expect(all).toEqual(order.map(([, text]) => text));
    }
  });
});

describe('reading', () => {
  test('C3 a page reads on from its cursor, a hundred at a time', async () => {
    const { host, client } = await talking();
    for (let n = 1; n <= 205; n += 1) await client.socket.call('chat:send', written(`${n}`));
    const seen: number[] = [];
    let cursor = 3;
    let pages = 0;
    for (let more = true; more; pages += 1) {
      const answer = await host.socket.call('chat:read', { after: cursor });
      seen.push(...answer.messages.map(({ sequence }) => sequence));
      cursor = answer.through;
      more = answer.more;
    }
    expect(pages).toBe(3);
    expect(seen).toEqual(Array.from({ length: 202 }, (_, n) => n + 4));
    expect(cursor).toBe(205);
  });

  test('C3 a page whose notice was lost is told how far the others are', async () => {
    const { host, client, appointment } = await talking();
    await client.socket.call('chat:send', written('seen'));
    await used.fixtures.change('UPDATE sessions SET chat_sequence = 7 WHERE id = $1', [
      appointment.sessionId,
    ]);
    const told = await host.socket.notice('chat:sequence', ({ sequence }) => sequence === 7, 8_000);
    expect(told).toEqual({ sequence: 7 });
  });

  test('C4 who waits can neither write nor read, and learns no number', async () => {
    const { host, ...made } = await talking();
    await host.socket.call('chat:send', written('private'));
    const late = await joinedBy({ host, ...made });
    for (const [name, input] of [
      ['chat:send', written('let me in')],
      ['chat:read', { after: 0 }],
      ['chat:mark', { delivered: 1, read: 1 }],
      ['chat:typing', {}],
    ] as const) {
      expect((await late.socket.refusal(name, input)).code).toBe('WRONG_PHASE');
    }
    const entry = await late.api.call('enterSession', { sessionId: made.appointment.sessionId });
    const socket = await PageSocket.open(late.api.origin, entry.ticket);
    open.push(socket);
    expect((await socket.join(entry)).chatSequence).toBe(0);
  });

  test('C4 of three, who comes later reads what was written since, and nothing older', async () => {
    const { host, client, ...made } = await talking();
    await client.socket.call('chat:send', written('before 1'));
    await host.socket.call('chat:send', written('before 2'));
    const late = await joinedBy({ host, client, ...made });
    await host.socket.call('session:admit', { participantId: late.participantId });
    expect(await texts(late)).toEqual([]);
    expect((await late.socket.call('chat:read', { after: 0 })).through).toBe(2);
    await client.socket.call('chat:send', written('after 1'));
    expect((await late.socket.notice('chat:message')).sequence).toBe(3);
    await late.socket.call('chat:send', written('after 2'));
    for (const { socket } of [host, client]) {
      await socket.notice('chat:message', ({ text }) => text === 'after 2');
    }
    expect(await texts(late)).toEqual(['after 1', 'after 2']);
    expect(await texts(client)).toEqual(['before 1', 'before 2', 'after 1', 'after 2']);
  });

  test('C4 who comes back within the session reads what was written while they were away', async () => {
    const { host, client, appointment } = await talking();
    await host.socket.call('chat:send', written('here'));
    await client.socket.call('session:leave', {});
    expect((await client.socket.refusal('chat:read', { after: 0 })).code).toBe('WRONG_PHASE');
    await host.socket.call('chat:send', written('away'));
    const entry = await client.api.call('enterSession', { sessionId: appointment.sessionId });
    const socket = await PageSocket.open(client.api.origin, entry.ticket);
    open.push(socket);
    expect((await socket.join(entry)).chatSequence).toBe(2);
    expect(await texts({ socket })).toEqual(['here', 'away']);
  });

  test('C4 S5 who was removed is told so, and is sent nothing more', async () => {
    const { host, client, appointment } = await talking();
    const { clientParticipantId: participantId } = appointment;
    await host.socket.call('session:remove', { participantId });
    await host.socket.call('chat:send', written('alone'));
    for (const [name, input] of [
      ['chat:send', written('still here')],
      ['chat:read', { after: 0 }],
    ] as const) {
      expect((await client.socket.refusal(name, input)).code).toBe('INVITATION_REMOVED');
    }
    await expect(client.socket.notice('chat:message', undefined, 300)).rejects.toThrow();
  });

  test('C4 before anybody is let in there is nobody to write to', async () => {
    const psychologist = await used.fixtures.psychologist();
    const appointment = await used.fixtures.appointment({ psychologist });
    const host = await psychologistAtDoor(used, psychologist, appointment);
    open.push(host.socket);
    await host.socket.join(host.entry);
    expect((await host.socket.refusal('chat:send', written('hello?'))).code).toBe('WRONG_PHASE');
  });

  test('C4 I3 nothing passes between two sessions', async () => {
    const [one, two] = [await talking(), await talking()];
    await one.client.socket.call('chat:send', written('of one'));
    await one.host.socket.notice('chat:message');
    expect(await texts(two.client)).toEqual([]);
    expect((await two.client.socket.call('chat:send', written('of two'))).sequence).toBe(1);
    await two.host.socket.notice('chat:message', ({ text }) => text === 'of two');
    expect(await texts(one.host)).toEqual(['of one']);
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
    expect(await leftOf(sessionId)).toEqual({ messages: 1, images: 0, marks: 0, keys: 1 });
  });
});

describe('keeping', () => {
  test('C8 V1 what is written is sealed at rest, and its text is in no log', async () => {
    const { host, client } = await talking();
    const secret = `secret-${randomUUID()}`;
    await client.socket.call('chat:send', written(secret));
    expect(await texts(host)).toEqual([secret]);
    expect(await used.fixtures.dump()).not.toContain(secret);
    expect(used.stack.signaling.map(({ output }) => output).join('\n')).not.toContain(secret);
  });

  test('C8 V3 the end takes everything with it, and the key', async () => {
    const { host, client, appointment } = await talking();
    await client.socket.call('chat:send', written('gone'));
    await host.socket.call('chat:mark', { delivered: 1, read: 1 });
    expect(await leftOf(appointment.sessionId)).toEqual({
      messages: 1,
      images: 0,
      marks: 1,
      keys: 1,
    });
    await host.socket.call('session:end', {});
    expect(await leftOf(appointment.sessionId)).toEqual({
      messages: 0,
      images: 0,
      marks: 0,
      keys: 0,
    });
    for (const { socket } of [host, client]) {
      expect((await socket.refusal('chat:read', { after: 0 })).code).toBe('SESSION_ENDED');
      expect((await socket.refusal('chat:send', written('late'))).code).toBe('SESSION_ENDED');
      expect((await socket.refusal('chat:mark', { delivered: 1, read: 1 })).code).toBe(
        'SESSION_ENDED',
      );
    }
    expect(await leftOf(appointment.sessionId)).toEqual({
      messages: 0,
      images: 0,
      marks: 0,
      keys: 0,
    });
  });

  test('C8 S1 so does the end that the clock brings', async () => {
    const { host, client, appointment } = await talking();
    const { sessionId } = appointment;
    await client.socket.call('chat:send', written('gone'));
    await client.socket.call('session:leave', {});
    await host.socket.call('session:leave', {});
    await used.fixtures.change(
      "UPDATE appointments SET during = past, blocked = past FROM tstzrange(now() - interval '2 h', now() - interval '1 h') AS past WHERE id = $1",
      [sessionId],
    );
    await expect
      .poll(() => leftOf(sessionId), { timeout: 15_000 })
      .toEqual({
        messages: 0,
        images: 0,
        marks: 0,
        keys: 0,
      });
  });

  test('C8 what is sent while the session ends is either answered and deleted, or refused', async () => {
    const { host, client, appointment } = await talking();
    await client.socket.call('chat:send', written('first'));
    const sending = Array.from({ length: 60 }, (_, n) =>
      client.socket.emit('chat:send', written(`${n}`)),
    );
    await host.socket.call('session:end', {});
    await Promise.all(sending);
    expect(await leftOf(appointment.sessionId)).toEqual({
      messages: 0,
      images: 0,
      marks: 0,
      keys: 0,
    });
  });
});

test('C4 X2 who writes where is known from the ticket: names in a payload change nothing', async () => {
  const { appointment } = await talking();
  const stranger = await used.fixtures.appointment({
    psychologist: await used.fixtures.psychologist(),
  });
  const outsider = await clientAtDoor(used, stranger);
  open.push(outsider.socket);
  const refusal = await outsider.socket.refusal('chat:send', {
    ...written('intruder'),
    sessionId: appointment.sessionId,
    participantId: appointment.clientParticipantId,
  });
  expect(refusal.code).toBe('WRONG_PHASE');
  expect((await leftOf(appointment.sessionId))?.messages).toBe(0);
});
