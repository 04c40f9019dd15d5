import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { call, failureCode } from '../../api.ts';
import { errorText, t } from '../../i18n/text.ts';
import { ownRoles } from '../../ui/StaffTop.tsx';

/** Passkeys as the pages use them; the library is loaded when a person presses the button. */

type Json = Record<string, unknown>;

/** The browser gave no passkey: the person stopped it, it took too long, or the device has one. */
class PasskeyStopped extends Error {
  readonly isKnown: boolean;

  constructor(cause: unknown) {
    super('passkey', { cause });
    this.isKnown = cause instanceof Error && cause.name === 'InvalidStateError';
  }
}

export type PasskeySupport = 'works' | 'missing' | 'address';

/** Whether passkeys can work on this page: not in old browsers, and not under a numeric address. */
export function passkeySupport(): PasskeySupport {
  if (/^[\d.]+$|^\[/.test(location.hostname)) return 'address';
  return typeof PublicKeyCredential === 'undefined' ? 'missing' : 'works';
}

/** Asks the browser to make a passkey. Throws PasskeyStopped. */
export async function createPasskey(options: Json): Promise<Json> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  // What the service sends is the standard's JSON; the contract leaves its parts to the library.
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  return startRegistration({ optionsJSON }).then(asJson, stopped);
}

/** Signs in by a passkey of this device. Throws PasskeyStopped, RequestError. */
export async function signInByPasskey(): Promise<HttpOutput<'finishSignIn'>> {
  const [{ startAuthentication }, { options }] = await Promise.all([
    import('@simplewebauthn/browser'),
    call('beginSignIn', {}),
  ]);
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON;
  const response = await startAuthentication({ optionsJSON }).then(asJson, stopped);
  const signedIn = await call('finishSignIn', { response });
  ownRoles.value = signedIn.roles;
  return signedIn;
}

/** Does what needs a fresh sign-in; asks for the passkey first when the last one is too old. */
export async function freshly<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (thrown) {
    if (failureCode(thrown) !== 'SIGN_IN_AGAIN') throw thrown;
    await signInByPasskey();
    return action();
  }
}

/** What to tell about anything that went wrong here. */
export function faultText(thrown: unknown): string {
  if (thrown instanceof PasskeyStopped) {
    return t(thrown.isKnown ? 'passkey.known' : 'passkey.stopped');
  }
  const code = failureCode(thrown);
  return code === 'OFFLINE' ? t('state.offlineText') : errorText(code);
}

/** Where somebody begins who has just come in. */
export function firstPage(roles: readonly string[]): string {
  return roles.includes('psychologist') ? '/day' : '/calendar';
}

function asJson(response: object): Json {
  return { ...response };
}

function stopped(cause: unknown): never {
  throw new PasskeyStopped(cause);
}
