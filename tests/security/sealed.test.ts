import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inDays, otherThan } from '../support/Applicant.ts';
import { ClockedApp } from '../support/ClockedApp.ts';
import { NoticeScene } from '../support/NoticeScene.ts';
import { useIntakeStack } from '../support/useIntakeStack.ts';

const { used, catcher, applicant, psychologist } = await useIntakeStack();
let scene: NoticeScene;

beforeAll(() => {
  scene = new NoticeScene(used.stack);
});
afterAll(async () => {
  await scene?.close();
});

/** Everything that was ever written down: tables, queued jobs, and what the processes said. */
async function everything(): Promise<string> {
  return `${await used.fixtures.dump()}\n${await scene.queued()}\n${used.stack.output}`;
}

// Mails go to a real SMTP server here. A practice without one keeps them in its table, with the address
// they are for: that demo mail box is no place for real people, and is not looked at.
test('V1 X5 after a whole intake nothing that was said or how to reach anybody is readable anywhere', async () => {
  const { psychologistId } = await psychologist();
  const person = applicant('tajny.adres@reader.test');
  const said = {
    reason: 'Niewypowiedziane słowa 4711',
    phone: '+48 611 222 333',
    guardians: [
      {
        displayName: 'Opiekunka Niewymieniona',
        email: 'opiekunka@reader.test',
        phone: '+48 644 555 666',
        mayConsent: true,
        courtNote: 'Postanowienie sądu IV Nsm 99',
      },
    ],
  };
  const view = await person.book(psychologistId, inDays(3), {
    ...said,
    forWhom: 'my-child',
    child: { displayName: 'Zosia', ageYears: 9 },
    phoneIsSafe: true,
  });
  await person.api.call('requestClientCode', { email: person.email });
  const { code } = await person.readCode();
  await person.api.call('verifyClient', { email: person.email, code });
  // Faults are logged too, and must not quote.
  await person.api.refusal('confirmIntake', { code: 'Niewypowiedziane' as string });

  const text = await everything();
  expect(text).toContain(view.intakeId);
  const [guardian] = said.guardians;
  for (const secret of [
    'Niewypowiedziane',
    person.email,
    'tajny.adres',
    said.phone,
    '611 222',
    'opiekunka@',
    'Niewymieniona',
    guardian?.phone ?? '',
    'Nsm 99',
    used.stack.secrets.vault,
  ]) {
    expect(text, secret).not.toContain(secret);
    // A database shows bytes as hexadecimal digits.
    expect(text, secret).not.toContain(Buffer.from(secret).toString('hex'));
  }
});

describe('K6 guessing', () => {
  async function withCode() {
    const { psychologistId } = await psychologist();
    const person = applicant();
    await person.start();
    await person.answer();
    await person.hold(psychologistId, inDays(3));
    return { person, code: (await person.code()).code };
  }

  test('K6 after five wrong codes the right one is worth nothing; a new one is', async () => {
    const { person, code } = await withCode();
    for (let guess = 0; guess < 5; guess += 1) {
      const refusal = await person.api.refusal('confirmIntake', { code: otherThan(code) });
      expect(refusal.code).toBe('CODE_WRONG');
    }
    expect((await person.api.refusal('confirmIntake', { code })).code).toBe('CODE_WRONG');
    const { code: fresh } = await person.code();
    const view = await person.api.call('confirmIntake', { code: fresh });
    expect(view.confirmed?.status).toBe('confirmed');
  });

  test('K6 twenty guesses at once are no more than five', async () => {
    const { person, code } = await withCode();
    await Promise.all(
      Array.from({ length: 20 }, () =>
        person.api.refusal('confirmIntake', { code: otherThan(code) }),
      ),
    );
    expect((await person.api.refusal('confirmIntake', { code })).code).toBe('CODE_WRONG');
  });

  test('K6 a code of somebody else’s intake, an old one and a used one open nothing', async () => {
    const { person, code } = await withCode();
    const other = await withCode();
    expect((await other.person.api.refusal('confirmIntake', { code })).code).toBe('CODE_WRONG');
    const { code: newer } = await person.code();
    if (newer !== code) {
      expect((await person.api.refusal('confirmIntake', { code })).code).toBe('CODE_WRONG');
    }
    await used.fixtures.change("UPDATE mailed_codes SET expires_at = now() - interval '1 second'");
    expect((await person.api.refusal('confirmIntake', { code: newer })).code).toBe('CODE_WRONG');
  });

  test('K6 an address is sent five codes an hour, whoever asks', async () => {
    const victim = 'flooded@reader.test';
    for (let count = 0; count < 5; count += 1) {
      const person = applicant(victim);
      await person.start();
      await person.answer();
      await person.api.call('sendIntakeCode', {});
    }
    const person = applicant(victim);
    await person.start();
    await person.answer();
    expect((await person.api.refusal('sendIntakeCode', {})).code).toBe('TOO_MANY_REQUESTS');
  });
});

test('K6 a mail scanner that opens every address in every way changes nothing', async () => {
  const person = applicant();
  await person.start();
  await person.answer();
  const { token } = await person.code();
  const scanner = applicant().api;
  for (const path of [
    `/intake#${token}`,
    `/intake?token=${token}`,
    '/api/intake/resume',
    `/api/intake/resume?token=${token}`,
    '/api/intake/confirm',
    '/api/client/verify',
  ]) {
    for (const method of ['GET', 'HEAD']) await scanner.raw(path, { method });
  }
  expect(scanner.cookie).toBeUndefined();
  const answer = await scanner.raw('/api/intake/resume', {
    method: 'POST',
    body: JSON.stringify({ token }),
    headers: { origin: 'https://scanner.example' },
  });
  expect(answer.status).toBe(403);
  expect((await person.api.call('intake', {})).emailProved).toBe(false);
  const phone = applicant(person.email);
  expect((await phone.api.call('resumeIntake', { token })).emailProved).toBe(true);
});

describe('A6 nobody learns who is a client here', () => {
  test('A6 asking for a code answers the same, in the same time, for every address', async () => {
    const { psychologistId } = await psychologist();
    const known = applicant();
    await known.book(psychologistId, inDays(3));
    const answers = [];
    for (const email of [known.email, 'nobody@reader.test']) {
      const { api } = applicant();
      const began = performance.now();
      const { status, body } = await api.send('requestClientCode', { email });
      answers.push({ status, body, cookie: api.cookie });
      // The work is done within the time that every answer takes.
      expect(performance.now() - began).toBeGreaterThan(290);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({ status: 200, body: {} });
    await known.readCode();
    expect(catcher.to('nobody@reader.test')).toEqual([]);
  });

  test('A6 limits and wrong codes are the same for strangers', async () => {
    const { psychologistId } = await psychologist();
    const known = applicant();
    await known.book(psychologistId, inDays(3));
    for (const email of [known.email, 'stranger@reader.test']) {
      const { api } = applicant();
      const wrong = await api.refusal('verifyClient', { email, code: '000000' });
      expect(wrong).toMatchObject({ code: 'CODE_WRONG', status: 403 });
      for (let count = 0; count < 5; count += 1) await api.call('requestClientCode', { email });
      expect((await api.refusal('requestClientCode', { email })).code).toBe('TOO_MANY_REQUESTS');
    }
  });

  test('A6 a partner’s address that is a client’s already leads to no record of theirs', async () => {
    const { psychologistId } = await psychologist();
    const known = applicant();
    await known.book(psychologistId, inDays(3));
    // At the very same time with somebody else: were it their record, PARTICIPANT_BUSY would tell.
    const other = await psychologist();
    const stranger = applicant();
    const view = await stranger.book(other.psychologistId, inDays(3), {
      forWhom: 'us-two',
      others: [{ displayName: 'Ktoś', email: known.email }],
    });
    expect(view.confirmed?.status).toBe('confirmed');
  });
});

test('V3 an intake that is left alone for a day is deleted, with its key and the time it kept', async () => {
  const server = await ClockedApp.start('2027-03-01T10:00:00Z');
  try {
    const api = server.api();
    await server.database
      .insertInto('practices')
      .values({
        name: 'Practice under test',
        language: 'en',
        zone: 'Europe/Warsaw',
        country: 'PL',
        created_at: new Date(server.now),
      })
      .execute();
    const begin = { language: 'en', zone: 'Europe/Warsaw' } as const;
    const { intakeId, keptUntil } = await api.call('startIntake', begin);
    expect(keptUntil).toBe(server.now + 24 * 60 * 60_000);
    server.at('2027-03-01T20:00:00Z');
    await api.call('saveIntake', { answers: { reason: 'For a day.' } });
    const left = async () =>
      server.fixtures.rows(
        `SELECT k.wrapped IS NOT NULL AS readable, k.destroyed_at IS NOT NULL AS destroyed,
           (SELECT count(*)::int FROM intakes WHERE id = $1) AS intakes FROM vault_keys k`,
        [intakeId],
      );
    server.at('2027-03-02T19:59:59Z');
    await server.app.intake.intakes.sweep();
    expect(await left()).toEqual([{ readable: true, destroyed: false, intakes: 1 }]);
    server.at('2027-03-02T20:00:00Z');
    await server.app.intake.intakes.sweep();
    expect(await left()).toEqual([{ readable: false, destroyed: true, intakes: 0 }]);
  } finally {
    await server.stop();
  }
});
