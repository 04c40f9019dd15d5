import { randomUUID } from 'node:crypto';
import type { QualitySample } from '@gabinet/shared/contracts/quality';
import { describe, expect, test } from 'vitest';
import { Api } from '../support/Api.ts';
import { clientAtDoor, psychologistAtDoor } from '../support/encounter.ts';
import { middayZone } from '../support/practice.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();

const sample: QualitySample = {
  spanMilliseconds: 10_000,
  joinMilliseconds: null,
  roundTripMilliseconds: 42,
  lossUp: 0.01,
  lossDown: null,
  freezes: 1,
  frozenMilliseconds: 300,
  concealedMilliseconds: 120,
  reconnections: 0,
  uplink: 'full',
  downlink: 'smaller',
  relayed: false,
};

async function bothHere(options: { startsInMinutes?: number } = {}) {
  const psychologist = await used.fixtures.psychologist();
  const appointment = await used.fixtures.appointment({ psychologist, ...options });
  const client = await clientAtDoor(used, appointment);
  await client.socket.join(client.entry);
  const host = await psychologistAtDoor(used, psychologist, appointment);
  await host.socket.join(host.entry);
  return { psychologist, appointment, client, host };
}

/** As if what was reported until now had been reported a while ago. */
const letTimePass = (sessionId: string) =>
  used.fixtures.change(
    "UPDATE session_quality SET at = at - interval '10 seconds' WHERE session_id = $1",
    [sessionId],
  );

describe('the record of quality', () => {
  test('Q1 only who is inside reports, and at most one sample each 5 s is kept', async () => {
    const { appointment, client, host } = await bothHere();
    expect((await client.socket.refusal('session:report-quality', sample)).code).toBe(
      'WRONG_PHASE',
    );
    await host.socket.call('session:admit', { participantId: appointment.clientParticipantId });
    await client.socket.call('session:report-quality', sample);
    await client.socket.call('session:report-quality', sample);
    await host.socket.call('session:report-quality', sample);
    const rows = await used.fixtures.rows<{ participant_id: string; sample: unknown }>(
      'SELECT participant_id, sample FROM session_quality WHERE session_id = $1',
      [appointment.sessionId],
    );
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual({ participant_id: appointment.clientParticipantId, sample });
    client.socket.close();
    host.socket.close();
  });

  test('Q1 what is no number of that kind is refused, and content is not kept', async () => {
    const { appointment, host } = await bothHere();
    for (const wrong of [
      { ...sample, lossUp: 1.5 },
      { ...sample, freezes: -1 },
      { ...sample, uplink: 'fine' },
      { ...sample, spanMilliseconds: 'long' },
    ]) {
      expect((await host.socket.refusal('session:report-quality', wrong)).code).toBe(
        'INVALID_INPUT',
      );
    }
    await host.socket.emit('session:report-quality', { ...sample, said: 'a secret word' });
    expect(await used.fixtures.dump()).not.toContain('a secret word');
    const [row] = await used.fixtures.rows<{ sample: object }>(
      'SELECT sample FROM session_quality WHERE session_id = $1',
      [appointment.sessionId],
    );
    expect(row?.sample).toEqual(sample);
    host.socket.close();
  });

  test('Q1 the psychologist sees each side: the first join, all reconnections, and the points', async () => {
    const { psychologist, appointment, client, host } = await bothHere();
    const { sessionId, clientParticipantId: participantId } = appointment;
    await host.socket.call('session:admit', { participantId });
    await client.socket.call('session:report-quality', { ...sample, joinMilliseconds: 700 });
    await letTimePass(sessionId);
    await client.socket.call('session:report-quality', { ...sample, reconnections: 1 });
    await letTimePass(sessionId);
    await client.socket.call('session:report-quality', {
      ...sample,
      joinMilliseconds: 900,
      reconnections: 2,
    });
    const api = new Api(used.stack.origin(), psychologist.cookie);
    const { people, phase } = await api.call('sessionQuality', { sessionId });
    expect(phase).toBe('live');
    const clients = people.find((one) => one.participantId === participantId);
    expect(clients).toMatchObject({
      displayName: appointment.clientName,
      joinMilliseconds: 700,
      reconnections: 3,
    });
    expect(clients?.points.map((one) => one.reconnections)).toEqual([0, 1, 2]);
    expect(people.find((one) => one.participantId !== participantId)?.points).toEqual([]);
    client.socket.close();
    host.socket.close();
  });

  test('Q1 I3 nobody but the psychologist of the session may look', async () => {
    const { appointment, client } = await bothHere();
    const stranger = await used.fixtures.psychologist();
    const api = new Api(used.stack.origin(), stranger.cookie);
    const asked = { sessionId: appointment.sessionId };
    expect(await api.refusal('sessionQuality', asked)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await api.refusal('sessionQuality', { sessionId: randomUUID() })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await client.api.refusal('sessionQuality', asked)).toMatchObject({
      code: 'SIGN_IN_REQUIRED',
    });
    client.socket.close();
  });
});

describe('who comes next', () => {
  test('S13 the psychologist in a session hears that the next client came, and since when they wait', async () => {
    const { psychologist, appointment, client, host } = await bothHere({ startsInMinutes: -45 });
    const { sessionId } = appointment;
    await used.fixtures.change('UPDATE psychologists SET zone = $2 WHERE id = $1', [
      psychologist.psychologistId,
      middayZone(),
    ]);
    const api = new Api(used.stack.origin(), psychologist.cookie);
    expect(await api.call('nextWaiting', { sessionId })).toEqual({ next: null });
    const next = await used.fixtures.appointment({
      psychologist,
      startsInMinutes: 10,
      clientName: 'Nela Następna',
    });
    const known = { sessionId: next.sessionId, names: ['Nela Następna'], waitingSince: null };
    expect((await api.call('nextWaiting', { sessionId })).next).toMatchObject(known);
    const arriving = await clientAtDoor(used, next);
    const { session } = await arriving.socket.join(arriving.entry);
    await host.socket.notice(
      'day:changed',
      (one) => one.arrived && one.sessionId === next.sessionId,
    );
    expect((await api.call('nextWaiting', { sessionId })).next).toMatchObject({
      ...known,
      startsAt: session.startsAt,
      waitingSince: session.you.arrivedAt,
    });
    expect(await api.call('nextWaiting', { sessionId: next.sessionId })).toEqual({ next: null });
    // The client in the session hears nothing of others.
    expect(client.socket.heard('day:changed')).toBe(0);
    for (const one of [client, host, arriving]) one.socket.close();
  });
});
