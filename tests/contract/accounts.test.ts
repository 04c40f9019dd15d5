import { expect, test } from 'vitest';
import { Colleague, codeIn } from '../support/Colleague.ts';
import { invite, newestMail } from '../support/staffMail.ts';
import { useStack } from '../support/useStack.ts';

/** The owner's account: how it comes to be, its ways in, and how it is won back. */
const used = useStack({ demo: false, environment: { TRUSTED_PROXIES: '1' } });
const ownerMail = 'owner@example.org';

const arrive = () => Colleague.at(used.stack);

/** Who owns the practice; the codes for paper belong to the first enrolment. */
let owner: Colleague;
let ownerCodes: string[];

test('A2 a link that is unknown opens nothing', async () => {
  const stranger = arrive();
  const refusal = await stranger.api.refusal('beginEnrolment', { token: 'A'.repeat(27) });
  expect(refusal.code).toBe('LINK_EXPIRED');
});

test('A2 each start prints a fresh link and revokes the older ones, until there is an owner', async () => {
  const older = used.stack.ownerToken();
  await used.stack.signaling[0]?.stop();
  await used.stack.signaling[0]?.start();
  expect(used.stack.ownerToken()).not.toBe(older);
  expect((await arrive().api.refusal('beginEnrolment', { token: older })).code).toBe(
    'LINK_EXPIRED',
  );
});

test('A2 looking at the link of the console uses nothing up; an honest passkey makes the owner', async () => {
  const token = used.stack.ownerToken();
  const scanner = arrive();
  await scanner.api.call('beginEnrolment', { token });
  owner = arrive();
  ownerCodes = await owner.enrol(token, { email: ownerMail, alsoPsychologist: true });
  expect(new Set(ownerCodes).size).toBe(10);
  const account = await owner.api.call('account', {});
  expect(account.roles).toEqual(['owner', 'psychologist']);
  expect(account.email).toBe(ownerMail);
  expect(account.browsers).toMatchObject([{ current: true }]);
  expect(account.recoveryCodesLeft).toBe(10);
});

test('A2 the link works once, and no page of the database tells an address or a code', async () => {
  const late = arrive();
  const token = used.stack.ownerToken();
  expect((await late.api.refusal('beginEnrolment', { token })).code).toBe('LINK_EXPIRED');
  const dump = await used.fixtures.dump();
  expect(dump).not.toContain(token);
  expect(dump).not.toContain(ownerMail);
  expect(dump).not.toContain(ownerCodes[0]);
});

test('A1 a sign-in needs no name, rotates the cookie and is listed', async () => {
  const again = owner.elsewhere(used.stack);
  const { options } = await again.api.call('beginSignIn', {});
  const before = again.api.cookie;
  const response = again.authenticator.get(options);
  const signedIn = await again.api.call('finishSignIn', { response });
  expect(signedIn.roles).toEqual(['owner', 'psychologist']);
  expect(again.api.cookie).not.toBe(before);
  const { browsers } = await again.api.call('account', {});
  expect(browsers.length).toBe(2);
  await again.api.call('signOut', {});
  expect((await again.api.refusal('account', {})).code).toBe('SIGN_IN_REQUIRED');
});

test('A3 a challenge is used once, also when the answer was wrong', async () => {
  const again = owner.elsewhere(used.stack);
  const { options } = await again.api.call('beginSignIn', {});
  const response = again.authenticator.get(options);
  await again.api.call('finishSignIn', { response });
  const replay = await again.api.refusal('finishSignIn', { response });
  expect(replay.code).toBe('PASSKEY_REFUSED');

  const second = await again.api.call('beginSignIn', {});
  const wrong = again.authenticator.get(second.options, { origin: 'http://localhost:1' });
  expect((await again.api.refusal('finishSignIn', { response: wrong })).code).toBe(
    'PASSKEY_REFUSED',
  );
  const honest = again.authenticator.get(second.options);
  expect((await again.api.refusal('finishSignIn', { response: honest })).code).toBe(
    'PASSKEY_REFUSED',
  );
});

test('A3 a challenge is for one browser, and for five minutes', async () => {
  const one = owner.elsewhere(used.stack);
  const other = owner.elsewhere(used.stack);
  const { options } = await one.api.call('beginSignIn', {});
  await other.api.call('beginSignIn', {});
  const response = one.authenticator.get(options);
  expect((await other.api.refusal('finishSignIn', { response })).code).toBe('PASSKEY_REFUSED');
  expect((await arrive().api.refusal('finishSignIn', { response })).code).toBe('PASSKEY_REFUSED');
  await used.fixtures.change(
    "UPDATE webauthn_challenges SET expires_at = expires_at - interval '5 minutes'",
  );
  expect((await one.api.refusal('finishSignIn', { response })).code).toBe('PASSKEY_REFUSED');
});

test.for([
  ['another origin', { origin: 'http://localhost:1' }],
  ['a device that asked nobody', { unverified: true }],
  ['a counter that went back', { counter: 1 }],
  ['a challenge of its own', { challenge: 'A'.repeat(43) }],
] as const)('A1 %s is refused', async ([, deviation]) => {
  const again = owner.elsewhere(used.stack);
  const { options } = await again.api.call('beginSignIn', {});
  const response = again.authenticator.get(options, deviation);
  expect((await again.api.refusal('finishSignIn', { response })).code).toBe('PASSKEY_REFUSED');
});

test('A1 one more passkey, and never none: the last one cannot go', async () => {
  const { passkeys } = await owner.api.call('account', {});
  const only = passkeys[0]?.passkeyId ?? '';
  expect((await owner.api.refusal('removePasskey', { passkeyId: only })).code).toBe('LAST_PASSKEY');
  const second = arrive();
  const { options } = await owner.api.call('beginPasskey', {});
  const { passkeyId } = await owner.api.call('finishPasskey', {
    name: 'Key on my ring',
    response: second.authenticator.create(options),
  });
  await second.signIn();
  await owner.api.call('removePasskey', { passkeyId });
  expect((await second.api.refusal('account', {})).code).toBe('SIGN_IN_REQUIRED');
  const anotherOne = await owner.api.refusal('removePasskey', { passkeyId });
  expect(anotherOne.code).toBe('NOT_FOUND');
});

test('A1 what would give an account away needs a sign-in of the last 15 minutes', async () => {
  const again = owner.elsewhere(used.stack);
  await again.signIn();
  await used.fixtures.change(
    "UPDATE browser_sessions SET signed_in_at = signed_in_at - interval '16 minutes'",
  );
  const { staffId } = await again.api.call('account', {});
  const refusals = [
    await again.api.refusal('beginPasskey', {}),
    await again.api.refusal('renewRecoveryCodes', {}),
    await again.api.refusal('deactivateStaff', { staffId }),
  ];
  expect(refusals.map(({ code }) => code)).toEqual(Array(3).fill('SIGN_IN_AGAIN'));
  await again.signIn();
  await again.api.call('beginPasskey', {});
});

test('A1 a sign-in ends after 12 hours, and after 3 without a request', async () => {
  for (const column of ['signed_in_at', 'last_seen_at']) {
    const again = owner.elsewhere(used.stack);
    await again.signIn();
    const { browsers } = await again.api.call('account', {});
    const here = browsers.find(({ current }) => current)?.browserId;
    await used.fixtures.change(
      `UPDATE browser_sessions SET ${column} = ${column} - interval '13 hours' WHERE id = $1`,
      [here],
    );
    expect((await again.api.refusal('account', {})).code).toBe('SIGN_IN_REQUIRED');
  }
});

test('A1 one’s browsers are one’s own to sign out, one or all', async () => {
  const one = owner.elsewhere(used.stack);
  const other = owner.elsewhere(used.stack);
  await one.signIn();
  await other.signIn();
  const listed = (await one.api.call('account', {})).browsers.find(({ current }) => current);
  const browserId = listed?.browserId ?? '';
  const stranger = arrive();
  await stranger.enrol(await invite(owner, used.fixtures, 'stranger@example.org', 'psychologist'));
  expect((await stranger.api.refusal('revokeBrowser', { browserId })).code).toBe('NOT_FOUND');
  await other.api.call('revokeBrowser', { browserId });
  expect((await one.api.refusal('account', {})).code).toBe('SIGN_IN_REQUIRED');
  await one.signIn();
  await other.api.call('signOutEverywhere', {});
  for (const browser of [one, other, owner]) {
    expect((await browser.api.refusal('account', {})).code).toBe('SIGN_IN_REQUIRED');
  }
  await owner.signIn();
  await stranger.api.call('account', {});
});

test('A4 a mailed code and a code on paper together make a new passkey and end every other sign-in', async () => {
  const lost = arrive();
  await lost.api.call('requestRecovery', { email: 'Owner@Example.org' });
  const code = codeIn(await newestMail(used.fixtures, 'Owner@Example.org'));
  const paper = ownerCodes[0] ?? '';
  const wrong = [
    { email: ownerMail, code, recoveryCode: 'aaaa-aaaa-aaaa' },
    { email: ownerMail, code: code === '000000' ? '000001' : '000000', recoveryCode: paper },
    { email: 'nobody@example.org', code, recoveryCode: paper },
  ];
  for (const input of wrong) {
    expect((await lost.api.refusal('beginRecovery', input)).code).toBe('RECOVERY_REFUSED');
  }
  const recoveryCode = paper.toUpperCase().replaceAll('-', ' ');
  const { options } = await lost.api.call('beginRecovery', {
    email: ownerMail,
    code,
    recoveryCode,
  });
  const response = lost.authenticator.create(options);
  expect((await lost.api.call('finishRecovery', { response })).roles).toContain('owner');
  expect((await owner.api.refusal('account', {})).code).toBe('SIGN_IN_REQUIRED');
  const account = await lost.api.call('account', {});
  expect(account.recoveryCodesLeft).toBe(9);
  expect(account.browsers.length).toBe(1);
  const again = await arrive().api.refusal('beginRecovery', {
    email: ownerMail,
    code,
    recoveryCode: ownerCodes[1] ?? '',
  });
  expect(again.code).toBe('RECOVERY_REFUSED');
});

test('A4 whose ways in were changed is told by mail', async () => {
  expect(await newestMail(used.fixtures, ownerMail)).toContain('/account');
});

test('A4 a mailed code bears five tries', async () => {
  const codes = await (async () => {
    await owner.signIn();
    return (await owner.api.call('renewRecoveryCodes', {})).recoveryCodes;
  })();
  const lost = arrive();
  const address = 'OWNER@example.org';
  await lost.api.call('requestRecovery', { email: address });
  const code = codeIn(await newestMail(used.fixtures, address));
  const guess = code === '000000' ? '000001' : '000000';
  const input = { email: address, recoveryCode: codes[0] ?? '' };
  for (let tries = 0; tries < 5; tries += 1) {
    await lost.api.refusal('beginRecovery', { ...input, code: guess });
  }
  expect((await lost.api.refusal('beginRecovery', { ...input, code })).code).toBe(
    'RECOVERY_REFUSED',
  );
});

test('A2 a start where there is an owner prints no link', async () => {
  await used.stack.signaling[0]?.stop();
  await used.stack.signaling[0]?.start();
  expect(() => used.stack.ownerToken()).toThrow();
});
