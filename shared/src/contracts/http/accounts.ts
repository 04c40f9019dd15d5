import { z } from 'zod';
import { paths } from '../paths.ts';
import { email, id, instant, language, personName, zone } from '../words.ts';
import type { HttpContract } from './contract.ts';

/** Sign-in of staff by passkey, and the people who work here (rules A1 to A5). */

/** From a link's fragment: 160 random bits, base64url. */
export const linkToken = z.string().regex(/^[A-Za-z0-9_-]{27}$/);
/** Six digits, mailed. */
export const mailedCode = z.string().regex(/^[0-9]{6}$/);
/** Options and responses of WebAuthn, as JSON of the standard; the server's library checks them. */
const webAuthnJson = z.record(z.string(), z.unknown());
export const staffRole = z.enum(['owner', 'psychologist', 'coordinator']);
export type StaffRole = z.infer<typeof staffRole>;
const done = z.object({});
const recoveryCodes = z.array(z.string());

export const accountsHttp = {
  beginEnrolment: {
    ...paths.beginEnrolment,
    summary:
      "A click on an owner's or a colleague's link: what to ask the browser's authenticator.",
    who: 'anyone',
    input: z.object({ token: linkToken, displayName: personName.optional() }),
    output: z.object({
      practiceName: z.string(),
      roles: z.array(staffRole),
      displayName: z.string().nullable(),
      language,
      options: webAuthnJson,
    }),
  },
  finishEnrolment: {
    ...paths.finishEnrolment,
    summary: 'Makes the account with its first passkey, uses the link up, and signs in.',
    who: 'anyone',
    input: z.object({
      token: linkToken,
      displayName: personName,
      /** Of the owner alone, whom nobody invited by mail: for recovery. */
      email: email.optional(),
      /** The owner may be a psychologist too. */
      alsoPsychologist: z.boolean().default(false),
      language,
      zone,
      response: webAuthnJson,
    }),
    output: z.object({ recoveryCodes }),
  },
  beginSignIn: {
    ...paths.beginSignIn,
    summary: "What to ask the browser's authenticator for a sign-in.",
    who: 'anyone',
    input: z.object({}),
    output: z.object({ options: webAuthnJson }),
  },
  finishSignIn: {
    ...paths.finishSignIn,
    summary: "Checks the authenticator's answer and signs in.",
    who: 'anyone',
    input: z.object({ response: webAuthnJson }),
    output: z.object({ roles: z.array(staffRole) }),
  },
  requestRecovery: {
    ...paths.requestRecovery,
    summary: 'Mails a code for recovery; the answer is the same for every address.',
    who: 'anyone',
    input: z.object({ email }),
    output: done,
  },
  beginRecovery: {
    ...paths.beginRecovery,
    summary: 'The mailed code and a recovery code together open the making of a new passkey.',
    who: 'anyone',
    input: z.object({ email, code: mailedCode, recoveryCode: z.string().min(8).max(40) }),
    output: z.object({ options: webAuthnJson }),
  },
  finishRecovery: {
    ...paths.finishRecovery,
    summary: 'Keeps the new passkey, signs out every other browser, and signs in.',
    who: 'anyone',
    input: z.object({ response: webAuthnJson }),
    output: z.object({ roles: z.array(staffRole) }),
  },
  account: {
    ...paths.account,
    summary: 'One’s own account: passkeys, signed-in browsers, recovery codes left.',
    who: 'staff',
    input: z.object({}),
    output: z.object({
      staffId: id,
      displayName: z.string(),
      email: email.nullable(),
      roles: z.array(staffRole),
      psychologistId: id.nullable(),
      practiceName: z.string(),
      language,
      passkeys: z.array(
        z.object({
          passkeyId: id,
          name: z.string(),
          createdAt: instant,
          lastUsedAt: instant.nullable(),
        }),
      ),
      browsers: z.array(
        z.object({
          browserId: id,
          /** Browser and system in words, from its User-Agent. */
          name: z.string(),
          signedInAt: instant,
          lastSeenAt: instant,
          current: z.boolean(),
        }),
      ),
      recoveryCodesLeft: z.int(),
    }),
  },
  beginPasskey: {
    ...paths.beginPasskey,
    summary: 'What to ask the authenticator for one more passkey.',
    who: 'staff',
    input: z.object({}),
    output: z.object({ options: webAuthnJson }),
  },
  finishPasskey: {
    ...paths.finishPasskey,
    summary: 'Keeps one more passkey.',
    who: 'staff',
    input: z.object({ name: z.string().trim().min(1).max(60), response: webAuthnJson }),
    output: z.object({ passkeyId: id }),
  },
  removePasskey: {
    ...paths.removePasskey,
    summary:
      'Removes a passkey, and signs out the browsers that came in by it; never the last one.',
    who: 'staff',
    input: z.object({ passkeyId: id }),
    output: done,
  },
  renewRecoveryCodes: {
    ...paths.renewRecoveryCodes,
    summary: 'New recovery codes; the old ones stop working.',
    who: 'staff',
    input: z.object({}),
    output: z.object({ recoveryCodes }),
  },
  revokeBrowser: {
    ...paths.revokeBrowser,
    summary: 'Signs one browser of one’s own out.',
    who: 'staff',
    input: z.object({ browserId: id }),
    output: done,
  },
  signOutEverywhere: {
    ...paths.signOutEverywhere,
    summary: 'Signs every browser of one’s own out, this one too.',
    who: 'staff',
    input: z.object({}),
    output: done,
  },
  staff: {
    ...paths.staff,
    summary: 'Who works in the practice, and who is invited.',
    who: 'owner',
    input: z.object({}),
    output: z.object({
      staff: z.array(
        z.object({
          staffId: id,
          displayName: z.string(),
          email: email.nullable(),
          roles: z.array(staffRole),
          you: z.boolean(),
        }),
      ),
      invitations: z.array(
        z.object({ invitationId: id, email, role: staffRole, expiresAt: instant }),
      ),
    }),
  },
  inviteStaff: {
    ...paths.inviteStaff,
    summary: 'Mails a link for a new psychologist or coordinator; it works once, for seven days.',
    who: 'owner',
    input: z.object({
      email,
      displayName: personName,
      role: staffRole.exclude(['owner']),
      language,
    }),
    output: z.object({ invitationId: id }),
  },
  revokeStaffInvitation: {
    ...paths.revokeStaffInvitation,
    summary: 'Makes an invitation worthless.',
    who: 'owner',
    input: z.object({ invitationId: id }),
    output: done,
  },
  deactivateStaff: {
    ...paths.deactivateStaff,
    summary: 'Ends a colleague’s access at once; their appointments stay.',
    who: 'owner',
    input: z.object({ staffId: id }),
    output: done,
  },
} as const satisfies Record<string, HttpContract>;
