import { AppError } from '@gabinet/shared/contracts/errors';
import type { Database } from '../database/Database.ts';
import type { Challenges } from './Challenges.ts';
import type { Passkeys } from './Passkeys.ts';
import { checkAssertion, credentialIdOf, type RelyingParty, requestOptions } from './webAuthn.ts';

/** Signing in by a passkey that the browser finds, so that nobody types a name (rule A1). */
export class SignInService {
  readonly #database: Database;
  readonly #challenges: Challenges;
  readonly #passkeys: Passkeys;

  constructor(parts: { database: Database; challenges: Challenges; passkeys: Passkeys }) {
    this.#database = parts.database;
    this.#challenges = parts.challenges;
    this.#passkeys = parts.passkeys;
  }

  /** What to ask the authenticator; the same for everybody, for nobody has said who they are. */
  async begin(
    relyingParty: RelyingParty,
    browserSessionId: string,
  ): Promise<Record<string, unknown>> {
    const challenge = await this.#challenges.give(browserSessionId, 'sign-in');
    return requestOptions(relyingParty, challenge);
  }

  /** Whose passkey answered. Throws PASSKEY_REFUSED for an unknown one and for every fault alike. */
  async finish(
    relyingParty: RelyingParty,
    browserSessionId: string | undefined,
    response: unknown,
  ): Promise<{ staffId: string; passkeyId: string }> {
    const { challenge } = await this.#challenges.take(browserSessionId, 'sign-in');
    const passkey = await this.#passkeys.find(this.#database, credentialIdOf(response));
    if (passkey === undefined) throw new AppError('PASSKEY_REFUSED');
    const counter = await checkAssertion(relyingParty, challenge, response, passkey);
    await this.#passkeys.used(this.#database, passkey, counter);
    return { staffId: passkey.staffId, passkeyId: passkey.passkeyId };
  }
}
