import { defaultCrisisContacts } from '@gabinet/shared/care/crisisContacts';
import { defaultPolicy } from '@gabinet/shared/contracts/availability';
import { beforeAll, describe, expect, test } from 'vitest';
import { Api } from '../support/Api.ts';
import { inDays } from '../support/Applicant.ts';
import type { Psychologist } from '../support/fixtures.ts';
import { NoticeScene } from '../support/NoticeScene.ts';
import { PageSocket } from '../support/PageSocket.ts';
import { staff } from '../support/practice.ts';
import { useIntakeStack } from '../support/useIntakeStack.ts';

const stack = await useIntakeStack();
const { used, catcher, applicant } = stack;
let owner: Api;
let coordinator: Api;
let psychologist: Psychologist;

beforeAll(async () => {
  const api = async (options: Parameters<typeof staff>[2]) =>
    new Api(used.stack.origin(), (await staff(used.fixtures, stack.practiceId, options)).cookie);
  owner = await api({ isOwner: true });
  coordinator = await api({ isCoordinator: true });
  psychologist = await stack.psychologist();
  const scene = new NoticeScene(used.stack);
  await scene.reachable(psychologist, { email: 'duty@staff.test' });
  await scene.close();
});

const settings = {
  name: 'Poradnia pod Lipą',
  language: 'pl' as const,
  zone: 'Europe/Warsaw',
  country: 'PL',
  address: 'ul. Lipowa 1',
  phone: '+48 58 000 00 00',
  policy: defaultPolicy,
  minorConsentAge: 15,
  duty: { staffed: true, callWithinMinutes: 30 },
  letterReplyDays: 3,
};

describe('what the owner sets', () => {
  test('is kept, and is the public face at once', async () => {
    expect(await owner.call('savePracticeSettings', settings)).toEqual(settings);
    expect(await owner.call('practiceSettings', {})).toEqual(settings);
    expect(await new Api(used.stack.origin()).call('practice', {})).toMatchObject({
      name: 'Poradnia pod Lipą',
      duty: settings.duty,
      letterReplyDays: 3,
    });
  });

  test('A5 is the owner’s alone', async () => {
    const contacts = [...defaultCrisisContacts];
    for (const api of [coordinator, new Api(used.stack.origin(), psychologist.cookie)]) {
      for (const refusal of [
        await api.refusal('practiceSettings', {}),
        await api.refusal('savePracticeSettings', settings),
        await api.refusal('saveCrisisContacts', { contacts }),
        await api.refusal('consentTexts', {}),
      ]) {
        expect(refusal).toMatchObject({ code: 'NOT_FOUND', status: 404 });
      }
    }
    const nobody = new Api(used.stack.origin());
    expect((await nobody.refusal('practiceSettings', {})).code).toBe('SIGN_IN_REQUIRED');
  });

  test.each([
    ['a zone that does not exist', { zone: 'Europe/Nowhere' }, 'zone'],
    [
      'a duty that says no time',
      { duty: { staffed: true, callWithinMinutes: null } },
      'duty.callWithinMinutes',
    ],
  ])('X1 %s is refused', async (_what, over, field) => {
    const refusal = await owner.refusal('savePracticeSettings', { ...settings, ...over });
    expect(refusal).toMatchObject({ code: 'INVALID_INPUT', fields: [field] });
  });
});

describe('K1 crisis contacts', () => {
  test('K1 are there before anybody set them, every one to be verified', async () => {
    const { contacts, country, verificationDue } = await new Api(used.stack.origin()).call(
      'crisisContacts',
      {},
    );
    expect(verificationDue).toBe(true);
    expect(contacts.every((one) => one.verifiedOn === null)).toBe(true);
    const own = contacts.filter((one) => one.country === country);
    expect(own.map((one) => one.number)).toEqual([
      '112',
      '800 70 2222',
      '116 111',
      '116 123',
      '800 12 12 12',
      '800 12 00 02',
    ]);
  });

  test('K1 ninety days after they were called a warning comes', async () => {
    const daysAgo = (days: number) =>
      new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    const verified = (verifiedOn: string) =>
      defaultCrisisContacts.map((one) => ({ ...one, verifiedOn }));
    const save = (verifiedOn: string) =>
      owner.call('saveCrisisContacts', { contacts: verified(verifiedOn) });
    expect(await save(daysAgo(89))).toEqual({ verificationDue: false });
    expect(await save(daysAgo(92))).toEqual({ verificationDue: true });
    expect(await new Api(used.stack.origin()).call('crisisContacts', {})).toMatchObject({
      verificationDue: true,
      contacts: verified(daysAgo(92)),
    });
  });
});

describe('K5 consent texts', () => {
  test('K5 every form has one in every language to begin with', async () => {
    const { texts } = await owner.call('consentTexts', {});
    expect(texts).toHaveLength(5 * 4);
    expect(texts.every((one) => one.version === 1 && one.text.length > 400)).toBe(true);
    expect(new Set(texts.map((one) => one.text)).size).toBe(20);
  });

  test('K5 a new version is what is asked for from now on; the old one stays', async () => {
    const saved = await owner.call('saveConsentText', {
      modality: 'audio',
      language: 'en',
      title: 'By voice',
      text: 'Ż'.repeat(20_000),
    });
    expect(saved.version).toBe(2);
    const person = applicant();
    await person.start();
    const { consentTexts } = await person.api.call('saveIntake', {
      answers: { modality: 'audio', language: 'en' },
    });
    expect(consentTexts).toMatchObject([{ consentId: saved.consentId, version: 2 }]);
    expect(
      await used.fixtures.rows(
        "SELECT version FROM consent_texts WHERE modality = 'audio' AND language = 'en' ORDER BY 1",
      ),
    ).toEqual([{ version: 1 }, { version: 2 }]);
  });
});

describe('K2 the duty', () => {
  test('K2 is told by mail and on its pages, calls, and the person is told so; booking goes on', async () => {
    await owner.call('savePracticeSettings', settings);
    const staffApi = new Api(used.stack.origin(), psychologist.cookie);
    const { ticket } = await staffApi.call('dayTicket', {});
    const page = await PageSocket.open(staffApi.origin, ticket);
    const person = applicant();
    await person.start();
    await person.answer({
      safety: 'no',
      displayName: 'Nina Niespokojna',
      phone: '+48 600 700 800',
      reason: 'I am afraid of tonight.',
    });
    await page.notice('duty:called');
    const view = await person.api.call('intake', {});
    expect(view.dutyAcknowledgedAt).toBeNull();
    expect((view.dutyCallBefore ?? 0) - Date.now()).toBeGreaterThan(29 * 60_000);
    const [mail] = await catcher.arrived('duty@staff.test');
    expect(`${mail?.subject}${mail?.text}`).not.toMatch(/Nina|600 700|afraid/);

    const { calls } = await coordinator.call('dutyCalls', {});
    const call = calls.find((one) => one.displayName === 'Nina Niespokojna');
    expect(call).toMatchObject({ answer: 'no', phone: '+48 600 700 800', acknowledgedAt: null });
    await staffApi.call('acknowledgeDutyCall', { callId: call?.callId ?? '' });
    expect((await person.api.call('intake', {})).dutyAcknowledgedAt).not.toBeNull();

    await person.hold(psychologist.psychologistId, inDays(3));
    const { code } = await person.code();
    expect((await person.api.call('confirmIntake', { code })).confirmed?.status).toBe('confirmed');
    expect(
      catcher.to('duty@staff.test').filter((one) => one.subject === mail?.subject),
    ).toHaveLength(1);
    page.close();
  });

  test('K2 a "yes" makes no call; a later "yes" takes none back', async () => {
    const person = applicant();
    await person.start();
    const { dutyCallBefore } = await person.api.call('saveIntake', { answers: { safety: 'yes' } });
    expect(dutyCallBefore).toBeNull();
    await person.api.call('saveIntake', { answers: { safety: 'talk' } });
    const view = await person.api.call('saveIntake', { answers: { safety: 'yes' } });
    expect(view.dutyCallBefore).not.toBeNull();
  });

  test('I3 another practice’s duty sees and acknowledges nothing of it', async () => {
    const stranger = await used.fixtures.psychologist('Obca');
    const api = new Api(used.stack.origin(), stranger.cookie);
    expect((await api.call('dutyCalls', {})).calls).toEqual([]);
    const { calls } = await owner.call('dutyCalls', {});
    const refusal = await api.refusal('acknowledgeDutyCall', { callId: calls[0]?.callId ?? '' });
    expect(refusal.code).toBe('NOT_FOUND');
  });
});
