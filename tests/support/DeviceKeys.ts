import type { CDPSession, Page } from '@playwright/test';

/** The authenticator of a device, as Chromium pretends it to a page: it holds passkeys and always says yes. */
export class DeviceKeys {
  readonly #session: CDPSession;
  readonly #authenticatorId: string;

  private constructor(session: CDPSession, authenticatorId: string) {
    this.#session = session;
    this.#authenticatorId = authenticatorId;
  }

  /** Puts an empty authenticator into the page's device. */
  static async give(page: Page): Promise<DeviceKeys> {
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return new DeviceKeys(session, authenticatorId);
  }

  /** Brings the passkeys of another device along, as a password manager syncs them. */
  async bring(other: DeviceKeys): Promise<void> {
    const { credentials } = await other.#session.send('WebAuthn.getCredentials', {
      authenticatorId: other.#authenticatorId,
    });
    for (const credential of credentials) {
      await this.#session.send('WebAuthn.addCredential', {
        authenticatorId: this.#authenticatorId,
        credential,
      });
    }
  }

  /** From now on the person at the device refuses, or agrees again. */
  async agree(isUserVerified: boolean): Promise<void> {
    await this.#session.send('WebAuthn.setUserVerified', {
      authenticatorId: this.#authenticatorId,
      isUserVerified,
    });
  }
}
