import { randomUUID } from 'node:crypto';
import { errorBody } from '@gabinet/shared/contracts/errors';
import { type SessionRequestName, sessionRequests } from '@gabinet/shared/contracts/session';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ControlSocket } from '../support/ControlSocket.ts';
import { conversation } from '../support/conversation.ts';
import { clientAtDoor, invitedAsWell, type Person } from '../support/encounter.ts';
import type { Appointment } from '../support/fixtures.ts';
import { PageSocket } from '../support/PageSocket.ts';
import { type Known, requestNames, sampleOf, shuffled, spoiled } from '../support/samples.ts';
import { track } from '../support/tracks.ts';
import { useStack } from '../support/useStack.ts';

/**
 * A raw client sends every message of the contract in every wrong way. Two pages in the same session
 * and two in another go on meanwhile, and notice nothing.
 */
const used = useStack();
let control: ControlSocket;

interface Room {
  readonly appointment: Appointment;
  readonly pages: readonly Person[];
  readonly host: Person;
  readonly client: Person;
  readonly epoch: number;
  /** A track that the client sends; nobody else may touch it. */
  readonly producerId: string;
  readonly consumerId: string;
}

const reply = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  errorBody.extend({ ok: z.literal(false) }),
]);

async function openRoom(): Promise<Room> {
  const { appointment, client, host, media } = await conversation(used);
  const epoch = media?.mediaEpoch ?? 0;
  const sent = track(epoch, 'opus', 501);
  await client.socket.call('media:produce', sent);
  const { consumer } = await host.socket.notice('media:consumer-added');
  const { consumerId } = consumer;
  const { producerId } = sent;
  return { appointment, pages: [client, host], host, client, epoch, producerId, consumerId };
}

/** One more person of a session, whose client is the bad one. */
async function intruder({ appointment, epoch }: Room) {
  const { participantId, token } = await invitedAsWell(used, appointment);
  const person = await clientAtDoor(used, { ...appointment, token });
  const known: Known = {
    mediaEpoch: epoch,
    rtpCapabilities: person.entry.routerRtpCapabilities ?? { codecs: [], headerExtensions: [] },
  };
  return {
    ...person,
    participantId,
    known,
    /** Another socket for the same seat: each has its own budget of messages. */
    async again(): Promise<PageSocket> {
      const { sessionId } = appointment;
      const { ticket } = await person.api.call('enterSession', { sessionId, moveHere: true });
      return PageSocket.open(person.api.origin, ticket);
    },
  };
}

/** `ok`, or the code. A reply of another form, one of our own faults, or none at all, fails. */
async function answerTo(socket: PageSocket, name: string, ...payload: unknown[]): Promise<string> {
  const answer = reply.parse(await socket.emit(name, ...payload));
  const code = answer.ok ? 'ok' : answer.error.code;
  expect(['INTERNAL', 'UNAVAILABLE', 'MEDIA_UNAVAILABLE'], name).not.toContain(code);
  return code;
}

/** Sends each of these in that order, without waiting in between. */
async function answers(
  socket: PageSocket,
  names: readonly SessionRequestName[],
  known: Known,
): Promise<[SessionRequestName, string][]> {
  return Promise.all(
    names.map(
      async (name): Promise<[SessionRequestName, string]> => [
        name,
        await answerTo(socket, name, sampleOf(name, known)),
      ],
    ),
  );
}

const pids = () => [
  ...used.stack.signaling.map((one) => one.pid),
  ...used.stack.sfu.map((one) => one.pid),
  ...used.stack.workers(),
];

/** Nothing has come to these pages, their track still runs, and what they ask is done. */
async function undisturbed(room: Room): Promise<void> {
  await works(room);
  // Where the letters stand is said by the service every few seconds, whatever anybody does (rule C3).
  const told = room.pages.flatMap(({ socket }) => socket.unasked());
  expect(told.filter((name) => name !== 'chat:sequence')).toEqual([]);
}

async function works({ appointment, client, host, producerId }: Room): Promise<void> {
  const peer = { roomId: appointment.sessionId, peerId: appointment.clientParticipantId };
  expect(await control.ask('producer:resume', { ...peer, producerId })).toBe('ok');
  for (const { socket } of [client, host]) {
    expect(await answerTo(socket, 'chat:read', { after: 0 })).toBe('ok');
  }
}

let room: Room;
let other: Room;
let before: readonly (number | undefined)[];

beforeAll(async () => {
  control = await ControlSocket.open(used.stack);
  [room, other] = [await openRoom(), await openRoom()];
  before = pids();
  for (const { socket } of [...room.pages, ...other.pages]) await socket.settled();
});
afterAll(() => {
  control?.close();
  for (const { socket } of [...(room?.pages ?? []), ...(other?.pages ?? [])]) socket.close();
});

/** What one may do from outside: ask whether anybody answers, go, and test the way to the service (rule P1). */
const fromOutside = (name: string) =>
  name === 'session:ping' || name === 'session:leave' || name.startsWith('probe:');

describe('a client that keeps to nothing', () => {
  test('X1 S3 before it has joined, nothing but testing its way is done', async () => {
    const bad = await intruder(room);
    const names = requestNames.filter((name) => name !== 'session:join');
    for (const [name, code] of await answers(bad.socket, names, bad.known)) {
      if (!fromOutside(name)) expect(code, name).not.toBe('ok');
    }
    bad.socket.close();
    await undisturbed(room);
    await undisturbed(other);
  });

  test('X1 in the waiting room everything twice and in any order gets its coded answer', async () => {
    const bad = await intruder(room);
    await bad.socket.join(bad.entry);
    for (const { socket } of room.pages) await socket.settled();
    const twice = requestNames.flatMap((name) => [name, name]);
    for (const seed of [1, 2, 3]) {
      const socket = await bad.again();
      const given = await answers(socket, shuffled(twice, seed), bad.known);
      for (const [name, code] of given) {
        if (name.startsWith('chat:') || name === 'session:propose') {
          expect(code, name).not.toBe('ok');
        }
      }
      socket.close();
    }
    for (const { socket } of room.pages) await socket.settled();
    await works(room);
    await undisturbed(other);
  });

  test('X1 inside, everything twice and in any order gets its coded answer, and nobody else falls out', async () => {
    const bad = await intruder(room);
    await bad.socket.join(bad.entry);
    await room.host.socket.call('session:admit', { participantId: bad.participantId });
    const twice = requestNames.flatMap((name) => [name, name]);
    for (const seed of [11, 12, 13]) {
      const socket = await bad.again();
      await answers(socket, shuffled(twice, seed), bad.known);
      for (const name of ['session:admit', 'session:remove', 'session:end']) {
        const input = { participantId: room.appointment.clientParticipantId };
        expect(['NOT_ALLOWED', 'WRONG_PHASE'], name).toContain(await answerTo(socket, name, input));
      }
      socket.close();
    }
    const [row] = await used.fixtures.rows<{ phase: string; inside: number }>(
      `SELECT s.phase, (SELECT count(*)::int FROM participants p WHERE p.appointment_id = s.id
         AND p.presence = 'admitted' AND p.id = ANY($2)) AS inside FROM sessions s WHERE s.id = $1`,
      [
        room.appointment.sessionId,
        [room.appointment.clientParticipantId, room.appointment.psychologistParticipantId],
      ],
    );
    expect(row).toEqual({ phase: 'live', inside: 2 });
    for (const { socket } of room.pages) await socket.settled();
    await works(room);
    await undisturbed(other);
  });

  test('X1 what the contract does not know is refused by name of the field, never echoed', async () => {
    const bad = await intruder(room);
    let socket = bad.socket;
    await socket.join(bad.entry);
    for (const page of room.pages) await page.socket.settled();
    let sent = 0;
    for (const name of requestNames) {
      const { input } = sessionRequests[name];
      const wrong = spoiled(sampleOf(name, bad.known)).filter(
        (one) => !input.safeParse(one).success,
      );
      for (const payload of wrong) {
        // A socket takes 120 messages in 10 s.
        if (sent % 100 === 99) {
          socket.close();
          socket = await bad.again();
        }
        sent += 1;
        const code = await answerTo(socket, name, payload);
        expect(code, `${name} ${String(JSON.stringify(payload)).slice(0, 80)}`).toBe(
          'INVALID_INPUT',
        );
      }
    }
    expect(sent).toBeGreaterThan(300);
    for (const unknown of ['session:destroy', '__proto__', 'constructor', '', 'x'.repeat(5_000)]) {
      expect(await answerTo(socket, unknown, {}), unknown.slice(0, 20)).toBe('NOT_FOUND');
    }
    socket.close();
    for (const page of room.pages) await page.socket.settled();
    await works(room);
    await undisturbed(other);
  }, 120_000);

  test('X1 a message above the cap of the socket ends that socket alone', async () => {
    const bad = await intruder(room);
    for (const page of room.pages) await page.socket.settled();
    for (const name of requestNames) {
      const socket = await bad.again();
      const gone = socket.closed();
      void socket.emit(name, { filler: 'x'.repeat(70_000) }).catch(() => undefined);
      await gone;
    }
    await undisturbed(room);
    await undisturbed(other);
  }, 120_000);

  test('X2 I3 with the ids of another session nothing of it is reached', async () => {
    const bad = await intruder(room);
    await bad.socket.join(bad.entry);
    await room.host.socket.call('session:admit', { participantId: bad.participantId });
    const proposalId = randomUUID();
    await other.client.socket.call('session:propose', { proposalId, modality: 'audio' });
    const messageId = randomUUID();
    await other.client.socket.call('chat:send', { messageId, text: 'Theirs.', image: null });
    for (const { socket } of other.pages) await socket.settled();
    const state = () =>
      used.fixtures.rows(
        `SELECT s.*, (SELECT json_agg(p ORDER BY p.id) FROM participants p
           WHERE p.appointment_id = s.id) AS people FROM sessions s WHERE s.id = $1`,
        [other.appointment.sessionId],
      );
    const known: Known = {
      ...bad.known,
      participantId: other.appointment.clientParticipantId,
      producerId: other.producerId,
      consumerId: other.consumerId,
      proposalId,
      messageId,
      sessionId: other.appointment.sessionId,
    };
    const was = await leasesApart(state);
    const names = requestNames.filter((name) => name !== 'session:leave');
    const given = new Map(await answers(bad.socket, names, known));
    for (const name of ['media:pause', 'media:resume', 'media:close'] as const) {
      expect(['NOT_FOUND', 'WRONG_PHASE', 'ABOVE_CEILING'], name).toContain(given.get(name));
    }
    for (const name of ['session:admit', 'session:remove'] as const) {
      expect(['NOT_ALLOWED', 'NOT_FOUND'], name).toContain(given.get(name));
    }
    expect(await leasesApart(state)).toEqual(was);
    await undisturbed(other);
    await other.client.socket.call('session:withdraw', { proposalId });
    for (const { socket } of other.pages) await socket.settled();
    bad.socket.close();
    for (const { socket } of room.pages) await socket.settled();
  });

  test('S5 X1 after its removal nothing is done, whatever it sends', async () => {
    const bad = await intruder(room);
    await bad.socket.join(bad.entry);
    await room.host.socket.call('session:admit', { participantId: bad.participantId });
    await room.host.socket.call('session:remove', { participantId: bad.participantId });
    for (const { socket } of room.pages) await socket.settled();
    for (const seed of [21, 22]) {
      for (const [name, code] of await answers(
        bad.socket,
        shuffled(requestNames, seed),
        bad.known,
      )) {
        if (!fromOutside(name)) expect(code, name).not.toBe('ok');
      }
    }
    const peer = { roomId: room.appointment.sessionId, peerId: bad.participantId };
    expect(await control.ask('peer:restart-ice', { ...peer, direction: 'send' })).toBe('NOT_FOUND');
    bad.socket.close();
    await undisturbed(room);
    await undisturbed(other);
  });

  test('S7 X1 after the end nothing is done, and no room comes back', async () => {
    const third = await openRoom();
    await third.host.socket.call('session:end', {});
    for (const { socket } of third.pages) {
      for (const seed of [31, 32]) {
        const known: Known = {
          mediaEpoch: third.epoch,
          rtpCapabilities: { codecs: [], headerExtensions: [] },
        };
        for (const [name, code] of await answers(socket, shuffled(requestNames, seed), known)) {
          if (fromOutside(name) || name === 'session:end') continue;
          expect(code, name).not.toBe('ok');
        }
      }
    }
    const peer = {
      roomId: third.appointment.sessionId,
      peerId: third.appointment.clientParticipantId,
    };
    expect(await control.ask('peer:restart-ice', { ...peer, direction: 'send' })).toBe('NOT_FOUND');
    for (const { socket } of third.pages) socket.close();
    await undisturbed(other);
  });
});

test('X1 after all of it the same processes run, and none has anything for a person to look at', () => {
  expect(pids()).toEqual(before);
  const faults = used.stack.output
    .split('\n')
    .filter((line) => /"level":(50|60)\b|"level":"(error|fatal)"|UnhandledPromise/.test(line));
  expect(faults).toEqual([]);
});

/** Leases are renewed by the pages themselves every few seconds. */
async function leasesApart(read: () => Promise<object[]>): Promise<string> {
  return JSON.stringify(await read()).replace(/"connection_seen_at":"[^"]*"/g, '');
}
