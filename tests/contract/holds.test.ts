import { randomUUID } from 'node:crypto';
import type { Repetition } from '@gabinet/shared/contracts/appointments';
import { describe, expect, test } from 'vitest';
import { instant } from '../support/ClockedApp.ts';
import { keepSignedIn } from '../support/practice.ts';
import { useClockedPractice } from '../support/useClockedPractice.ts';

/** Times kept during an intake, and requests that wait for a yes. */
const now = '2027-03-22T08:00:00Z';
const start = instant('2027-03-24T10:00:00Z');
const hourMs = 60 * 60_000;
const practice = await useClockedPractice(now, start);
const { clocked, api, request, offered } = practice;

async function intake(): Promise<string> {
  const intakeId = randomUUID();
  const keyId = randomUUID();
  await clocked.fixtures.change(
    `INSERT INTO vault_keys (id, practice_id, master_key_id, created_at) VALUES ($1, $2, 'test', now())`,
    [keyId, practice.anna.practiceId],
  );
  await clocked.fixtures.change(
    `INSERT INTO intakes (id, practice_id, vault_key_id, language, zone, created_at, expires_at)
     VALUES ($1, $2, $3, 'en', 'Europe/Warsaw', now(), now() + interval '1 year')`,
    [intakeId, practice.anna.practiceId, keyId],
  );
  return intakeId;
}

const hold = (intakeId: string, startsAt = start) =>
  clocked.app.appointments.hold({
    intakeId,
    practiceId: practice.anna.practiceId,
    psychologistId: practice.anna.psychologistId,
    startsAt,
    modality: 'chat',
    onConflict: 'fail',
  });

const confirm = async (intakeId: string, clientId: string) =>
  clocked.app.appointments.transact((transaction) =>
    clocked.app.appointments.confirmHeld(transaction, intakeId, [
      { role: 'client', clientId, displayName: 'Klara Klientka' },
    ]),
  );

describe('B7 a hold', () => {
  test('B7 keeps the time for ten minutes, then it is free at once and can be booked', async () => {
    const intakeId = await intake();
    const held = await hold(intakeId);
    expect(held.expiresAt).toBe(instant(now) + 10 * 60_000);
    expect(await offered()).toBe(false);
    expect(await clocked.app.appointments.heldBy(intakeId)).toMatchObject({
      startsAt: start,
      occurrences: 1,
      psychologistName: practice.anna.displayName,
    });
    clocked.now = held.expiresAt;
    expect(await offered()).toBe(true);
    expect(await clocked.app.appointments.heldBy(intakeId)).toBeNull();
    const booked = await api.call('bookAppointment', request({ attendees: [] }));
    expect(booked.appointments).toHaveLength(1);
    const { clientId } = practice;
    await expect(confirm(intakeId, clientId)).rejects.toMatchObject({ code: 'HOLD_EXPIRED' });
  });

  test('B7 another hold of the same intake lets the first go; a refused one keeps it', async () => {
    const intakeId = await intake();
    await hold(intakeId);
    await hold(intakeId, start + hourMs);
    expect(await offered()).toBe(true);
    await hold(await intake());
    await expect(hold(intakeId)).rejects.toMatchObject({ code: 'OPENING_TAKEN' });
    expect(await clocked.app.appointments.heldBy(intakeId)).toMatchObject({
      startsAt: start + hourMs,
    });
    await clocked.app.appointments.releaseHeld(intakeId);
    expect(await offered(start + hourMs)).toBe(true);
  });

  test('B7 a confirmed hold is an appointment with its people, its session and its history', async () => {
    const intakeId = await intake();
    await hold(intakeId);
    const { clientId } = practice;
    const { status, appointmentIds } = await confirm(intakeId, clientId);
    expect(status).toBe('confirmed');
    const [appointmentId = ''] = appointmentIds;
    const { appointment, history } = await api.call('appointment', { appointmentId });
    expect(appointment).toMatchObject({
      status: 'confirmed',
      sequence: 0,
      holdExpiresAt: null,
      people: [{ clientId }],
    });
    expect(history.map((one) => [one.kind, one.by])).toEqual([
      ['held', 'client'],
      ['booked', 'client'],
    ]);
    expect(await clocked.app.appointments.forClient(clientId)).toHaveLength(1);
    // Nothing is held any more: a sweep long after takes nothing away.
    clocked.now += hourMs;
    await clocked.app.appointments.sweep();
    expect((await api.call('appointment', { appointmentId })).appointment.status).toBe('confirmed');
  });

  test('B7 a newcomer keeps twelve of a series, and not one more', async () => {
    const ask = async (repeat: Repetition) =>
      clocked.app.appointments.hold({
        intakeId: await intake(),
        practiceId: practice.anna.practiceId,
        psychologistId: practice.anna.psychologistId,
        startsAt: start,
        modality: 'chat',
        repeat,
        onConflict: 'fail',
      });
    const tooMany = { code: 'INVALID_INPUT', fields: ['repeat'] };
    await expect(ask({ everyWeeks: 1, count: 13 })).rejects.toMatchObject(tooMany);
    // The twelfth is on 2027-06-09.
    await expect(ask({ everyWeeks: 1, until: '2027-06-16' })).rejects.toMatchObject(tooMany);
    const { appointments } = await ask({ everyWeeks: 1, until: '2027-06-15' });
    expect(appointments).toHaveLength(12);
  });

  test('B7 the sweep removes what expired, with its series', async () => {
    const intakeId = await intake();
    await clocked.app.appointments.hold({
      intakeId,
      practiceId: practice.anna.practiceId,
      psychologistId: practice.anna.psychologistId,
      startsAt: start,
      modality: 'chat',
      repeat: { everyWeeks: 1, count: 4 },
      onConflict: 'fail',
    });
    expect((await clocked.app.appointments.heldBy(intakeId))?.occurrences).toBe(4);
    clocked.now += 11 * 60_000;
    await clocked.app.appointments.sweep();
    const left = await clocked.database
      .selectFrom('series')
      .select('id')
      .where('psychologist_id', '=', practice.anna.psychologistId)
      .execute();
    expect(left).toEqual([]);
  });

  test('B12 who is elsewhere at the held time cannot confirm it', async () => {
    const { clientId } = practice;
    const other = await clocked.fixtures.psychologist('Barbara B');
    await keepSignedIn(clocked.fixtures);
    await clocked.fixtures.change('UPDATE psychologists SET practice_id = $1 WHERE id = $2', [
      practice.anna.practiceId,
      other.psychologistId,
    ]);
    await api.call('bookAppointment', {
      psychologistId: other.psychologistId,
      startsAt: start + 20 * 60_000,
      modality: 'video',
      attendees: [{ role: 'client', client: { clientId } }],
      outsideHours: true,
    });
    const intakeId = await intake();
    await hold(intakeId);
    await expect(confirm(intakeId, clientId)).rejects.toMatchObject({
      code: 'PARTICIPANT_BUSY',
      conflicts: [{ reason: 'participant-busy' }],
    });
    expect(await clocked.app.appointments.heldBy(intakeId)).not.toBeNull();
  });

  test('whoever is not let in by the policy cannot hold', async () => {
    await clocked.fixtures.change('UPDATE psychologists SET policy = $2 WHERE id = $1', [
      practice.anna.psychologistId,
      JSON.stringify({ noticeMinutes: 0, whoMayBook: 'invited' }),
    ]);
    await expect(hold(await intake())).rejects.toMatchObject({ code: 'BOOKING_NOT_OPEN' });
  });
});

describe('B11 a request', () => {
  async function requested(): Promise<{ appointmentIds: string[]; clientId: string }> {
    await clocked.fixtures.change('UPDATE psychologists SET policy = $2 WHERE id = $1', [
      practice.anna.psychologistId,
      JSON.stringify({ noticeMinutes: 0, horizonDays: 730, approval: true }),
    ]);
    const intakeId = await intake();
    await clocked.app.appointments.hold({
      intakeId,
      practiceId: practice.anna.practiceId,
      psychologistId: practice.anna.psychologistId,
      startsAt: start,
      modality: 'video',
      repeat: { everyWeeks: 1, count: 3 },
      onConflict: 'fail',
    });
    const { clientId } = practice;
    const { status, appointmentIds } = await confirm(intakeId, clientId);
    expect(status).toBe('requested');
    return { appointmentIds, clientId };
  }

  test('a request takes the time but opens no door until the yes, which is to all of it', async () => {
    const { appointmentIds } = await requested();
    const [appointmentId = ''] = appointmentIds;
    expect(await offered()).toBe(false);
    expect((await api.refusal('startSession', { sessionId: appointmentId })).status).toBe(404);
    const { appointments } = await api.call('approveAppointment', { appointmentId });
    expect(appointments.map((one) => one.status)).toEqual(Array(3).fill('confirmed'));
    clocked.now = start;
    await api.call('startSession', { sessionId: appointmentId });
    const again = await api.refusal('approveAppointment', { appointmentId });
    expect(again.code).toBe('VERSION_STALE');
  });

  test('the no frees the time; the history says who said it', async () => {
    const { appointmentIds, clientId } = await requested();
    const [appointmentId = ''] = appointmentIds;
    const { appointments } = await api.call('declineAppointment', { appointmentId });
    expect(appointments.map((one) => one.status)).toEqual(Array(3).fill('cancelled'));
    expect(await offered()).toBe(true);
    expect(await clocked.app.appointments.forClient(clientId)).toEqual([]);
    const { history } = await api.call('appointment', { appointmentId });
    expect(history.at(-1)).toMatchObject({ kind: 'declined', by: 'psychologist' });
  });
});
