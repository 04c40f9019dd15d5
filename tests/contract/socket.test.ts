import { describe, expect, test } from 'vitest';
import { Api } from '../support/Api.ts';
import { clientAtDoor, psychologistAtDoor } from '../support/encounter.ts';
import { PageSocket, refusedCode } from '../support/PageSocket.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();

async function invited() {
  const psychologist = await used.fixtures.psychologist();
  return { psychologist, appointment: await used.fixtures.appointment({ psychologist }) };
}

describe('the handshake', () => {
  test('I4 no ticket, a senseless one and one of the wrong type are refused', async () => {
    const origin = used.stack.origin();
    for (const ticket of [undefined, '', 'senseless', 42, { a: 1 }, 'x'.repeat(4_000)]) {
      expect(await refusedCode(PageSocket.open(origin, ticket))).toBe('TICKET_REFUSED');
    }
  });

  test('I4 a ticket opens one socket only', async () => {
    const { appointment } = await invited();
    const client = await clientAtDoor(used, appointment);
    const again = PageSocket.open(client.api.origin, client.entry.ticket);
    expect(await refusedCode(again)).toBe('TICKET_REFUSED');
    expect(client.socket.socket.connected).toBe(true);
    client.socket.close();
  });

  test('X3 a foreign origin, or none, is refused and uses no ticket up', async () => {
    const { appointment } = await invited();
    const api = new Api(used.stack.origin());
    const { ticket } = await api.call('openInvitation', { token: appointment.token });
    for (const claimedOrigin of ['https://elsewhere.example', 'null', null]) {
      const foreign = PageSocket.open(api.origin, ticket, { claimedOrigin });
      expect(await refusedCode(foreign), String(claimedOrigin)).not.toBe('OPENED');
    }
    (await PageSocket.open(api.origin, ticket)).close();
  });
});

describe('messages', () => {
  test('X1 malformed payloads get INVALID_INPUT and the socket stays', async () => {
    const { appointment } = await invited();
    const { socket } = await clientAtDoor(used, appointment);
    for (const payload of [undefined, null, 7, 'text', [], { pageId: 'no id' }]) {
      expect((await socket.refusal('session:join', payload)).code).toBe('INVALID_INPUT');
    }
    expect((await socket.refusal('session:admit', { participantId: 'no id' })).code).toBe(
      'INVALID_INPUT',
    );
    expect(socket.socket.connected).toBe(true);
    socket.close();
  });

  test('X4 unknown events do nothing, are counted, and disturb nobody', async () => {
    const { appointment } = await invited();
    const { socket, entry, api } = await clientAtDoor(used, appointment);
    for (const name of ['session:promote', '__proto__', 'constructor', 'toString']) {
      expect((await socket.refusal(name, {})).code).toBe('NOT_FOUND');
    }
    socket.socket.emit('unknown:without-ack', {});
    expect((await socket.join(entry)).session.you.presence).toBe('waiting');
    expect(String((await api.raw('/metrics')).body)).toMatch(/unknown/);
    socket.close();
  });

  test('X1 an oversized message ends its own socket and no other', async () => {
    const flooding = await invited();
    const calm = await invited();
    const loud = await clientAtDoor(used, flooding.appointment);
    const quiet = await clientAtDoor(used, calm.appointment);
    loud.socket.socket.emit('session:join', { pageId: 'x'.repeat(4_000_000) });
    await loud.socket.closed();
    expect((await quiet.socket.join(quiet.entry)).session.you.presence).toBe('waiting');
    quiet.socket.close();
  });

  test('X1 a flood is answered with TOO_MANY_REQUESTS, and only to who floods', async () => {
    const flooding = await invited();
    const calm = await invited();
    const loud = await clientAtDoor(used, flooding.appointment);
    const quiet = await clientAtDoor(used, calm.appointment);
    const replies = await Promise.all(
      Array.from({ length: 200 }, () => loud.socket.refusal('session:admit', {})),
    );
    expect(replies.map(({ code }) => code)).toContain('TOO_MANY_REQUESTS');
    expect((await quiet.socket.join(quiet.entry)).session.you.presence).toBe('waiting');
    loud.socket.close();
    quiet.socket.close();
  });

  test('a media message before joining is refused with a code', async () => {
    const { appointment } = await invited();
    const { socket } = await clientAtDoor(used, appointment);
    const refusal = await socket.refusal('media:ready', { mediaEpoch: 1, consumerIds: [] });
    expect(['WRONG_PHASE', 'NOT_FOUND']).toContain(refusal.code);
    socket.close();
  });
});

test('M1 the ack of a join carries the session, both transports and the consumers', async () => {
  const { appointment, psychologist } = await invited();
  const client = await clientAtDoor(used, appointment);
  const { session, media } = await client.socket.join(client.entry);
  expect(session.you).toMatchObject({ presence: 'waiting', connected: true });
  expect(media).toMatchObject({ kept: false, consumers: [] });
  expect(media?.send.transportId).not.toBe(media?.receive.transportId);
  const host = await psychologistAtDoor(used, psychologist, appointment);
  const joined = await host.socket.join(host.entry);
  expect(joined.media?.mediaEpoch).toBe(media?.mediaEpoch);
  client.socket.close();
  host.socket.close();
});

test('M9 the same page keeps its transports, another page gets new ones', async () => {
  const { appointment } = await invited();
  const first = await clientAtDoor(used, appointment);
  const pageId = crypto.randomUUID();
  const before = await first.socket.join(first.entry, pageId);
  first.socket.close();
  const resumed = await first.api.call('enterSession', { sessionId: appointment.sessionId });
  const second = await PageSocket.open(first.api.origin, resumed.ticket);
  const kept = await second.join(resumed, pageId);
  expect(kept.media?.kept).toBe(true);
  expect(kept.media?.send.transportId).toBe(before.media?.send.transportId);
  second.close();
  const reloaded = await first.api.call('enterSession', { sessionId: appointment.sessionId });
  const third = await PageSocket.open(first.api.origin, reloaded.ticket);
  const fresh = await third.join(reloaded);
  expect(fresh.media?.kept).toBe(false);
  expect(fresh.media?.send.transportId).not.toBe(before.media?.send.transportId);
  third.close();
});
