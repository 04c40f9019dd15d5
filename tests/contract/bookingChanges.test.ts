import { describe, expect, test } from 'vitest';
import { instant } from '../support/ClockedApp.ts';
import { useClockedPractice } from '../support/useClockedPractice.ts';

/** Moving, changing and cancelling one appointment, over HTTP and real rows. */
const now = '2027-03-22T08:00:00Z';
/** A Sunday, 12:00 in Warsaw: that night the clocks went forward. */
const sunday = instant('2027-03-28T10:00:00Z');
const hourMs = 60 * 60_000;
const practice = await useClockedPractice(now, sunday);
const { clocked, api, book, offered } = practice;

const asClient = () => ({ kind: 'client', clientId: practice.clientId }) as const;

describe('B10 B11 changes', () => {
  test('B10 a move onto half of its own place, stretched', async () => {
    const { appointmentId } = await book();
    const { appointments } = await api.call('moveAppointment', {
      appointmentId,
      startsAt: sunday + hourMs / 2,
      durationMinutes: 90,
      sequence: 0,
    });
    expect(appointments).toEqual([
      expect.objectContaining({
        startsAt: sunday + hourMs / 2,
        endsAt: sunday + 2 * hourMs,
        sequence: 1,
      }),
    ]);
    expect(await offered(sunday)).toBe(false);
    expect(await offered(sunday - hourMs)).toBe(true);
  });

  test('B10 who saw an older state is told so', async () => {
    const { appointmentId } = await book();
    await api.call('moveAppointment', { appointmentId, startsAt: sunday + hourMs, sequence: 0 });
    const refusal = await api.refusal('moveAppointment', {
      appointmentId,
      startsAt: sunday + 2 * hourMs,
      sequence: 0,
    });
    expect(refusal).toMatchObject({ status: 409, code: 'VERSION_STALE' });
  });

  test('B11 the deadline itself is in time; one millisecond later is late', async () => {
    const inTime = await book();
    clocked.at('2027-03-27T10:00:00.000Z');
    const [first] = await clocked.app.appointments.cancel(asClient(), inTime.appointmentId, 'one');
    expect(first?.status).toBe('cancelled');
    clocked.at(now);
    const tooLate = await book();
    clocked.at('2027-03-27T10:00:00.001Z');
    const [second] = await clocked.app.appointments.cancel(
      asClient(),
      tooLate.appointmentId,
      'one',
    );
    expect(second?.status).toBe('late_cancelled');
    // Free at once, whichever it was.
    await book();
  });

  test('B11 a move inside the deadline does not begin a new one', async () => {
    const { appointmentId } = await book();
    clocked.at('2027-03-27T12:00:00Z');
    await clocked.app.appointments.move(asClient(), {
      appointmentId,
      startsAt: instant('2027-04-05T10:00:00Z'),
      scope: 'one',
      outsideHours: false,
    });
    const view = await clocked.app.appointments.clientView(practice.clientId, appointmentId);
    expect(view.cancelUntil).toBe(instant('2027-03-27T10:00:00Z'));
    const [cancelled] = await clocked.app.appointments.cancel(asClient(), appointmentId, 'one');
    expect(cancelled?.status).toBe('late_cancelled');
  });

  test('B11 what staff cancel is cancelled, however late; what is over stays as it was', async () => {
    const { appointmentId } = await book();
    clocked.now = sunday - 60_000;
    const { appointments } = await api.call('cancelAppointment', { appointmentId });
    expect(appointments[0]?.status).toBe('cancelled');
    expect((await api.refusal('cancelAppointment', { appointmentId })).code).toBe(
      'APPOINTMENT_OVER',
    );
    const next = await book();
    clocked.now = next.endsAt;
    for (const name of ['cancelAppointment', 'approveAppointment'] as const) {
      const refusal = await api.refusal(name, { appointmentId: next.appointmentId });
      expect(refusal.status, name).toBe(409);
    }
  });

  test('B11 a session that is live is not cancelled, moved or changed', async () => {
    const { appointmentId } = await book();
    clocked.now = sunday + 60_000;
    await clocked.fixtures.change(`UPDATE sessions SET phase = 'live' WHERE id = $1`, [
      appointmentId,
    ]);
    const refusals = [
      await api.refusal('cancelAppointment', { appointmentId }),
      await api.refusal('moveAppointment', { appointmentId, startsAt: sunday + 5 * hourMs }),
      await api.refusal('changeModality', { appointmentId, modality: 'chat' }),
    ];
    expect(refusals.map((one) => one.code)).toEqual(Array(3).fill('APPOINTMENT_OVER'));
  });

  test('B10 a client moves to real openings only; staff may go outside them', async () => {
    const { appointmentId } = await book();
    const night = instant('2027-03-29T20:00:00Z');
    const move = { appointmentId, startsAt: night, scope: 'one', outsideHours: true } as const;
    await expect(clocked.app.appointments.move(asClient(), move)).rejects.toMatchObject({
      code: 'OPENING_NOT_OFFERED',
    });
    await api.call('moveAppointment', { appointmentId, startsAt: night });
  });

  test('S8 a client’s own choice of form moves their ceiling; staff never raise it', async () => {
    const { appointmentId } = await book({ modality: 'audio' });
    const ceiling = async () => {
      const row = await clocked.database
        .selectFrom('participants')
        .select('ceiling')
        .where('appointment_id', '=', appointmentId)
        .where('client_id', '=', practice.clientId)
        .executeTakeFirstOrThrow();
      return row.ceiling;
    };
    await api.call('changeModality', { appointmentId, modality: 'video' });
    expect(await ceiling()).toBe('audio');
    const { appointments } = clocked.app;
    await appointments.changeModality(asClient(), appointmentId, 'chat');
    expect(await ceiling()).toBe('chat');
    await appointments.changeModality(asClient(), appointmentId, 'video');
    expect(await ceiling()).toBe('video');
  });
});

describe('B14 history', () => {
  test('B14 who, when and what of every change; never why', async () => {
    const { appointmentId } = await book();
    clocked.at('2027-03-22T09:00:00Z');
    await api.call('moveAppointment', { appointmentId, startsAt: sunday + hourMs });
    await clocked.app.appointments.changeModality(asClient(), appointmentId, 'chat');
    await clocked.app.appointments.cancel(asClient(), appointmentId, 'one');
    const { history } = await api.call('appointment', { appointmentId });
    expect(history).toEqual([
      {
        at: instant(now),
        kind: 'booked',
        by: 'psychologist',
        byName: practice.anna.displayName,
        from: null,
        to: sunday,
      },
      {
        at: instant('2027-03-22T09:00:00Z'),
        kind: 'moved',
        by: 'psychologist',
        byName: practice.anna.displayName,
        from: sunday,
        to: sunday + hourMs,
      },
      expect.objectContaining({ kind: 'modality-changed', by: 'client', byName: null }),
      expect.objectContaining({ kind: 'cancelled', by: 'client', from: sunday + hourMs }),
    ]);
  });
});
