import type { HttpName } from '@gabinet/shared/contracts/http';
import { beforeAll, describe, expect, test } from 'vitest';
import { Api } from '../support/Api.ts';
import { Colleague } from '../support/Colleague.ts';
import type { Psychologist } from '../support/fixtures.ts';
import { PageSocket } from '../support/PageSocket.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack({ demo: false, environment: { TRUSTED_PROXIES: '1' } });
const ownerMail = 'owner@example.org';
let owner: Colleague;
let foreign: Psychologist;

beforeAll(async () => {
  owner = Colleague.at(used.stack);
  await owner.enrol(used.stack.ownerToken(), { email: ownerMail, alsoPsychologist: true });
  foreign = await used.fixtures.psychologist('Owner elsewhere');
});

describe('A1 sign-in', () => {
  test('A1 a cookie that was planted before the sign-in is worth nothing after it', async () => {
    const planter = Colleague.at(used.stack);
    await planter.api.call('beginSignIn', {});
    const victim = owner.elsewhere(used.stack);
    victim.api.cookie = planter.api.cookie;
    await victim.signIn();
    expect(victim.api.cookie).not.toBe(planter.api.cookie);
    expect((await planter.api.refusal('account', {})).code).toBe('SIGN_IN_REQUIRED');
    await victim.api.call('account', {});
  });

  test('A1 what is asked of an authenticator names nobody', async () => {
    const { options } = await Colleague.at(used.stack).api.call('beginSignIn', {});
    expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
    expect(options.allowCredentials ?? []).toEqual([]);
  });

  test('A1 passkeys are made discoverable, verified, and without attestation', async () => {
    const { options } = await owner.api.call('beginPasskey', {});
    expect(options).toMatchObject({
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    const { passkeys } = await owner.api.call('account', {});
    expect(options.excludeCredentials).toHaveLength(passkeys.length);
  });

  test('A1 signing out cuts off what is open in that browser, and nothing else', async () => {
    const [leaving, staying] = [owner.elsewhere(used.stack), owner.elsewhere(used.stack)];
    // One after the other: an authenticator signs once at a time.
    await leaving.signIn();
    await staying.signIn();
    const pages = await Promise.all(
      [leaving, staying].map(async ({ api }) => {
        const { ticket } = await api.call('dayTicket', {});
        return PageSocket.open(used.stack.namedOrigin(), ticket);
      }),
    );
    const [gone, here] = pages.map(({ socket }) => socket);
    const cutOff = new Promise((resolve) => gone?.once('disconnect', resolve));
    await leaving.api.call('signOut', {});
    expect(await cutOff).toBe('io server disconnect');
    expect(here?.connected).toBe(true);
    here?.close();
  });

  test('A1 a passkey page under a numeric address is refused, whatever it signs', async () => {
    const numeric = new Api(used.stack.origin(), undefined, '198.51.100.9');
    expect((await numeric.refusal('beginSignIn', {})).code).toBe('PASSKEY_REFUSED');
  });
});

describe('A4 recovery', () => {
  test('A4 known and unknown addresses get the same answer after about the same time', async () => {
    const ask = async (email: string) => {
      const { api } = Colleague.at(used.stack);
      const began = performance.now();
      const { status, body } = await api.send('requestRecovery', { email });
      return { status, body, milliseconds: performance.now() - began };
    };
    const [known, unknown] = [await ask(ownerMail), await ask('nobody@example.org')];
    expect({ status: known.status, body: known.body }).toEqual({
      status: unknown.status,
      body: unknown.body,
    });
    for (const { milliseconds } of [known, unknown]) expect(milliseconds).toBeGreaterThan(240);
  });

  test('A4 more mails than five an hour go to nobody, and the answer stays the same', async () => {
    for (let times = 0; times < 7; times += 1) {
      const { status } = await Colleague.at(used.stack).api.send('requestRecovery', {
        email: ownerMail,
      });
      expect(status).toBe(200);
    }
    const codes = await used.fixtures.rows(
      "SELECT count(*)::int AS count FROM mailed_codes WHERE purpose = 'recovery'",
    );
    expect(codes).toEqual([{ count: 5 }]);
  });
});

describe('A5 whose staff it is', () => {
  const unreal = crypto.randomUUID();
  test.for([
    ['account', {}],
    ['beginPasskey', {}],
    ['finishPasskey', { name: 'x', response: {} }],
    ['removePasskey', { passkeyId: unreal }],
    ['renewRecoveryCodes', {}],
    ['revokeBrowser', { browserId: unreal }],
    ['signOutEverywhere', {}],
    ['staff', {}],
    ['inviteStaff', { email: 'a@b.pl', displayName: 'A', role: 'psychologist', language: 'pl' }],
    ['revokeStaffInvitation', { invitationId: unreal }],
    ['deactivateStaff', { staffId: unreal }],
  ] as const satisfies readonly (readonly [HttpName, object])[])(
    'A5 %s without a sign-in is refused',
    async ([name, input]) => {
      const answer = await Colleague.at(used.stack).api.send(name, input);
      expect(answer.status).toBe(401);
    },
  );

  test('A5 an owner of another practice sees and changes nobody here', async () => {
    const elsewhere = new Api(used.stack.origin(), foreign.cookie);
    const { staffId, passkeys, browsers } = await owner.api.call('account', {});
    const { invitationId } = await owner.api.call('inviteStaff', {
      email: 'ewa@example.org',
      displayName: 'Ewa',
      role: 'coordinator',
      language: 'pl',
    });
    const { staff, invitations } = await elsewhere.call('staff', {});
    expect(staff.map((one) => one.staffId)).toEqual([foreign.staffId]);
    expect(invitations).toEqual([]);
    const refusals = [
      await elsewhere.refusal('deactivateStaff', { staffId }),
      await elsewhere.refusal('revokeStaffInvitation', { invitationId }),
      await elsewhere.refusal('removePasskey', { passkeyId: passkeys[0]?.passkeyId ?? '' }),
      await elsewhere.refusal('revokeBrowser', { browserId: browsers[0]?.browserId ?? '' }),
    ];
    expect(refusals.map(({ code }) => code)).toEqual(Array(4).fill('NOT_FOUND'));
  });
});

test('X5 no log line holds an address, a code or a link of the accounts', () => {
  const { output } = used.stack;
  for (const secret of [ownerMail, used.stack.ownerToken(), 'ewa@example.org']) {
    expect(output).not.toContain(secret);
  }
});
