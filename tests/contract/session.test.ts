import { describe, expect, test } from 'vitest';
import { Api } from '../support/Api.ts';
import { clientAtDoor, type Person, psychologistAtDoor } from '../support/encounter.ts';
import type { Appointment, AppointmentOptions, Psychologist } from '../support/fixtures.ts';
import { PageSocket } from '../support/PageSocket.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();

async function invited(
  options: Omit<AppointmentOptions, 'psychologist'> = {},
): Promise<{ psychologist: Psychologist; appointment: Appointment }> {
  const psychologist = await used.fixtures.psychologist();
  const appointment = await used.fixtures.appointment({ psychologist, ...options });
  return { psychologist, appointment };
}

/** Both people in the session, the client still in the waiting room. */
async function bothHere(): Promise<{ appointment: Appointment; client: Person; host: Person }> {
  const { psychologist, appointment } = await invited();
  const client = await clientAtDoor(used, appointment);
  await client.socket.join(client.entry);
  const host = await psychologistAtDoor(used, psychologist, appointment);
  await host.socket.join(host.entry);
  return { appointment, client, host };
}

function close(...people: Person[]): void {
  for (const { socket } of people) socket.close();
}

describe('arriving', () => {
  test('S4 before the door opens nobody can join', async () => {
    const { appointment } = await invited({ startsInMinutes: 60 });
    const client = await clientAtDoor(used, appointment);
    expect(client.entry.invitation.session.phase).toBe('scheduled');
    const { codecs, headerExtensions } = client.entry.routerRtpCapabilities ?? {
      codecs: [],
      headerExtensions: [],
    };
    const refusal = await client.socket.refusal('session:join', {
      pageId: crypto.randomUUID(),
      rtpCapabilities: { codecs, headerExtensions },
    });
    expect(refusal.code).toBe('SESSION_NOT_OPEN');
    close(client);
  });

  test('S4 the door opens 15 minutes before the start', async () => {
    const { appointment } = await invited({ startsInMinutes: 14 });
    const client = await clientAtDoor(used, appointment);
    expect((await client.socket.join(client.entry)).session.phase).toBe('open');
    close(client);
  });

  test('S4 an ended session is refused', async () => {
    const { appointment } = await invited({ ended: true });
    const api = new Api(used.stack.origin());
    const answer = await api.send('openInvitation', { token: appointment.token });
    if (answer.status === 200) {
      const entry = await api.call('enterSession', { sessionId: appointment.sessionId });
      const socket = await PageSocket.open(api.origin, entry.ticket);
      const refusal = await socket.refusal('session:join', {
        pageId: crypto.randomUUID(),
        rtpCapabilities: { codecs: [], headerExtensions: [] },
      });
      expect(refusal.code).toBe('SESSION_ENDED');
      socket.close();
    } else {
      expect(answer).toMatchObject({ status: 410, body: { error: { code: 'SESSION_ENDED' } } });
    }
  });

  test('S5 a removed participant finds a dead invitation', async () => {
    const { appointment } = await invited({ presence: 'removed' });
    const api = new Api(used.stack.origin());
    const refusal = await api.refusal('openInvitation', { token: appointment.token });
    expect(refusal).toMatchObject({ status: 403, code: 'INVITATION_REMOVED' });
  });

  test('S2 the day page is told of an arrival, and since when they wait', async () => {
    const { psychologist, appointment } = await invited();
    const api = new Api(used.stack.origin(), psychologist.cookie);
    const day = await PageSocket.open(api.origin, (await api.call('dayTicket', {})).ticket);
    const client = await clientAtDoor(used, appointment);
    await client.socket.join(client.entry);
    await day.notice('day:changed', (one) => one.arrived);
    const { appointments } = await api.call('day', {});
    const person = appointments[0]?.people.find(
      (one) => one.participantId === appointment.clientParticipantId,
    );
    expect(person).toMatchObject({ presence: 'waiting', connected: true });
    expect(person?.arrivedAt).toEqual(expect.any(Number));
    expect((await day.refusal('session:end', {})).code).toBe('NOT_FOUND');
    day.close();
    close(client);
  });
});

describe('admission', () => {
  test('S3 the psychologist admits: the session is live and the client is told', async () => {
    const { appointment, client, host } = await bothHere();
    await host.socket.call('session:admit', { participantId: appointment.clientParticipantId });
    const view = await client.socket.notice(
      'session:changed',
      (one) => one.you.presence === 'admitted',
    );
    expect(view.phase).toBe('live');
    expect(view.liveAt).toEqual(expect.any(Number));
    close(client, host);
  });

  test('S3 a client can admit nobody, remove nobody and end nothing', async () => {
    const { appointment, client, host } = await bothHere();
    for (const [name, input] of [
      ['session:admit', { participantId: appointment.clientParticipantId }],
      ['session:remove', { participantId: appointment.psychologistParticipantId }],
      ['session:end', {}],
    ] as const) {
      expect((await client.socket.refusal(name, input)).code).toBe('NOT_ALLOWED');
    }
    close(client, host);
  });

  test('S3 X2 identity is the ticket: claims in a payload change nothing', async () => {
    const { appointment, client, host } = await bothHere();
    const refusal = await client.socket.refusal('session:admit', {
      participantId: appointment.clientParticipantId,
      by: appointment.psychologistParticipantId,
      role: 'psychologist',
    });
    expect(['NOT_ALLOWED', 'INVALID_INPUT']).toContain(refusal.code);
    close(client, host);
  });

  test('S3 the psychologist of another appointment has no say here', async () => {
    const { appointment, client, host } = await bothHere();
    const other = await bothHere();
    const refusal = await other.host.socket.refusal('session:admit', {
      participantId: appointment.clientParticipantId,
    });
    expect(refusal.code).toBe('NOT_FOUND');
    close(client, host, other.client, other.host);
  });

  test('S9 the version grows with each change', async () => {
    const { appointment, client, host } = await bothHere();
    await host.socket.call('session:admit', { participantId: appointment.clientParticipantId });
    const admitted = await client.socket.notice('session:changed', (one) => one.phase === 'live');
    await host.socket.call('session:end', {});
    const ended = await client.socket.notice('session:changed', (one) => one.phase === 'ended');
    expect(ended.version).toBeGreaterThan(admitted.version);
    close(client, host);
  });
});

describe('leaving', () => {
  test('S5 who is removed is told, and their link is dead afterwards', async () => {
    const { appointment, client, host } = await bothHere();
    const { clientParticipantId: participantId } = appointment;
    await host.socket.call('session:admit', { participantId });
    await host.socket.call('session:remove', { participantId });
    await client.socket.notice('session:changed', (one) => one.you.presence === 'removed');
    const again = new Api(used.stack.origin());
    const refusal = await again.refusal('openInvitation', { token: appointment.token });
    expect(refusal.code).toBe('INVITATION_REMOVED');
    close(client, host);
  });

  test('S7 the end is told to all, and nobody joins after it', async () => {
    const { appointment, client, host } = await bothHere();
    await host.socket.call('session:end', {});
    await client.socket.notice('session:changed', (one) => one.phase === 'ended');
    await host.socket.notice('session:changed', (one) => one.phase === 'ended');
    const refusal = await host.socket.refusal('session:admit', {
      participantId: appointment.clientParticipantId,
    });
    expect(refusal.code).toBe('SESSION_ENDED');
    close(client, host);
  });

  test('S4 who was admitted and left comes back without asking', async () => {
    const { appointment, client, host } = await bothHere();
    const { clientParticipantId: participantId, sessionId } = appointment;
    await host.socket.call('session:admit', { participantId });
    await client.socket.call('session:leave', {});
    await host.socket.notice('session:changed', (one) =>
      one.others.some((other) => other.presence === 'left'),
    );
    const entry = await client.api.call('enterSession', { sessionId });
    const socket = await PageSocket.open(client.api.origin, entry.ticket);
    expect((await socket.join(entry)).session.you.presence).toBe('admitted');
    socket.close();
    close(client, host);
  });

  test('S10 a lost socket leaves the person in their phase, marked as not connected', async () => {
    const { client, host } = await bothHere();
    client.socket.close();
    const view = await host.socket.notice('session:changed', (one) =>
      one.others.some((other) => !other.connected),
    );
    expect(view.others[0]).toMatchObject({ presence: 'waiting', connected: false });
    close(host);
  });
});

describe('one seat', () => {
  test('S6 a second device is asked, and only its answer moves the seat', async () => {
    const { appointment } = await invited();
    const first = await clientAtDoor(used, appointment);
    await first.socket.join(first.entry);
    const second = new Api(used.stack.origin());
    const asked = await second.refusal('openInvitation', { token: appointment.token });
    expect(asked).toMatchObject({ status: 409, code: 'SEAT_TAKEN' });
    expect(first.socket.socket.connected).toBe(true);
    const entry = await second.call('openInvitation', {
      token: appointment.token,
      moveHere: true,
    });
    await first.socket.notice('seat:taken');
    const moved = await PageSocket.open(second.origin, entry.ticket);
    expect((await moved.join(entry)).session.you.presence).toBe('waiting');
    const back = await first.api.refusal('enterSession', { sessionId: appointment.sessionId });
    expect(back.code).toBe('SEAT_TAKEN');
    moved.close();
    close(first);
  });

  test('S6 two devices that move at once: one has the seat in the end', async () => {
    const { appointment } = await invited();
    const first = await clientAtDoor(used, appointment);
    await first.socket.join(first.entry);
    const devices = [new Api(used.stack.origin()), new Api(used.stack.origin())];
    const { token } = appointment;
    await Promise.all(
      devices.map((device) => device.call('openInvitation', { token, moveHere: true })),
    );
    await first.socket.notice('seat:taken');
    expect(await used.fixtures.liveSeats(appointment.clientParticipantId)).toBe(1);
    close(first);
  });
});
