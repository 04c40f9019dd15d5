import { beforeAll, expect, test } from 'vitest';
import { Colleague } from '../support/Colleague.ts';
import { invite } from '../support/staffMail.ts';
import { useStack } from '../support/useStack.ts';

/** Those whom the owner invites: how they come in, and how their access ends. */
const used = useStack({ demo: false, environment: { TRUSTED_PROXIES: '1' } });
let owner: Colleague;

const arrive = () => Colleague.at(used.stack);

beforeAll(async () => {
  owner = arrive();
  await owner.enrol(used.stack.ownerToken(), { email: 'owner@example.org' });
});

test('A2 an invited psychologist gets an account and a calendar; the mail holds a link that works once', async () => {
  const token = await invite(owner, used.fixtures, 'anna@example.org', 'psychologist');
  const anna = arrive();
  // An offset is no zone: it would not know of summer time.
  const offset = anna.enrol(token, { displayName: 'Anna Nowak', zone: '+02:00' });
  await expect(offset).rejects.toThrow('INVALID_INPUT');
  await anna.enrol(token, { displayName: 'Anna Nowak' });
  const account = await anna.api.call('account', {});
  expect(account).toMatchObject({ roles: ['psychologist'], email: 'anna@example.org' });
  expect((await anna.api.call('day', {})).psychologist.displayName).toBe('Anna Nowak');
  expect((await arrive().api.refusal('beginEnrolment', { token })).code).toBe('LINK_EXPIRED');
});

test('A2 a revoked invitation, and one that a newer one replaced, open nothing', async () => {
  const first = await invite(owner, used.fixtures, 'ewa@example.org', 'psychologist');
  const { invitations } = await owner.api.call('staff', {});
  const waiting = invitations.find(({ email }) => email === 'ewa@example.org');
  await owner.api.call('revokeStaffInvitation', { invitationId: waiting?.invitationId ?? '' });
  expect((await arrive().api.refusal('beginEnrolment', { token: first })).code).toBe(
    'LINK_EXPIRED',
  );
  const refusal = await owner.api.refusal('revokeStaffInvitation', {
    invitationId: waiting?.invitationId ?? '',
  });
  expect(refusal.code).toBe('NOT_FOUND');
});

test('A2 an invitation that is older than seven days opens nothing', async () => {
  const token = await invite(owner, used.fixtures, 'late@example.org', 'psychologist');
  await used.fixtures.change(
    "UPDATE staff_invitations SET expires_at = expires_at - interval '7 days' WHERE used_at IS NULL",
  );
  expect((await arrive().api.refusal('beginEnrolment', { token })).code).toBe('LINK_EXPIRED');
});

test('A2 two who click one link at once: one gets in', async () => {
  const token = await invite(owner, used.fixtures, 'race@example.org', 'coordinator');
  const people = [arrive(), arrive(), arrive()];
  const results = await Promise.allSettled(people.map((one) => one.enrol(token)));
  expect(results.filter(({ status }) => status === 'fulfilled').length).toBe(1);
});

test('A5 a coordinator has an account, and the staff is not theirs to see or change', async () => {
  const token = await invite(owner, used.fixtures, 'coordinator@example.org', 'coordinator');
  const coordinator = arrive();
  await coordinator.enrol(token, { displayName: 'Kora' });
  expect((await coordinator.api.call('account', {})).roles).toEqual(['coordinator']);
  const { staffId } = await owner.api.call('account', {});
  const person = { email: 'x@example.org', displayName: 'X', language: 'en' } as const;
  const refusals = [
    await coordinator.api.refusal('staff', {}),
    await coordinator.api.refusal('inviteStaff', { ...person, role: 'psychologist' }),
    await coordinator.api.refusal('deactivateStaff', { staffId }),
  ];
  expect(refusals.map(({ code }) => code)).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
});

test('A5 ended access is ended at once and everywhere; the last owner stays', async () => {
  const leaving = arrive();
  await leaving.enrol(await invite(owner, used.fixtures, 'leaving@example.org', 'psychologist'));
  const { staffId } = await leaving.api.call('account', {});
  await owner.api.call('deactivateStaff', { staffId });
  expect((await leaving.api.refusal('account', {})).code).toBe('SIGN_IN_REQUIRED');
  const { options } = await leaving.api.call('beginSignIn', {});
  const response = leaving.authenticator.get(options);
  expect((await leaving.api.refusal('finishSignIn', { response })).code).toBe('PASSKEY_REFUSED');
  const { staff } = await owner.api.call('staff', {});
  expect(staff.some((one) => one.staffId === staffId)).toBe(false);
  const own = staff.find(({ you }) => you)?.staffId ?? '';
  expect((await owner.api.refusal('deactivateStaff', { staffId: own })).code).toBe('LAST_OWNER');
});
