import { describe, expect, test } from 'vitest';
import { instant } from '../support/ClockedApp.ts';
import { client } from '../support/practice.ts';
import { useClockedPractice } from '../support/useClockedPractice.ts';

/** Appointments of several people: couples, families, groups with seats. */
const start = instant('2027-03-24T10:00:00Z');
const hourMs = 60 * 60_000;
const practice = await useClockedPractice('2027-03-22T08:00:00Z', start);
const { clocked, api, book } = practice;

const group = async (seats: number): Promise<string> =>
  (await book({ attendees: [], seats })).appointmentId;

const anHourLater = (appointmentId: string) =>
  ({ appointmentId, startsAt: start + hourMs, scope: 'one', outsideHours: false }) as const;

const members = (count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      client(clocked.fixtures, practice.anna.practiceId, `Member ${index}`),
    ),
  );

describe('B12 several participants', () => {
  async function couple(): Promise<{ appointmentId: string; clientIds: string[] }> {
    const clientIds = await members(2);
    const attendees = clientIds.map(
      (clientId) => ({ role: 'partner', client: { clientId } }) as const,
    );
    return { appointmentId: (await book({ attendees })).appointmentId, clientIds };
  }

  test('B12 one who declines does not cancel it, and is free', async () => {
    const { appointmentId, clientIds } = await couple();
    const [first = '', second = ''] = clientIds;
    const { appointments } = clocked.app;
    await appointments.declineParticipation({ kind: 'client', clientId: first }, appointmentId);
    const { appointment, history } = await api.call('appointment', { appointmentId });
    expect(appointment.status).toBe('confirmed');
    expect(appointment.people.map((one) => [one.clientId, one.declined]).sort()).toEqual(
      [
        [first, true],
        [second, false],
      ].sort(),
    );
    expect(history.at(-1)).toMatchObject({ kind: 'declined', by: 'client' });
    expect(await appointments.forClient(first)).toEqual([]);
    expect(await appointments.forClient(second)).toHaveLength(1);
    // Free: another appointment at the very time.
    const other = await clocked.fixtures.psychologist('Barbara B');
    await clocked.fixtures.change('UPDATE psychologists SET practice_id = $1 WHERE id = $2', [
      practice.anna.practiceId,
      other.psychologistId,
    ]);
    await api.call('bookAppointment', {
      psychologistId: other.psychologistId,
      startsAt: start,
      modality: 'chat',
      attendees: [{ role: 'client', client: { clientId: first } }],
      outsideHours: true,
    });
  });

  test('B12 a move needs everybody free, and names nobody', async () => {
    const { appointmentId, clientIds } = await couple();
    const other = await clocked.fixtures.psychologist('Barbara B');
    await clocked.fixtures.change('UPDATE psychologists SET practice_id = $1 WHERE id = $2', [
      practice.anna.practiceId,
      other.psychologistId,
    ]);
    await api.call('bookAppointment', {
      psychologistId: other.psychologistId,
      startsAt: start + 3 * hourMs,
      modality: 'chat',
      attendees: [{ role: 'client', client: { clientId: clientIds[1] ?? '' } }],
      outsideHours: true,
    });
    const refusal = await api.refusal('moveAppointment', {
      appointmentId,
      startsAt: start + 3 * hourMs,
    });
    expect(refusal).toMatchObject({
      status: 409,
      code: 'PARTICIPANT_BUSY',
      conflicts: [{ reason: 'participant-busy' }],
    });
    expect(JSON.stringify(refusal)).not.toContain('Member');
  });

  test('B12 who does not take part finds nothing', async () => {
    const { appointmentId } = await couple();
    const [stranger = ''] = await members(1);
    const actor = { kind: 'client', clientId: stranger } as const;
    const { appointments } = clocked.app;
    const move = anHourLater(appointmentId);
    for (const attempt of [
      () => appointments.declineParticipation(actor, appointmentId),
      () => appointments.cancel(actor, appointmentId, 'one'),
      () => appointments.move(actor, move),
      () => appointments.changeModality(actor, appointmentId, 'chat'),
      () => appointments.clientView(stranger, appointmentId),
      () => appointments.approve(actor, appointmentId, 'one'),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});

describe('B13 groups', () => {
  test('B13 thirty at once for eight seats: eight get one, the others are told it is full', async () => {
    const appointmentId = await group(8);
    const clientIds = await members(30);
    const answers = await Promise.all(
      clientIds.map((clientId) => api.send('addMember', { appointmentId, client: { clientId } })),
    );
    const statuses = answers.map((one) => one.status).sort();
    expect(statuses).toEqual([...Array(8).fill(200), ...Array(22).fill(409)]);
    for (const { status, body } of answers) {
      if (status === 409) expect(body).toMatchObject({ error: { code: 'GROUP_FULL' } });
    }
    const { appointment } = await api.call('appointment', { appointmentId });
    expect(appointment.people).toHaveLength(8);
  });

  test('B13 a seat given back can be taken, by the same person too', async () => {
    const appointmentId = await group(2);
    const [first = '', second = '', third = ''] = await members(3);
    for (const clientId of [first, second]) {
      await api.call('addMember', { appointmentId, client: { clientId } });
    }
    const full = await api.refusal('addMember', { appointmentId, client: { clientId: third } });
    expect(full).toMatchObject({ code: 'GROUP_FULL', conflicts: [{ reason: 'full' }] });
    const { appointment } = await api.call('appointment', { appointmentId });
    const seat = appointment.people.find((one) => one.clientId === first)?.participantId ?? '';
    const after = await api.call('removeMember', { appointmentId, participantId: seat });
    expect(after.appointment.people.map((one) => one.clientId)).toEqual([second]);
    await api.call('addMember', { appointmentId, client: { clientId: third } });
    await clocked.app.appointments.declineParticipation(
      { kind: 'client', clientId: second },
      appointmentId,
    );
    const back = await api.call('addMember', { appointmentId, client: { clientId: first } });
    expect(back.appointment.people.filter((one) => !one.declined)).toHaveLength(2);
  });

  test('B13 more attendees than seats, and someone who is in it already', async () => {
    const clientIds = await members(3);
    const tooMany = await api.refusal('bookAppointment', {
      psychologistId: practice.anna.psychologistId,
      startsAt: start,
      modality: 'video',
      attendees: clientIds.map((clientId) => ({ role: 'member', client: { clientId } })),
      seats: 2,
    });
    expect(tooMany.code).toBe('GROUP_FULL');
    const appointmentId = await group(4);
    const [clientId = ''] = clientIds;
    await api.call('addMember', { appointmentId, client: { clientId } });
    const twice = await api.refusal('addMember', { appointmentId, client: { clientId } });
    expect(twice.code).toBe('PARTICIPANT_BUSY');
  });

  test('B13 a group is its psychologist’s: a member neither moves, changes nor cancels it', async () => {
    const appointmentId = await group(4);
    const [clientId = ''] = await members(1);
    await api.call('addMember', { appointmentId, client: { clientId } });
    const actor = { kind: 'client', clientId } as const;
    const { appointments } = clocked.app;
    const move = anHourLater(appointmentId);
    for (const attempt of [
      () => appointments.move(actor, move),
      () => appointments.cancel(actor, appointmentId, 'one'),
      () => appointments.changeModality(actor, appointmentId, 'chat'),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    }
  });
});
