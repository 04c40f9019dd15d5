import { AppError } from '@gabinet/shared/contracts/errors';
import { z } from 'zod';

/**
 * The ceremonies of WebAuthn (https://www.w3.org/TR/webauthn-3/) as this service holds them: passkeys
 * that the browser finds without a name, the person verified by their device each time, no attestation.
 */

/** For whom passkeys are made: the host, and the origin whose pages may use them. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/** A passkey as it is kept. */
export interface StoredPasskey {
  readonly credentialId: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
}

type Json = Record<string, unknown>;

/** Loaded when the first passkey is spoken of: it is a fifth of what starting a process would cost. */
const ceremonies = () => import('@simplewebauthn/server');

/** EdDSA, ES256, RS256 of the COSE registry. */
const algorithms = [-8, -7, -257];
const timeoutMs = 5 * 60_000;
const base64url = z
  .string()
  .max(64 * 1024)
  .regex(/^[A-Za-z0-9_-]+$/);
const transports = z.array(z.string().max(32)).max(8);
const credential = { id: base64url, rawId: base64url, type: z.literal('public-key') };
const creation = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: transports.default([]),
  }),
});
const assertion = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullish(),
  }),
});

/**
 * The relying party of a request whose Origin is already known to be ours. Without PUBLIC_URL only
 * `localhost` will do: WebAuthn knows no addresses. Throws PASSKEY_REFUSED.
 */
export function relyingPartyOf(
  publicUrl: URL | undefined,
  origin: string | undefined,
): RelyingParty {
  if (publicUrl !== undefined) return { id: publicUrl.hostname, origin: publicUrl.origin };
  const url = origin === undefined ? undefined : new URL(origin);
  if (url?.hostname !== 'localhost') throw new AppError('PASSKEY_REFUSED');
  return { id: 'localhost', origin: url.origin };
}

/** What to ask the authenticator for a new passkey. */
export async function creationOptions(options: {
  relyingParty: RelyingParty;
  practiceName: string;
  challenge: string;
  staffId: string;
  displayName: string;
  known: readonly StoredPasskey[];
}): Promise<Json> {
  const { displayName } = options;
  const { generateRegistrationOptions } = await ceremonies();
  const made = await generateRegistrationOptions({
    rpName: options.practiceName,
    rpID: options.relyingParty.id,
    userID: userHandle(options.staffId),
    userName: displayName,
    userDisplayName: displayName,
    challenge: bytes(options.challenge),
    timeout: timeoutMs,
    attestationType: 'none',
    excludeCredentials: options.known.map((one) => ({
      id: one.credentialId,
      transports: [...one.transports],
    })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
  });
  return { ...made };
}

/** The passkey that an authenticator has made. Throws PASSKEY_REFUSED for every fault alike. */
export async function checkCreation(
  relyingParty: RelyingParty,
  challenge: string,
  given: unknown,
): Promise<StoredPasskey> {
  try {
    const response = creation.parse(given);
    const { verifyRegistrationResponse } = await ceremonies();
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        ...response,
        response: { ...response.response },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: relyingParty.origin,
      expectedRPID: relyingParty.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
    if (!verified) throw new Error('The registration was not verified.');
    const { id, publicKey, counter } = registrationInfo.credential;
    return { credentialId: id, publicKey, counter, transports: response.response.transports };
  } catch (cause) {
    throw new AppError('PASSKEY_REFUSED', { cause });
  }
}

/** What to ask the authenticator for a sign-in; it shows the passkeys it has for us. */
export async function requestOptions(relyingParty: RelyingParty, challenge: string): Promise<Json> {
  const { generateAuthenticationOptions } = await ceremonies();
  const made = await generateAuthenticationOptions({
    rpID: relyingParty.id,
    challenge: bytes(challenge),
    timeout: timeoutMs,
    userVerification: 'required',
  });
  return { ...made };
}

/** Which passkey an assertion speaks of, before anything in it is believed. */
export function credentialIdOf(given: unknown): string {
  const parsed = assertion.safeParse(given);
  if (!parsed.success) throw new AppError('PASSKEY_REFUSED');
  return parsed.data.id;
}

/** Checks an assertion; gives the new counter. Throws PASSKEY_REFUSED for every fault alike. */
export async function checkAssertion(
  relyingParty: RelyingParty,
  challenge: string,
  given: unknown,
  passkey: StoredPasskey & { readonly staffId: string },
): Promise<number> {
  try {
    const { response, ...rest } = assertion.parse(given);
    const { userHandle: handle, ...signed } = response;
    if (handle != null && handle !== text(userHandle(passkey.staffId))) {
      throw new Error('The passkey names somebody else.');
    }
    const { verifyAuthenticationResponse } = await ceremonies();
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...rest, response: signed, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: relyingParty.origin,
      expectedRPID: relyingParty.id,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.counter,
      },
      requireUserVerification: true,
    });
    if (!verified) throw new Error('The signature is not right.');
    return authenticationInfo.newCounter;
  } catch (cause) {
    throw new AppError('PASSKEY_REFUSED', { cause });
  }
}

/** The 16 bytes of the staff id: an authenticator keeps it, and it says nothing of the person. */
function userHandle(staffId: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(staffId.replaceAll('-', ''), 'hex'));
}

function bytes(encoded: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(encoded, 'base64url'));
}

function text(plain: Uint8Array): string {
  return Buffer.from(plain).toString('base64url');
}
