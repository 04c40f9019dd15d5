import { type HttpName, http } from '@gabinet/shared/contracts/http';
import type { Who } from '@gabinet/shared/contracts/http/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ClockedApp } from '../support/ClockedApp.ts';
import { AccessWorld, type Role, roles } from './AccessWorld.ts';
import { entries, type Scope } from './accessEntries.ts';

/**
 * Every contract by every role, for an object of one psychologist of one practice. What is expected follows from
 * the contract's `who` and from whose the object is; the service is asked over HTTP.
 */
let clocked: ClockedApp;

beforeAll(async () => {
  clocked = await ClockedApp.start(new Date().toISOString());
});
afterAll(() => clocked.stop());

/**
 * `in`: let through to the object, whatever business then says. `open`: anybody may knock, so what decides is
 * a token, a code or this browser's own intake.
 */
type Outcome = 'in' | 'open' | 401 | 404;

const staffRoles: readonly Role[] = [
  'psychologist',
  'otherPsychologist',
  'coordinator',
  'owner',
  'foreignOwner',
];
const passes: Readonly<Record<Who, (role: Role) => boolean>> = {
  anyone: () => true,
  seated: (role) => role !== 'anyone',
  'verified-client': (role) => role === 'client' || role === 'otherClient',
  staff: (role) => staffRoles.includes(role),
  psychologist: (role) =>
    role === 'psychologist' || role === 'otherPsychologist' || role === 'foreignOwner',
  owner: (role) => role === 'owner' || role === 'foreignOwner',
};

/** Who may touch an object; everybody else who is let in at all finds nothing. */
const mayTouch: Readonly<Record<Scope, readonly Role[]>> = {
  own: roles,
  public: roles,
  token: roles,
  calendar: ['psychologist', 'coordinator', 'owner'],
  'own calendar': ['psychologist'],
  practice: ['owner'],
  'practice staff': ['psychologist', 'otherPsychologist', 'coordinator', 'owner'],
  'own account': ['psychologist'],
  seat: ['seated'],
  'own appointment': ['client'],
};

function expected(name: HttpName, role: Role): Outcome {
  const { who } = http[name];
  const { scope } = entries[name];
  if (!passes[who](role)) {
    // An owner's contract is not there for other staff (rule I3).
    return who === 'owner' && staffRoles.includes(role) ? 404 : 401;
  }
  if (!mayTouch[scope].includes(role)) return 404;
  return scope === 'token' ? 'open' : 'in';
}

async function outcome(world: AccessWorld, name: HttpName, role: Role): Promise<Outcome | string> {
  const { status, body } = await world.api(role).send(name, entries[name].input(world) as never);
  const wanted = expected(name, role);
  if (wanted === 'open') return status !== 401 && status < 500 ? 'open' : `${status}`;
  if (status === 401 || status === 404) return status;
  return status < 500 && status !== 400 ? 'in' : `${status} ${JSON.stringify(body)}`;
}

describe('A5 I3 the access matrix', () => {
  test('every contract has its line', () => {
    expect(Object.keys(entries).sort()).toEqual(Object.keys(http).sort());
  });

  test.each(Object.keys(http) as HttpName[])('A5 I3 %s', async (name) => {
    const shared = await AccessWorld.create(clocked);
    const wanted = Object.fromEntries(roles.map((role) => [role, expected(name, role)]));
    const got: Record<string, Outcome | string> = {};
    for (const role of roles) {
      // Who is let in may change the object; the next one meets it as it was.
      const fresh = wanted[role] === 'in' && http[name].method !== 'get';
      const world = fresh ? await AccessWorld.create(clocked) : shared;
      got[role] = await outcome(world, name, role);
    }
    expect(got).toEqual(wanted);
  });

  test.each(
    (Object.keys(http) as HttpName[]).filter((name) =>
      roles.some((role) => expected(name, role) === 404),
    ),
  )('I3 %s answers for what is not one’s own as for what is not there', async (name) => {
    const world = await AccessWorld.create(clocked);
    const role = roles.find((one) => expected(name, one) === 404) ?? 'anyone';
    const api = world.api(role);
    const real = await api.send(name, entries[name].input(world) as never);
    const unreal = await api.send(name, entries[name].input(world.elsewhere()) as never);
    expect({ status: real.status, body: real.body }).toEqual({
      status: unreal.status,
      body: unreal.body,
    });
  });
});
