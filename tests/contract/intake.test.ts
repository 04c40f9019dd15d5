import { describe, expect, test } from 'vitest';
import { Api } from '../support/Api.ts';
import { inDays } from '../support/Applicant.ts';
import { useIntakeStack } from '../support/useIntakeStack.ts';

const stack = await useIntakeStack();
const { used, applicant, psychologist } = stack;
const rows = <T extends object>(statement: string, values: unknown[] = []) =>
  used.fixtures.rows<T>(statement, values);

describe('the answers', () => {
  test('K6 belong to the browser: another one has no intake, the same one goes on with its own', async () => {
    const person = applicant();
    expect((await person.api.refusal('intake', {})).code).toBe('NOT_FOUND');
    const begun = await person.start();
    expect(begun.answers).toEqual({});
    await person.api.call('saveIntake', { answers: { reason: 'I cannot sleep.' } });
    const again = await person.start();
    expect(again.intakeId).toBe(begun.intakeId);
    expect(again.answers).toEqual({ reason: 'I cannot sleep.' });
    expect((await applicant().api.refusal('intake', {})).code).toBe('NOT_FOUND');
  });

  test('K3 no form is preselected; K5 the texts are those of the chosen form, in the chosen language', async () => {
    const person = applicant();
    const begun = await person.start();
    expect(begun.answers.modality).toBeUndefined();
    expect(begun.consentTexts).toEqual([]);
    const { consentTexts } = await person.api.call('saveIntake', {
      answers: { modality: 'chat', language: 'uk' },
    });
    expect(consentTexts).toMatchObject([{ modality: 'chat', language: 'uk', version: 1 }]);
  });

  test('X1 a zone that does not exist is refused', async () => {
    const refusal = await applicant().api.refusal('startIntake', {
      language: 'en',
      zone: 'Europe/Nowhere',
    });
    expect(refusal).toMatchObject({ code: 'INVALID_INPUT', fields: ['zone'] });
  });

  test('V3 forgetting deletes them, lets the time go and destroys the key', async () => {
    const { psychologistId } = await psychologist();
    const person = applicant();
    await person.start();
    const { intakeId } = await person.api.call('saveIntake', { answers: { reason: 'Secret.' } });
    await person.hold(psychologistId, inDays(3));
    const [key] = await rows<{ id: string }>(
      'SELECT vault_key_id AS id FROM intakes WHERE id = $1',
      [intakeId],
    );
    await person.api.call('forgetIntake', {});
    expect(await rows('SELECT wrapped FROM vault_keys WHERE id = $1', [key?.id])).toEqual([
      { wrapped: null },
    ]);
    expect((await person.api.refusal('intake', {})).code).toBe('NOT_FOUND');
    expect(await rows('SELECT 1 FROM intakes WHERE id = $1', [intakeId])).toEqual([]);
    expect(
      await rows("SELECT 1 FROM appointments WHERE psychologist_id = $1 AND status = 'hold'", [
        psychologistId,
      ]),
    ).toEqual([]);
  });
});

describe('a time is kept', () => {
  test('B7 choosing another one lets the first go', async () => {
    const { psychologistId } = await psychologist();
    const person = applicant();
    await person.start();
    const first = await person.hold(psychologistId, inDays(3));
    expect(first.held.expiresAt - Date.now()).toBeGreaterThan(9 * 60_000);
    const second = await person.hold(psychologistId, inDays(4));
    expect((await person.api.call('intake', {})).held?.startsAt).toBe(second.held.startsAt);
    const rival = applicant();
    await rival.start();
    const { held } = await rival.hold(psychologistId, inDays(3));
    expect(held.startsAt).toBe(first.held.startsAt);
    const taken = await rival.api.refusal('holdOpening', {
      psychologistId,
      startsAt: inDays(4),
      modality: 'video',
    });
    expect(taken.code).toBe('OPENING_TAKEN');
    await person.api.call('releaseHold', {});
    expect((await person.api.call('intake', {})).held).toBeNull();
  });

  test('a form that the psychologist does not offer is refused', async () => {
    const { psychologistId } = await psychologist({ modalities: ['audio'] });
    const person = applicant();
    await person.start();
    const refusal = await person.api.refusal('holdOpening', {
      psychologistId,
      startsAt: inDays(3),
      modality: 'video',
    });
    expect(refusal.code).toBe('MODALITY_NOT_OFFERED');
  });

  test('only who was invited books with whom only they may; the invitation serves one booking', async () => {
    const { psychologistId, cookie } = await psychologist({ policy: { whoMayBook: 'invited' } });
    const stranger = applicant();
    await stranger.start();
    const wish = { psychologistId, startsAt: inDays(3), modality: 'video' as const };
    expect((await stranger.api.refusal('holdOpening', wish)).code).toBe('BOOKING_NOT_OPEN');

    const guest = applicant();
    await new Api(used.stack.origin(), cookie).call('inviteToBook', {
      psychologistId,
      email: guest.email,
      language: 'en',
    });
    const token = /#([A-Za-z0-9_-]{27})/.exec(await guest.nextMail())?.[1] ?? '';
    expect((await guest.start(token)).invitedBy).toBe(psychologistId);
    await guest.answer();
    await guest.hold(psychologistId, inDays(3));
    const { code } = await guest.code();
    expect((await guest.api.call('confirmIntake', { code })).confirmed?.status).toBe('confirmed');
    const late = await applicant().api.refusal('startIntake', {
      language: 'en',
      zone: 'Europe/Warsaw',
      bookingToken: token,
    });
    expect(late.code).toBe('LINK_EXPIRED');
  });

  test('A5 a psychologist invites to their own calendar alone', async () => {
    const one = await psychologist();
    const other = await psychologist();
    const refusal = await new Api(used.stack.origin(), one.cookie).refusal('inviteToBook', {
      psychologistId: other.psychologistId,
      email: 'somebody@reader.test',
      language: 'en',
    });
    expect(refusal.code).toBe('NOT_FOUND');
  });
});

describe('K2 "are you safe to wait?"', () => {
  test.each(['no', 'talk'] as const)(
    'K2 %s without a duty: nothing is noted, booking goes on',
    async (safety) => {
      await used.fixtures.change('UPDATE practices SET duty_staffed = false WHERE id = $1', [
        stack.practiceId,
      ]);
      const { psychologistId } = await psychologist();
      const person = applicant();
      const view = await person.book(psychologistId, inDays(3), { safety });
      expect(view.confirmed?.status).toBe('confirmed');
      expect(view).toMatchObject({ dutyCallBefore: null, dutyAcknowledgedAt: null });
      expect(await rows('SELECT 1 FROM duty_calls WHERE intake_id = $1', [view.intakeId])).toEqual(
        [],
      );
    },
  );
});
