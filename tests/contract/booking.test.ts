import { describe, expect, test } from 'vitest';
import { instant } from '../support/ClockedApp.ts';
import { PageSocket } from '../support/PageSocket.ts';
import { keepSignedIn, openCalendar } from '../support/practice.ts';
import { useClockedPractice } from '../support/useClockedPractice.ts';

/** Booking one appointment, over HTTP and real rows. */
/** A Sunday, 12:00 in Warsaw: that night the clocks went forward. */
const sunday = instant('2027-03-28T10:00:00Z');
const hourMs = 60 * 60_000;
const practice = await useClockedPractice('2027-03-22T08:00:00Z', sunday);
const { clocked, api, request, book, offered } = practice;

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
      people: [{ clientId: practice.clientId, role: 'client', declined: false }],
    });
    expect(await offered(sunday)).toBe(false);
    const calendar = await api.call('calendar', {
      psychologistId: practice.anna.psychologistId,
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
      practice.anna.practiceId,
      other.psychologistId,
    ]);
    await openCalendar(clocked.fixtures, { ...other, practiceId: practice.anna.practiceId });
    await book({ psychologistId: other.psychologistId });
    const refusal = await api.refusal(
      'bookAppointment',
      request({
        startsAt: sunday,
        attendees: [
          { role: 'partner', client: { displayName: 'Jan Nowy', language: 'pl' } },
          { role: 'partner', client: { clientId: practice.clientId } },
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

describe('what pages and days show of it', () => {
  test('S9 a page in the waiting room sees a new time and a new form at once', async () => {
    const { token, sessionId } = await clocked.fixtures.appointment({
      psychologist: practice.anna,
    });
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
        psychologistId: practice.anna.psychologistId,
        from: sunday,
        to: sunday + days * dayMs,
      });
    expect((await ask(62)).status).toBe(200);
    expect((await ask(63)).status).toBe(400);
  });
});
