import type { HttpOutput, HttpRequestInput } from '@gabinet/shared/contracts/http';
import { Api } from './Api.ts';
import { SoftwareAuthenticator } from './SoftwareAuthenticator.ts';
import type { Stack } from './Stack.ts';

let made = 0;

/** Somebody of the staff with a browser and an authenticator, over plain HTTP. */
export class Colleague {
  readonly api: Api;
  readonly authenticator: SoftwareAuthenticator;

  private constructor(api: Api, authenticator: SoftwareAuthenticator) {
    this.api = api;
    this.authenticator = authenticator;
  }

  /** A browser that is new here, at an address of its own. */
  static at(stack: Stack, index = 0): Colleague {
    made += 1;
    const origin = stack.namedOrigin(index);
    const api = new Api(origin, undefined, `203.0.113.${made % 250}`);
    return new Colleague(api, new SoftwareAuthenticator(origin));
  }

  /** The same person at another browser; their passkeys travel with them. */
  elsewhere(stack: Stack, index = 0): Colleague {
    return new Colleague(Colleague.at(stack, index).api, this.authenticator);
  }

  /** From a link to an account; gives the codes for paper. */
  async enrol(
    token: string,
    changes: Partial<HttpRequestInput<'finishEnrolment'>> = {},
  ): Promise<string[]> {
    const displayName = changes.displayName ?? 'Olga Owner';
    const { options } = await this.api.call('beginEnrolment', { token, displayName });
    const { recoveryCodes } = await this.api.call('finishEnrolment', {
      token,
      displayName,
      language: 'en',
      zone: 'Europe/Warsaw',
      ...changes,
      response: this.authenticator.create(options),
    });
    return recoveryCodes;
  }

  /** Signs in by the newest passkey. */
  async signIn(): Promise<HttpOutput<'finishSignIn'>> {
    const { options } = await this.api.call('beginSignIn', {});
    return this.api.call('finishSignIn', { response: this.authenticator.get(options) });
  }
}

/** The token of the newest link of a mail. */
export function enrolmentTokenIn(mail: string): string {
  const token = /\/enrol#([A-Za-z0-9_-]{27})/.exec(mail)?.[1];
  if (token === undefined) throw new Error('The mail has no link for enrolling.');
  return token;
}

/** The six digits of a mail. */
export function codeIn(mail: string): string {
  const code = /\b(\d{3})\s?(\d{3})\b/.exec(mail);
  if (!code) throw new Error('The mail has no code.');
  return `${code[1]}${code[2]}`;
}
