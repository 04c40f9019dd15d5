import { describe, expect, test } from 'vitest';
import { textsOf, written } from '../support/conversation.ts';
import { psychologistAtDoor } from '../support/encounter.ts';
import { PageSocket } from '../support/PageSocket.ts';
import { useConversations } from '../support/useConversations.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();
const { joinedBy, keep, talking } = useConversations(used);

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
    keep(socket);
    expect((await socket.join(entry)).chatSequence).toBe(0);
  });

  test('C4 of three, who comes later reads what was written since, and nothing older', async () => {
    const { host, client, ...made } = await talking();
    await client.socket.call('chat:send', written('before 1'));
    await host.socket.call('chat:send', written('before 2'));
    const late = await joinedBy({ host, client, ...made });
    await host.socket.call('session:admit', { participantId: late.participantId });
    expect(await textsOf(late)).toEqual([]);
    expect((await late.socket.call('chat:read', { after: 0 })).through).toBe(2);
    await client.socket.call('chat:send', written('after 1'));
    expect((await late.socket.notice('chat:message')).sequence).toBe(3);
    await late.socket.call('chat:send', written('after 2'));
    for (const { socket } of [host, client]) {
      await socket.notice('chat:message', ({ text }) => text === 'after 2');
    }
    expect(await textsOf(late)).toEqual(['after 1', 'after 2']);
    expect(await textsOf(client)).toEqual(['before 1', 'before 2', 'after 1', 'after 2']);
  });

  test('C4 who comes back within the session reads what was written while they were away', async () => {
    const { host, client, appointment } = await talking();
    await host.socket.call('chat:send', written('here'));
    await client.socket.call('session:leave', {});
    expect((await client.socket.refusal('chat:read', { after: 0 })).code).toBe('WRONG_PHASE');
    await host.socket.call('chat:send', written('away'));
    const entry = await client.api.call('enterSession', { sessionId: appointment.sessionId });
    const socket = await PageSocket.open(client.api.origin, entry.ticket);
    keep(socket);
    expect((await socket.join(entry)).chatSequence).toBe(2);
    expect(await textsOf({ socket })).toEqual(['here', 'away']);
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
    keep(host.socket);
    await host.socket.join(host.entry);
    expect((await host.socket.refusal('chat:send', written('hello?'))).code).toBe('WRONG_PHASE');
  });

  test('C4 I3 nothing passes between two sessions', async () => {
    const [one, two] = [await talking(), await talking()];
    await one.client.socket.call('chat:send', written('of one'));
    await one.host.socket.notice('chat:message');
    expect(await textsOf(two.client)).toEqual([]);
    expect((await two.client.socket.call('chat:send', written('of two'))).sequence).toBe(1);
    await two.host.socket.notice('chat:message', ({ text }) => text === 'of two');
    expect(await textsOf(one.host)).toEqual(['of one']);
  });
});
