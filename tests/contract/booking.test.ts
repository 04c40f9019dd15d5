import type { HttpOutput, HttpRequestInput } from '@gabinet/shared/contracts/http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Api } from '../support/Api.ts';
import { ClockedApp, instant } from '../support/ClockedApp.ts';
import type { Psychologist } from '../support/fixtures.ts';
import { PageSocket } from '../support/PageSocket.ts';
import { client, keepSignedIn, openCalendar } from '../support/practice.ts';

/** Booking, moving and cancelling one appointment, over HTTP and real rows. */
let clocked: ClockedApp;
let anna: Psychologist;
let api: Api;
let clientId: string;

const now = '2027-03-22T08:00:00Z';
/** A Sunday, 12:00 in Warsaw: that night the clocks went forward. */
const sunday = instant('2027-03-28T10:00:00Z');
const hourMs = 60 * 60_000;

beforeAll(async () => {
  clocked = await ClockedApp.start(now);
});
afterAll(() => clocked.stop());
beforeEach(async () => {
  clocked.at(now);
  anna = await clocked.fixtures.psychologist();
  await keepSignedIn(clocked.fixtures);
  await openCalendar(clocked.fixtures, anna);
  clientId = await client(clocked.fixtures, anna.practiceId);
  api = clocked.api(anna.cookie);
});

function request(
  changes: Partial<HttpRequestInput<'bookAppointment'>> = {},
): HttpRequestInput<'bookAppointment'> {
  return {
    psychologistId: anna.psychologistId,
    startsAt: sunday,
    modality: 'video',
    attendees: [{ role: 'client', client: { clientId } }],
    ...changes,
  };
}

type Booked = HttpOutput<'bookAppointment'>['appointments'][number];

async function book(changes: Partial<HttpRequestInput<'bookAppointment'>> = {}): Promise<Booked> {
  const [appointment] = (await api.call('bookAppointment', request(changes))).appointments;
  if (!appointment) throw new Error('Nothing was booked.');
  return appointment;
}

async function offered(startsAt: number): Promise<boolean> {
  const date = new Date(startsAt).toISOString().slice(0, 10);
  const { openings } = await clocked
    .api()
    .call('openings', { psychologistId: anna.psychologistId, from: date, to: date });
  return openings.includes(startsAt);
}

const asClient = () => ({ kind: 'client', clientId }) as const;

describe('B5 a booking', () => {
  test('B5 is confirmed with its people, takes the time, and is in the calendar', async () => {
    expect(await offered(sunday)).toBe(true);
    const appointment = await book();
    expect(appointment).toMatchObject({
      status: 'confirmed',
      startsAt: sunday,
      endsAt: sunday + 50 * 60_000,
      sequence: 0,
      series: null,
      people: [{ clientId, role: 'client', declined: false }],
    });
    expect(await offered(sunday)).toBe(false);
    const calendar = await api.call('calendar', {
      psychologistId: anna.psychologistId,
      from: sunday - hourMs,
      to: sunday + hourMs,
    });
    expect(calendar.appointments).toEqual([appointment]);
    expect(calendar.openHours).toEqual([
      expect.objectContaining({ startsAt: instant('2027-03-28T06:00:00Z') }),
    ]);
  });

  test.each([
    ['outside', '2027-03-28T05:00:00Z', 'OPENING_NOT_OFFERED'],
    ['outside', '2027-03-28T10:30:00Z', 'OPENING_NOT_OFFERED'],
    ['notice', '2027-03-22T07:00:00Z', 'OPENING_NOT_OFFERED'],
  ])('B4 B5 %s at %s is refused with its reason', async (reason, startsAt, code) => {
    const refusal = await api.refusal('bookAppointment', request({ startsAt: instant(startsAt) }));
    expect(refusal).toMatchObject({ status: 409, code, conflicts: [{ reason, index: 0 }] });
    expect(refusal.conflicts?.[0]?.sentence).toMatch(/\.$/);
  });

  test('B5 staff may book outside the hours, never on top of something', async () => {
    const night = instant('2027-03-28T21:00:00Z');
    await book({ startsAt: night, outsideHours: true });
    const refusal = await api.refusal(
      'bookAppointment',
      request({ startsAt: night + 55 * 60_000, outsideHours: true, attendees: [] }),
    );
    // Ten minutes of buffer after the first: 55 minutes later is too early.
    expect(refusal).toMatchObject({ code: 'OPENING_TAKEN', conflicts: [{ reason: 'busy' }] });
    await book({ startsAt: night + hourMs, outsideHours: true });
  });

  test('B12 any one who is elsewhere refuses the booking of all; nobody is named', async () => {
    const other = await clocked.fixtures.psychologist('Barbara B');
    await keepSignedIn(clocked.fixtures);
    await clocked.fixtures.change('UPDATE psychologists SET practice_id = $1 WHERE id = $2', [
      anna.practiceId,
      other.psychologistId,
    ]);
    await openCalendar(clocked.fixtures, { ...other, practiceId: anna.practiceId });
    await book({ psychologistId: other.psychologistId });
    const refusal = await api.refusal(
      'bookAppointment',
      request({
        startsAt: sunday,
        attendees: [
          { role: 'partner', client: { displayName: 'Jan Nowy', language: 'pl' } },
          { role: 'partner', client: { clientId } },
        ],
      }),
    );
    expect(refusal).toMatchObject({
      code: 'PARTICIPANT_BUSY',
      conflicts: [{ reason: 'participant-busy' }],
    });
    expect(JSON.stringify(refusal)).not.toMatch(/Klara|Jan/);
    // The newcomer of a refused booking is nobody's client.
    expect((await api.call('clients', { search: 'Jan Nowy' })).clients).toEqual([]);
  });

  test('V1 a new client is reached by what is sealed; the calendar opens it, the rows do not', async () => {
    const appointment = await book({
      attendees: [
        {
          role: 'client',
          client: {
            displayName: 'Nina Nowa',
            language: 'uk',
            email: 'nina@example.org',
            phone: '+48 600 700 800',
          },
        },
      ],
    });
    const { contacts } = await api.call('appointment', {
      appointmentId: appointment.appointmentId,
    });
    expect(contacts).toEqual([
      expect.objectContaining({ email: 'nina@example.org', phone: '+48 600 700 800' }),
    ]);
    const rows = await clocked.fixtures.dump();
    expect(rows).toContain('Nina Nowa');
    expect(rows).not.toContain('nina@example.org');
    expect(rows).not.toContain('600 700 800');
  });

  test('an appointment in the office has its address and no session', async () => {
    const office = await book({ modality: 'office' });
    expect(office.address).toBe('ul. Lipowa 12, Gdańsk');
    const session = await api.refusal('startSession', { sessionId: office.appointmentId });
    expect(session.status).toBe(404);
    // Met online after all: the session comes with the form.
    await api.call('changeModality', {
      appointmentId: office.appointmentId,
      modality: 'audio',
    });
    clocked.now = sunday - 60_000;
    const entry = await api.call('startSession', { sessionId: office.appointmentId });
    expect(entry.invitation.session.modality).toBe('audio');
  });

  test('B5 a form that is not offered', async () => {
    const refusal = await api.refusal('bookAppointment', request({ modality: 'message' }));
    expect(refusal.code).toBe('MODALITY_NOT_OFFERED');
    const { appointmentId } = await book();
    const change = await api.refusal('changeModality', { appointmentId, modality: 'message' });
    expect(change.code).toBe('MODALITY_NOT_OFFERED');
  });
});

describe('B8 an Idempotency-Key', () => {
  const key = () => ({ 'idempotency-key': crypto.randomUUID() });

  test('B8 a repeat gets the first answer and books nothing more', async () => {
    const headers = key();
    const first = await api.send('bookAppointment', request(), headers);
    const second = await api.send('bookAppointment', request(), headers);
    expect(first.status).toBe(200);
    expect(second).toMatchObject({ status: 200, body: first.body });
  });

  test('B8 twenty at once are one booking, and all get its answer', async () => {
    const headers = key();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api.send('bookAppointment', request(), headers)),
    );
    expect(new Set(answers.map((one) => one.status))).toEqual(new Set([200]));
    expect(new Set(answers.map((one) => JSON.stringify(one.body))).size).toBe(1);
  });

  test('B8 a refusal is repeated too, and other content under the key is refused', async () => {
    await book();
    const headers = key();
    const first = await api.send('bookAppointment', request(), headers);
    const second = await api.send('bookAppointment', request(), headers);
    expect(first.status).toBe(409);
    expect(second).toMatchObject({ status: 409, body: first.body });
    const other = request({ startsAt: sunday + hourMs });
    expect(await api.send('bookAppointment', other, headers)).toMatchObject({
      status: 422,
      body: { error: { code: 'IDEMPOTENCY_KEY_REUSED' } },
    });
  });

  test('B8 a key is one person’s: another’s is another', async () => {
    const headers = key();
    await api.send('bookAppointment', request(), headers);
    const other = await clocked.fixtures.psychologist();
    await keepSignedIn(clocked.fixtures);
    await openCalendar(clocked.fixtures, other);
    const answer = await clocked
      .api(other.cookie)
      .send(
        'bookAppointment',
        { ...request(), psychologistId: other.psychologistId, attendees: [] },
        headers,
      );
    expect(answer.status).toBe(200);
  });
});

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
    const view = await clocked.app.appointments.clientView(clientId, appointmentId);
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
        .where('client_id', '=', clientId)
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

describe('what pages and days show of it', () => {
  test('S9 a page in the waiting room sees a new time and a new form at once', async () => {
    const { token, sessionId } = await clocked.fixtures.appointment({ psychologist: anna });
    const startsAt = instant('2027-03-22T08:10:00Z');
    await clocked.fixtures.change(
      `UPDATE appointments SET during = tstzrange($2, $3), blocked = tstzrange($2, $3) WHERE id = $1`,
      [sessionId, new Date(startsAt), new Date(startsAt + 50 * 60_000)],
    );
    await clocked.fixtures.change(
      `UPDATE participants SET during = tstzrange($2, $3) WHERE appointment_id = $1`,
      [sessionId, new Date(startsAt), new Date(startsAt + 50 * 60_000)],
    );
    const entry = await clocked.api().call('openInvitation', { token });
    const page = await PageSocket.open(clocked.origin, entry.ticket);
    const { session } = await page.join(entry);
    expect(session).toMatchObject({ startsAt, modality: 'video' });
    await api.call('moveAppointment', { appointmentId: sessionId, startsAt: startsAt + hourMs });
    const moved = await page.notice('session:changed', (one) => one.startsAt !== startsAt);
    expect(moved.startsAt).toBe(startsAt + hourMs);
    expect(moved.version).toBeGreaterThan(session.version);
    expect(moved.phase).toBe('scheduled');
    await api.call('changeModality', { appointmentId: sessionId, modality: 'chat' });
    const changed = await page.notice('session:changed', (one) => one.modality === 'chat');
    expect(changed.version).toBeGreaterThan(moved.version);
    page.close();
  });

  test('the day has appointments in the office, and a group that nobody has joined yet', async () => {
    const office = await book({ modality: 'office', startsAt: instant('2027-03-22T11:00:00Z') });
    const group = await book({
      startsAt: instant('2027-03-22T13:00:00Z'),
      attendees: [],
      seats: 4,
    });
    const { appointments } = await api.call('day', {});
    expect(appointments).toEqual([
      expect.objectContaining({
        sessionId: office.appointmentId,
        modality: 'office',
        phase: 'scheduled',
        address: 'ul. Lipowa 12, Gdańsk',
      }),
      expect.objectContaining({ sessionId: group.appointmentId, people: [] }),
    ]);
  });

  test('a calendar spans 62 days at most', async () => {
    const dayMs = 24 * hourMs;
    const ask = (days: number) =>
      api.send('calendar', {
        psychologistId: anna.psychologistId,
        from: sunday,
        to: sunday + days * dayMs,
      });
    expect((await ask(62)).status).toBe(200);
    expect((await ask(63)).status).toBe(400);
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
        byName: anna.displayName,
        from: null,
        to: sunday,
      },
      {
        at: instant('2027-03-22T09:00:00Z'),
        kind: 'moved',
        by: 'psychologist',
        byName: anna.displayName,
        from: sunday,
        to: sunday + hourMs,
      },
      expect.objectContaining({ kind: 'modality-changed', by: 'client', byName: null }),
      expect.objectContaining({ kind: 'cancelled', by: 'client', from: sunday + hourMs }),
    ]);
  });
});
