import type { HttpName } from '@gabinet/shared/contracts/http';
import { beforeAll, describe, expect, test } from 'vitest';
import { Api } from '../support/Api.ts';
import type { Appointment } from '../support/fixtures.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();

/** Who asks; each time for an object of practice A. */
const actors = ['nobody', 'clientA', 'clientB', 'psychologistA', 'psychologistB'] as const;
type Actor = (typeof actors)[number];
type Outcome = 200 | 401 | 404;

const cookies = new Map<Actor, string | undefined>();
let appointmentA: Appointment;
let appointmentB: Appointment;

beforeAll(async () => {
  const psychologistA = await used.fixtures.psychologist('Anna A');
  const psychologistB = await used.fixtures.psychologist('Barbara B');
  appointmentA = await used.fixtures.appointment({ psychologist: psychologistA });
  appointmentB = await used.fixtures.appointment({ psychologist: psychologistB });
  cookies.set('psychologistA', psychologistA.cookie);
  cookies.set('psychologistB', psychologistB.cookie);
  for (const [actor, { token }] of [
    ['clientA', appointmentA],
    ['clientB', appointmentB],
  ] as const) {
    const api = new Api(used.stack.origin());
    await api.call('openInvitation', { token });
    cookies.set(actor, api.cookie);
  }
});

/** Rows are contracts, columns actors: what each may do with the session of practice A. */
const matrix: Partial<Record<HttpName, Readonly<Record<Actor, Outcome>>>> = {
  practice: { nobody: 200, clientA: 200, clientB: 200, psychologistA: 200, psychologistB: 200 },
  enterSession: { nobody: 401, clientA: 200, clientB: 404, psychologistA: 404, psychologistB: 404 },
  startSession: { nobody: 401, clientA: 401, clientB: 401, psychologistA: 200, psychologistB: 404 },
  day: { nobody: 401, clientA: 401, clientB: 401, psychologistA: 200, psychologistB: 200 },
  dayTicket: { nobody: 401, clientA: 401, clientB: 401, psychologistA: 200, psychologistB: 200 },
};
const cells = Object.entries(matrix).flatMap(([name, row]) =>
  actors.map((actor) => [name as HttpName, actor, row[actor]] as const),
);

describe('I3 the access matrix', () => {
  test.each(cells)('I3 %s by %s answers %i', async (name, actor, expected) => {
    const api = new Api(used.stack.origin(), cookies.get(actor));
    const input = /Session$/.test(name) ? { sessionId: appointmentA.sessionId } : {};
    expect((await api.send(name, input)).status).toBe(expected);
  });

  test('I3 a session that exists and one that does not answer the very same', async () => {
    const api = new Api(used.stack.origin(), cookies.get('clientB'));
    const real = await api.send('enterSession', { sessionId: appointmentA.sessionId });
    const unreal = await api.send('enterSession', { sessionId: crypto.randomUUID() });
    expect(real.body).toEqual(unreal.body);
    expect(real.status).toBe(unreal.status);
  });

  test('I3 a day shows its own practice only', async () => {
    const api = new Api(used.stack.origin(), cookies.get('psychologistB'));
    const { appointments } = await api.call('day', {});
    expect(appointments.map((one) => one.sessionId)).toEqual([appointmentB.sessionId]);
  });

  test('I2 one browser carries two seats, and the second does not cost the first', async () => {
    const psychologist = await used.fixtures.psychologist();
    const first = await used.fixtures.appointment({ psychologist });
    const second = await used.fixtures.appointment({ psychologist, startsInMinutes: 60 });
    const api = new Api(used.stack.origin());
    for (const { token } of [first, second]) await api.call('openInvitation', { token });
    for (const { sessionId } of [first, second]) await api.call('enterSession', { sessionId });
  });
});
