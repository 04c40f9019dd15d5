import { describe, expect, test } from 'vitest';
import { instant } from '../support/ClockedApp.ts';
import { keepSignedIn, openCalendar } from '../support/practice.ts';
import { useClockedPractice } from '../support/useClockedPractice.ts';

/** Bookings that a page sends again because it heard no answer. */
const start = instant('2027-03-24T10:00:00Z');
const hourMs = 60 * 60_000;
const { clocked, api, request, book } = await useClockedPractice('2027-03-22T08:00:00Z', start);

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
    const other = request({ startsAt: start + hourMs });
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
