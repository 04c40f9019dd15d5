import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Notices } from '../notifications/Notices.ts';
import { clearSessionCookie, setSessionCookie } from '../transport/cookies.ts';
import { type Caller, type RouteParts, route } from '../transport/route.ts';
import type { MailedCodes } from '../vault/MailedCodes.ts';
import type { Vault } from '../vault/Vault.ts';
import { AccountNotices } from './AccountNotices.ts';
import { AccountService } from './AccountService.ts';
import { type BrowserSessions, browserSessionLifetimeMs, type SignIn } from './BrowserSessions.ts';
import { Challenges } from './Challenges.ts';
import { EnrolmentService } from './EnrolmentService.ts';
import { Passkeys } from './Passkeys.ts';
import { RecoveryCodes } from './RecoveryCodes.ts';
import { RecoveryService } from './RecoveryService.ts';
import { SignInService } from './SignInService.ts';
import { StaffInvitations } from './StaffInvitations.ts';
import { StaffService } from './StaffService.ts';
import { type RelyingParty, relyingPartyOf } from './webAuthn.ts';

export interface AccountParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly notices: Notices;
  readonly mailedCodes: MailedCodes;
  readonly browserSessions: BrowserSessions;
}

/** The services of the accounts, wired. */
export function createAccounts(parts: AccountParts) {
  const { database, clock, vault } = parts;
  const challenges = new Challenges(database, clock);
  const shared = {
    ...parts,
    challenges,
    accountNotices: new AccountNotices(vault, parts.notices),
    passkeys: new Passkeys(clock),
    recoveryCodes: new RecoveryCodes(vault, clock),
    invitations: new StaffInvitations(vault, clock),
  };
  return {
    challenges,
    invitations: shared.invitations,
    enrolment: new EnrolmentService(shared),
    signIn: new SignInService(shared),
    recovery: new RecoveryService(shared),
    account: new AccountService(shared),
    staff: new StaffService(shared),
  };
}
export type Accounts = ReturnType<typeof createAccounts>;

/** Mounts sign-in, one's own account, and the staff. */
export function mountAccounts(
  parts: RouteParts,
  accounts: Accounts,
  browserSessions: BrowserSessions,
): void {
  const { enrolment, signIn, recovery, account, staff } = accounts;

  const setCookie = (caller: Caller, token: string): void =>
    setSessionCookie(caller.response, token, {
      secure: parts.secure,
      maxAgeMs: browserSessionLifetimeMs,
    });
  /** A challenge belongs to a browser, so one that is new here gets its cookie now. */
  const browserOf = async (caller: Caller): Promise<string> => {
    if (caller.browserSession) return caller.browserSession.browserSessionId;
    const made = await browserSessions.create();
    setCookie(caller, made.token);
    return made.browserSession.browserSessionId;
  };
  const partyOf = (caller: Caller): RelyingParty =>
    relyingPartyOf(parts.publicUrl, caller.response.req.get('origin'));
  const admit = async (caller: Caller, who: Omit<SignIn, 'userAgent'>): Promise<void> => {
    const { userAgent } = caller;
    const { token } = await browserSessions.signIn(caller.browserSession, { ...who, userAgent });
    setCookie(caller, token);
  };

  route(parts, 'beginEnrolment', (input, caller) =>
    enrolment.begin(partyOf(caller), () => browserOf(caller), input),
  );
  route(parts, 'finishEnrolment', async (input, caller) => {
    const { recoveryCodes, ...who } = await enrolment.finish(
      partyOf(caller),
      caller.browserSession?.browserSessionId,
      caller.userAgent,
      input,
    );
    await admit(caller, who);
    return { recoveryCodes };
  });
  route(parts, 'beginSignIn', async (_input, caller) => {
    const relyingParty = partyOf(caller);
    return { options: await signIn.begin(relyingParty, await browserOf(caller)) };
  });
  route(parts, 'finishSignIn', async ({ response }, caller) => {
    const browserId = caller.browserSession?.browserSessionId;
    const who = await signIn.finish(partyOf(caller), browserId, response);
    await admit(caller, who);
    return { roles: await account.roles(who.staffId) };
  });
  route(parts, 'requestRecovery', async ({ email }) => {
    await recovery.request(email);
    return {};
  });
  route(parts, 'beginRecovery', async (input, caller) => ({
    options: await recovery.begin(partyOf(caller), () => browserOf(caller), input),
  }));
  route(parts, 'finishRecovery', async ({ response }, caller) => {
    const browserId = caller.browserSession?.browserSessionId;
    const who = await recovery.finish(partyOf(caller), browserId, caller.userAgent, response);
    await browserSessions.endAll(who.staffId, browserId);
    await admit(caller, who);
    return { roles: await account.roles(who.staffId) };
  });

  route(parts, 'account', (_input, { browserSession }) => account.account(browserSession));
  route(parts, 'beginPasskey', async (_input, caller) => ({
    options: await account.beginPasskey(partyOf(caller), caller.browserSession),
  }));
  route(parts, 'finishPasskey', async (input, caller) => ({
    passkeyId: await account.finishPasskey(partyOf(caller), caller.browserSession, input),
  }));
  route(parts, 'removePasskey', async ({ passkeyId }, { browserSession }) => {
    await account.removePasskey(browserSession, passkeyId);
    return {};
  });
  route(parts, 'renewRecoveryCodes', async (_input, { browserSession }) => ({
    recoveryCodes: await account.renewRecoveryCodes(browserSession),
  }));
  route(parts, 'revokeBrowser', async ({ browserId }, { browserSession }) => {
    await account.revokeBrowser(browserSession, browserId);
    return {};
  });
  route(parts, 'signOutEverywhere', async (_input, { browserSession, response }) => {
    await account.signOutEverywhere(browserSession);
    clearSessionCookie(response, parts.secure);
    return {};
  });
  route(parts, 'signOut', async (_input, { browserSession, response }) => {
    if (browserSession) await browserSessions.end(browserSession);
    clearSessionCookie(response, parts.secure);
    return {};
  });

  route(parts, 'staff', (_input, { browserSession }) => staff.list(browserSession));
  route(parts, 'inviteStaff', async (input, { browserSession }) => ({
    invitationId: await staff.invite(browserSession, input),
  }));
  route(parts, 'revokeStaffInvitation', async ({ invitationId }, { browserSession }) => {
    await staff.revokeInvitation(browserSession, invitationId);
    return {};
  });
  route(parts, 'deactivateStaff', async ({ staffId }, { browserSession }) => {
    await staff.deactivate(browserSession, staffId);
    return {};
  });
}
