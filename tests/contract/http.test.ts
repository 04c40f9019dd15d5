import { errorBody } from '@gabinet/shared/contracts/errors';
import { http } from '@gabinet/shared/contracts/http';
import { describe, expect, test } from 'vitest';
import { Api } from '../support/Api.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();
const missingId = '00000000-0000-4000-8000-000000000000';

describe('every contract answers in its declared form (X1)', () => {
  test('practice: anyone may read the public face', async () => {
    const practice = await new Api(used.stack.origin()).call('practice', {});
    expect(practice.demo).toBe(true);
    expect(practice.name).not.toBe('');
  });

  test('I2 openInvitation gives the invitation, a ticket and the media capabilities', async () => {
    const psychologist = await used.fixtures.psychologist();
    const appointment = await used.fixtures.appointment({ psychologist });
    const api = new Api(used.stack.origin());
    const entry = await api.call('openInvitation', { token: appointment.token });
    expect(entry.invitation.participantId).toBe(appointment.clientParticipantId);
    expect(entry.invitation.yourName).toBe(appointment.clientName);
    expect(entry.invitation.psychologist.displayName).toBe(psychologist.displayName);
    expect(entry.invitation.session.sessionId).toBe(appointment.sessionId);
    expect(entry.routerRtpCapabilities?.codecs.map((one) => one.mimeType.toLowerCase())).toEqual(
      expect.arrayContaining(['audio/opus', 'video/vp9', 'video/vp8']),
    );
    expect(api.cookie).toBeDefined();
  });

  test('enterSession gives a new ticket to the browser that holds the seat', async () => {
    const psychologist = await used.fixtures.psychologist();
    const { token, sessionId } = await used.fixtures.appointment({ psychologist });
    const api = new Api(used.stack.origin());
    const first = await api.call('openInvitation', { token });
    const second = await api.call('enterSession', { sessionId });
    expect(second.ticket).not.toBe(first.ticket);
    expect(second.invitation.participantId).toBe(first.invitation.participantId);
  });

  test('startSession, day, dayTicket: the psychologist and their day', async () => {
    const psychologist = await used.fixtures.psychologist();
    const { sessionId } = await used.fixtures.appointment({ psychologist, startsInMinutes: 1 });
    const api = new Api(used.stack.origin(), psychologist.cookie);
    const entry = await api.call('startSession', { sessionId });
    expect(entry.invitation.session.you.role).toBe('psychologist');
    const day = await api.call('day', {});
    expect(day.psychologist.psychologistId).toBe(psychologist.psychologistId);
    expect(day.appointments.map((one) => one.sessionId)).toEqual([sessionId]);
    expect((await api.call('dayTicket', {})).ticket).not.toBe('');
  });

  test('signOut ends the session behind the cookie, on the server too', async () => {
    const psychologist = await used.fixtures.psychologist();
    const api = new Api(used.stack.origin(), psychologist.cookie);
    await api.call('signOut', {});
    const again = new Api(used.stack.origin(), psychologist.cookie);
    expect((await again.refusal('day', {})).code).toBe('SIGN_IN_REQUIRED');
  });

  test('demoSignIn and demoMails: the demo practice and its mail box', async () => {
    const api = new Api(used.stack.origin());
    const token = new URL(used.stack.links().psychologist).hash.slice(1);
    await api.call('demoSignIn', { token });
    const { appointments } = await api.call('day', {});
    expect(appointments.length).toBeGreaterThan(0);
    const { mails } = await api.call('demoMails', {});
    expect(mails[0]?.text).toContain('/j#');
  });
});

describe('every error has the one coded body', () => {
  const refused = [
    ['INVALID_INPUT', 400, 'openInvitation', { token: 'too short' }],
    ['INVITATION_INVALID', 404, 'openInvitation', { token: 'A'.repeat(27) }],
    ['SIGN_IN_REQUIRED', 401, 'enterSession', { sessionId: missingId }],
    ['SIGN_IN_REQUIRED', 401, 'startSession', { sessionId: missingId }],
    ['SIGN_IN_REQUIRED', 401, 'day', {}],
    ['SIGN_IN_REQUIRED', 401, 'dayTicket', {}],
  ] as const;
  test.each(refused)('%s (%i) from %s', async (code, status, name, input) => {
    const refusal = await new Api(used.stack.origin()).refusal(name, input);
    expect(refusal).toMatchObject({ code, status });
    expect(refusal.message).not.toBe('');
  });

  test('INVALID_INPUT names the field and never echoes what was sent', async () => {
    const refusal = await new Api(used.stack.origin()).refusal('openInvitation', {
      token: '<script>alert(1)</script>',
    });
    expect(refusal.fields).toEqual(['token']);
    expect(JSON.stringify(refusal)).not.toContain('script');
  });

  test('a body that is no JSON, or no object, is INVALID_INPUT', async () => {
    const api = new Api(used.stack.origin());
    for (const body of ['{', '[]', '"text"', 'null']) {
      const answer = await api.raw(http.openInvitation.path, { method: 'POST', body });
      expect(answer.status, body).toBe(400);
      expect(errorBody.parse(answer.body).error.code, body).toBe('INVALID_INPUT');
    }
  });

  test('NOT_FOUND for unknown addresses and methods under /api', async () => {
    const api = new Api(used.stack.origin());
    for (const [method, path] of [
      ['GET', '/api/nothing'],
      ['GET', '/api'],
      ['POST', '/api/practice'],
      ['DELETE', '/api/day'],
    ] as const) {
      const answer = await api.raw(path, { method, headers: { origin: api.origin } });
      expect(answer.status, `${method} ${path}`).toBe(404);
      expect(errorBody.parse(answer.body).error.code).toBe('NOT_FOUND');
    }
  });

  test('a malformed address is refused with the same body', async () => {
    const answer = await new Api(used.stack.origin()).raw('/api/sessions/%E0%A4%A/enter', {
      method: 'POST',
      body: '{}',
    });
    expect(answer.status).toBeLessThan(500);
    expect(errorBody.safeParse(answer.body).success).toBe(true);
  });
});

describe('what operators ask', () => {
  test('/healthz and /readyz answer 200, /metrics in the Prometheus form', async () => {
    const api = new Api(used.stack.origin());
    expect((await api.raw('/healthz')).status).toBe(200);
    expect((await api.raw('/readyz')).status).toBe(200);
    const metrics = await api.raw('/metrics');
    expect(metrics.status).toBe(200);
    expect(String(metrics.body)).toMatch(/^# HELP /m);
  });
});
