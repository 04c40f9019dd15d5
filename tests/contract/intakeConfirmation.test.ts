import { describe, expect, test } from 'vitest';
import { type Applicant, inDays, otherThan } from '../support/Applicant.ts';
import { useIntakeStack } from '../support/useIntakeStack.ts';

const stack = await useIntakeStack();
const { used, applicant, psychologist } = stack;
const rows = <T extends object>(statement: string, values: unknown[] = []) =>
  used.fixtures.rows<T>(statement, values);

/** Somebody who has answered and holds a time in three days; only the code is missing. */
async function beforeTheCode(): Promise<Applicant> {
  const { psychologistId } = await psychologist();
  const person = applicant();
  await person.start();
  await person.answer();
  await person.hold(psychologistId, inDays(3));
  return person;
}

describe('confirmation', () => {
  test('K6 the mailed code makes a client and an appointment; a repeat gives the same', async () => {
    const { psychologistId } = await psychologist();
    const person = applicant();
    await person.start();
    await person.answer({ phone: '+48 600 100 200', phoneIsSafe: true, reminders: false });
    const { held } = await person.hold(psychologistId, inDays(3));
    expect((await person.api.call('intake', {})).codeSentTo).toBeNull();
    const { code } = await person.code();
    expect((await person.api.call('intake', {})).codeSentTo).toBe(person.email);
    const view = await person.api.call('confirmIntake', { code });
    expect(view.confirmed).toEqual({ status: 'confirmed', appointmentIds: held.appointmentIds });
    expect((await person.api.call('confirmIntake', { code })).confirmed).toEqual(view.confirmed);
    expect(
      await rows(
        `SELECT p.role, p.display_name, c.reminders, c.discreet, k.given_by FROM participants p
         JOIN clients c ON c.id = p.client_id JOIN consents k ON k.client_id = c.id
         WHERE p.appointment_id = $1`,
        held.appointmentIds,
      ),
    ).toEqual([
      {
        role: 'client',
        display_name: 'Adam Pytający',
        reminders: false,
        discreet: false,
        given_by: 'client',
      },
    ]);
  });

  test('K6 two clicks at once confirm once, and both are told', async () => {
    const person = await beforeTheCode();
    const { code } = await person.code();
    const views = await Promise.all([
      person.api.call('confirmIntake', { code }),
      person.api.call('confirmIntake', { code }),
    ]);
    expect(views[0]?.confirmed?.appointmentIds).toHaveLength(1);
    expect(views[1]?.confirmed).toEqual(views[0]?.confirmed);
  });

  test('approval: the appointment is asked for and waits', async () => {
    const { psychologistId } = await psychologist({ policy: { approval: true } });
    const view = await applicant().book(psychologistId, inDays(3));
    expect(view.confirmed?.status).toBe('requested');
  });

  test('K6 the mailed link brings the answers to another browser, once, and proves the address', async () => {
    const person = await beforeTheCode();
    const { token } = await person.code();
    const phone = applicant(person.email);
    await phone.start();
    const view = await phone.api.call('resumeIntake', { token });
    expect(view).toMatchObject({ emailProved: true, answers: { displayName: 'Adam Pytający' } });
    expect((await person.api.refusal('intake', {})).code).toBe('NOT_FOUND');
    // Clicked again in the same browser it still leads back; in a third one it is used.
    await phone.api.call('resumeIntake', { token });
    expect((await applicant().api.refusal('resumeIntake', { token })).code).toBe('LINK_EXPIRED');
    expect((await phone.api.call('confirmIntake', {})).confirmed?.status).toBe('confirmed');
  });

  test('K6 a code proves its own address: after another one was typed it is worth nothing', async () => {
    const { psychologistId } = await psychologist();
    const person = applicant();
    await person.start();
    const answers = await person.answer();
    await person.hold(psychologistId, inDays(3));
    const { code } = await person.code();
    await person.api.call('saveIntake', { answers: { ...answers, email: 'other@reader.test' } });
    expect((await person.api.refusal('confirmIntake', { code })).code).toBe('CODE_WRONG');
    expect((await person.api.refusal('confirmIntake', {})).code).toBe('CODE_WRONG');
  });

  test('B7 what was not confirmed in time is free again; the answers stay, another time can be chosen', async () => {
    const { psychologistId } = await psychologist();
    const person = applicant();
    await person.start();
    await person.answer();
    const { held } = await person.hold(psychologistId, inDays(3));
    const { code } = await person.code();
    await used.fixtures.change(
      "UPDATE appointments SET hold_expires_at = now() - interval '1 second' WHERE id = $1",
      held.appointmentIds,
    );
    expect((await person.api.refusal('confirmIntake', { code })).code).toBe('HOLD_EXPIRED');
    await person.hold(psychologistId, inDays(4));
    expect((await person.api.call('confirmIntake', { code })).confirmed?.status).toBe('confirmed');
  });

  test('what is missing is named, before a code is mailed', async () => {
    const person = applicant();
    await person.start();
    await person.api.call('saveIntake', { answers: { forWhom: 'me', modality: 'video' } });
    expect(await person.api.refusal('sendIntakeCode', {})).toMatchObject({
      code: 'ANSWERS_MISSING',
      fields: ['displayName', 'email', 'ageYears'],
    });
    await person.api.call('saveIntake', {
      answers: {
        forWhom: 'me',
        modality: 'video',
        displayName: 'A',
        email: person.email,
        ageYears: 40,
      },
    });
    expect(await person.api.refusal('sendIntakeCode', {})).toMatchObject({
      code: 'CONSENT_MISSING',
      fields: ['consents'],
    });
  });

  test('who comes again with the same address stays one client, under one key', async () => {
    const { psychologistId } = await psychologist();
    const person = applicant();
    await person.book(psychologistId, inDays(3));
    await person.book(psychologistId, inDays(5), { discreet: true });
    expect(
      await rows(
        `SELECT DISTINCT c.discreet, i.vault_key_id = c.vault_key_id AS "sameKey"
         FROM clients c JOIN intakes i ON i.client_id = c.id
         JOIN participants p ON p.client_id = c.id JOIN appointments a ON a.id = p.appointment_id
         WHERE a.psychologist_id = $1`,
        [psychologistId],
      ),
    ).toEqual([{ discreet: true, sameKey: true }]);
  });

  test('K5 a consent to another form counts for nothing', async () => {
    const person = applicant();
    await person.start();
    const { consents } = await person.answer({ modality: 'chat' });
    await person.api.call('saveIntake', {
      answers: {
        forWhom: 'me',
        modality: 'video',
        displayName: 'A',
        email: person.email,
        ageYears: 40,
        consents,
      },
    });
    expect((await person.api.refusal('sendIntakeCode', {})).code).toBe('CONSENT_MISSING');
  });

  test('letters need no time: the psychologist is told', async () => {
    const made = await psychologist();
    await used.fixtures.change('UPDATE practices SET letter_reply_days = 3 WHERE id = $1', [
      stack.practiceId,
    ]);
    const person = applicant();
    await person.start();
    await person.answer({ modality: 'message' });
    const { code } = await person.code();
    expect(await person.api.refusal('confirmIntake', { code })).toMatchObject({
      code: 'ANSWERS_MISSING',
      fields: ['psychologistId'],
    });
    const view = await person.api.call('confirmIntake', {
      code,
      psychologistId: made.psychologistId,
    });
    expect(view.confirmed).toEqual({ status: 'letters', appointmentIds: [] });
  });
});

describe('who takes part', () => {
  const people = (psychologistId: string) =>
    rows<{ role: string; name: string; record: boolean }>(
      `SELECT p.role, p.display_name AS name, p.client_id IS NOT NULL AS record FROM participants p
       JOIN appointments a ON a.id = p.appointment_id
       WHERE a.psychologist_id = $1 AND p.role <> 'psychologist' ORDER BY p.role, p.display_name`,
      [psychologistId],
    );
  const guardian = { displayName: 'Ewa Opiekunka', mayConsent: true };

  test('K5 a child: the parent is the client of record, the child takes part without a record', async () => {
    const { psychologistId } = await psychologist();
    await applicant().book(psychologistId, inDays(3), {
      forWhom: 'my-child',
      child: { displayName: 'Zosia', ageYears: 9 },
      guardians: [guardian],
    });
    expect(await people(psychologistId)).toEqual([
      { role: 'child', name: 'Zosia', record: false },
      { role: 'parent', name: 'Adam Pytający', record: true },
    ]);
    expect(
      await rows(
        `SELECT k.given_by FROM consents k JOIN participants p ON p.client_id = k.client_id
         JOIN appointments a ON a.id = p.appointment_id WHERE a.psychologist_id = $1`,
        [psychologistId],
      ),
    ).toEqual([{ given_by: 'guardian' }]);
  });

  const refused = [
    [
      'of guardians nobody may consent',
      { displayName: 'Zosia', ageYears: 9 },
      [{ ...guardian, mayConsent: false }],
      ['guardians'],
    ],
    [
      'the minor is old enough to be asked and has not said yes',
      { displayName: 'Zosia', ageYears: 16 },
      [guardian],
      ['child.agrees'],
    ],
  ] as const;
  test.each(refused)('K5 %s: refused', async (_why, child, guardians, fields) => {
    const person = applicant();
    await person.start();
    await person.answer({ forWhom: 'my-child', child, guardians: [...guardians] });
    expect(await person.api.refusal('sendIntakeCode', {})).toMatchObject({
      code: 'CONSENT_MISSING',
      fields: [...fields],
    });
  });

  test('K5 a minor who comes alone needs a guardian, and says yes with them', async () => {
    const { psychologistId } = await psychologist();
    const person = applicant();
    await person.start();
    await person.answer({ ageYears: 16 });
    expect(await person.api.refusal('sendIntakeCode', {})).toMatchObject({
      code: 'ANSWERS_MISSING',
      fields: ['guardians'],
    });
    await person.answer({ ageYears: 16, guardians: [guardian] });
    await person.hold(psychologistId, inDays(3));
    const { code } = await person.code();
    await person.api.call('confirmIntake', { code });
    expect(
      await rows(
        `SELECT k.given_by FROM consents k JOIN participants p ON p.client_id = k.client_id
         JOIN appointments a ON a.id = p.appointment_id WHERE a.psychologist_id = $1 ORDER BY 1`,
        [psychologistId],
      ),
    ).toEqual([{ given_by: 'guardian' }, { given_by: 'minor' }]);
  });

  test('B12 a couple: who has an address gets a record and a mail of their own', async () => {
    const { psychologistId } = await psychologist();
    const partner = applicant();
    await applicant().book(psychologistId, inDays(3), {
      forWhom: 'us-two',
      others: [{ displayName: 'Beata Partnerka', email: partner.email }],
    });
    expect(await people(psychologistId)).toEqual([
      { role: 'client', name: 'Adam Pytający', record: true },
      { role: 'partner', name: 'Beata Partnerka', record: true },
    ]);
    expect(await partner.nextMail()).toContain('/j#');
  });

  test('a family: members without an address take part on somebody’s device', async () => {
    const { psychologistId } = await psychologist();
    await applicant().book(psychologistId, inDays(3), {
      forWhom: 'our-family',
      others: [{ displayName: 'Cezary' }, { displayName: 'Dorota' }],
    });
    expect(await people(psychologistId)).toEqual([
      { role: 'client', name: 'Adam Pytający', record: true },
      { role: 'member', name: 'Cezary', record: false },
      { role: 'member', name: 'Dorota', record: false },
    ]);
  });
});

test('K6 a wrong code costs a try and no more: the right one still confirms', async () => {
  const { psychologistId } = await psychologist();
  const person = applicant();
  await person.start();
  await person.answer();
  await person.hold(psychologistId, inDays(3));
  const { code } = await person.code();
  const wrong = await person.api.refusal('confirmIntake', { code: otherThan(code) });
  expect(wrong.code).toBe('CODE_WRONG');
  expect((await person.api.call('confirmIntake', { code })).confirmed?.status).toBe('confirmed');
});
