import { describe, expect, test } from 'vitest';
import { Api } from '../support/Api.ts';
import { type Applicant, inDays } from '../support/Applicant.ts';
import { readCalendar } from '../support/MailCatcher.ts';
import { useIntakeStack } from '../support/useIntakeStack.ts';

const stack = await useIntakeStack();
const { used, catcher, applicant, psychologist: newPsychologist } = stack;

/** A client with one appointment in three days, signed in to their own page by a mailed code. */
async function client(options: Parameters<typeof newPsychologist>[0] = {}) {
  const psychologist = await newPsychologist(options);
  const person = applicant();
  const { confirmed } = await person.book(psychologist.psychologistId, inDays(3));
  const appointmentId = confirmed?.appointmentIds[0] ?? '';
  await verify(person);
  return { psychologist, person, appointmentId, api: person.api };
}

async function verify(person: Applicant): Promise<void> {
  await person.api.call('requestClientCode', { email: person.email });
  const { code } = await person.readCode();
  await person.api.call('verifyClient', { email: person.email, code });
}

describe('A6 a client’s own page', () => {
  test('A6 opens by a mailed code, with another cookie than before', async () => {
    const psychologist = await newPsychologist();
    const person = applicant();
    const { confirmed } = await person.book(psychologist.psychologistId, inDays(3));
    expect((await person.api.refusal('clientPage', {})).code).toBe('SIGN_IN_REQUIRED');
    const before = person.api.cookie;
    await verify(person);
    expect(person.api.cookie).not.toBe(before);
    const page = await person.api.call('clientPage', {});
    expect(page).toMatchObject({
      displayName: 'Adam Pytający',
      language: 'en',
      psychologists: [
        { psychologistId: psychologist.psychologistId, displayName: psychologist.displayName },
      ],
    });
    expect(page.appointments.map((one) => one.appointmentId)).toEqual(confirmed?.appointmentIds);
    expect(page.appointments[0]).toMatchObject({ status: 'confirmed', modality: 'video' });
    expect((await new Api(used.stack.origin(), before).refusal('clientPage', {})).code).toBe(
      'SIGN_IN_REQUIRED',
    );
  });

  test('A6 a forwarded invitation opens its appointment and not the page', async () => {
    const { person, appointmentId } = await client();
    const mails = catcher.to(person.email).map(({ text }) => text);
    const token = mails.map((text) => /\/j#([A-Za-z0-9_-]{27})/.exec(text)?.[1]).find(Boolean);
    const friend = new Api(used.stack.origin(), undefined, '10.9.0.1');
    const entry = await friend.call('openInvitation', { token: token ?? '' });
    expect(entry.invitation.session.sessionId).toBe(appointmentId);
    expect((await friend.refusal('clientPage', {})).code).toBe('SIGN_IN_REQUIRED');
    expect((await friend.refusal('clientCancel', { appointmentId })).code).toBe('SIGN_IN_REQUIRED');
    expect(
      (await friend.raw(`/api/client/appointments/${appointmentId}/calendar.ics`)).status,
    ).toBe(401);
  });

  test('A6 after eight hours the code must be mailed again', async () => {
    const { api } = await client();
    await used.fixtures.change(
      "UPDATE browser_sessions SET client_until = client_until - interval '8 hours' WHERE client_id IS NOT NULL",
    );
    expect((await api.refusal('clientPage', {})).code).toBe('SIGN_IN_REQUIRED');
  });

  test('I3 another client’s appointment is not there, whatever is asked of it', async () => {
    const { appointmentId } = await client();
    const { api } = await client();
    const startsAt = inDays(5);
    for (const refusal of [
      await api.refusal('clientMove', { appointmentId, startsAt }),
      await api.refusal('clientCancel', { appointmentId }),
      await api.refusal('clientModality', { appointmentId, modality: 'chat' }),
      await api.refusal('clientDecline', { appointmentId }),
      await api.refusal('clientJoin', { appointmentId }),
    ]) {
      expect(refusal).toMatchObject({ code: 'NOT_FOUND', status: 404 });
    }
    const file = await api.raw(`/api/client/appointments/${appointmentId}/calendar.ics`);
    expect(file.status).toBe(404);
  });
});

describe('what a client changes', () => {
  test('B10 moves to another opening; B5 not to what is not offered', async () => {
    const { api, appointmentId } = await client();
    const { appointment } = await api.call('clientMove', { appointmentId, startsAt: inDays(6) });
    expect(appointment.startsAt).toBe(inDays(6));
    const night = inDays(6) - 12 * 3_600_000;
    const refusal = await api.refusal('clientMove', { appointmentId, startsAt: night });
    expect(refusal.code).toBe('OPENING_NOT_OFFERED');
    expect(refusal.conflicts?.[0]).toMatchObject({ reason: 'outside' });
  });

  test('changes the form of contact without booking anew', async () => {
    const { api, appointmentId } = await client();
    const { appointment } = await api.call('clientModality', { appointmentId, modality: 'chat' });
    expect(appointment).toMatchObject({ appointmentId, modality: 'chat' });
  });

  test.each([
    ['in time', 60, 'cancelled'],
    ['later', 14 * 24 * 60, 'late_cancelled'],
  ] as const)('B11 cancelling %s is told as such', async (_when, cancellationMinutes, status) => {
    const { api, appointmentId } = await client({ policy: { cancellationMinutes } });
    const [before] = (await api.call('clientPage', {})).appointments;
    expect((before?.cancelUntil ?? 0) > Date.now()).toBe(status === 'cancelled');
    const { appointment } = await api.call('clientCancel', { appointmentId });
    expect(appointment.status).toBe(status);
    expect((await api.refusal('clientCancel', { appointmentId })).code).toBe('APPOINTMENT_OVER');
  });

  test('B8 books the next one, once for one Idempotency-Key; only with a psychologist of their own', async () => {
    const { api, psychologist } = await client();
    const { psychologistId } = psychologist;
    const wish = { psychologistId, startsAt: inDays(7), modality: 'audio' as const };
    const headers = { 'idempotency-key': `next-${psychologistId}` };
    const first = await api.send('clientBook', wish, headers);
    const again = await api.send('clientBook', wish, headers);
    expect(first.status).toBe(200);
    expect(again.body).toEqual(first.body);
    expect((await api.call('clientPage', {})).appointments).toHaveLength(2);
    const other = await client();
    const refusal = await api.refusal('clientBook', {
      ...wish,
      psychologistId: other.psychologist.psychologistId,
    });
    expect(refusal.code).toBe('NOT_FOUND');
  });

  test('takes the seat of their own appointment', async () => {
    const { api, appointmentId } = await client();
    const entry = await api.call('clientJoin', { appointmentId });
    expect(entry.invitation).toMatchObject({
      yourName: 'Adam Pytający',
      session: { sessionId: appointmentId, you: { role: 'client' } },
    });
    await api.call('clientModality', { appointmentId, modality: 'office' });
    expect((await api.refusal('clientJoin', { appointmentId })).code).toBe('NOT_FOUND');
  });
});

test('F1 the file for a calendar has the UID of the mails, and nobody’s name', async () => {
  const { api, person, appointmentId } = await client();
  const file = await api.raw(`/api/client/appointments/${appointmentId}/calendar.ics`);
  expect(file.headers.get('content-type')).toMatch(/^text\/calendar/);
  expect(file.headers.get('content-disposition')).toContain('attachment');
  const [event] = readCalendar(String(file.body)).events;
  const mailed = catcher.to(person.email).flatMap(({ calendars }) => calendars)[0]?.events[0];
  const uid = event?.getFirstPropertyValue('uid');
  expect(uid).toBeTruthy();
  expect(uid).toBe(mailed?.getFirstPropertyValue('uid'));
  expect(event?.getFirstPropertyValue('status')).toBe('CONFIRMED');
  expect(String(file.body)).not.toMatch(/Adam|Barbara|reader\.test/);
});

test('R2 the zone that was chosen becomes the client’s, and their mails are in it', async () => {
  const { psychologistId } = await newPsychologist();
  const person = applicant();
  const { confirmed } = await person.book(psychologistId, inDays(3), { zone: 'America/New_York' });
  expect(
    await used.fixtures.rows(
      `SELECT c.zone FROM participants p JOIN clients c ON c.id = p.client_id
       WHERE p.appointment_id = $1`,
      confirmed?.appointmentIds,
    ),
  ).toEqual([{ zone: 'America/New_York' }]);
  expect(await person.nextMail()).toContain('New York');
});
