import {
  type CiphersuiteImpl,
  type ClientConfig,
  defaultKeyPackageEqualityConfig,
  defaultKeyRetentionConfig,
  defaultLifetime,
  defaultLifetimeConfig,
  generateKeyPackageWithKey,
  type KeyPackage,
  type PrivateKeyPackage,
} from 'ts-mls';
import { isGenuine, makeCredential } from './credential.ts';
import type { DeviceIdentity } from './DeviceIdentity.ts';
import { suiteName } from './suite.ts';

/** Whose group it is, for one member. */
export interface GroupSeat {
  sessionId: string;
  participantId: string;
  device: DeviceIdentity;
}

/** Text shorter than this looks alike from outside. */
const paddedLength = 256;

/** How the library is to work for this member: above all, whose leaves it takes (rule E6). */
export function configFor({ sessionId }: GroupSeat): ClientConfig {
  return {
    keyRetentionConfig: defaultKeyRetentionConfig,
    lifetimeConfig: defaultLifetimeConfig,
    keyPackageEqualityConfig: defaultKeyPackageEqualityConfig,
    paddingConfig: { kind: 'padUntilLength', padUntilLength: paddedLength },
    authService: {
      validateCredential: (credential, leafKey) => isGenuine(credential, leafKey, sessionId),
    },
  };
}

/** A new leaf with keys of its own, for one entry. */
export async function makePackage(
  suite: CiphersuiteImpl,
  { sessionId, participantId, device }: GroupSeat,
): Promise<{ publicPackage: KeyPackage; privatePackage: PrivateKeyPackage }> {
  const keys = await suite.signature.keygen();
  const credential = await makeCredential(device, participantId, sessionId, keys.publicKey);
  return generateKeyPackageWithKey(
    credential,
    {
      versions: ['mls10'],
      ciphersuites: [suiteName],
      extensions: [],
      proposals: [],
      credentials: ['basic'],
    },
    defaultLifetime,
    [],
    keys,
    suite,
  );
}
