import type { Credential } from 'ts-mls';
import type { DeviceIdentity } from './DeviceIdentity.ts';
import { verify } from './signatures.ts';

/** Who a leaf says it is: a participant, at a browser. */
export interface LeafOwner {
  participantId: string;
  /** The device's public key, 65 bytes. */
  deviceKey: Uint8Array;
}

const version = 1;
const keyLength = 65;
const signatureLength = 64;
const start = 1 + keyLength + signatureLength;

/**
 * The credential of a leaf: version ‖ device key ‖ the device's signature ‖ participant id. What is signed
 * binds the leaf's own signature key to this device, participant and session (rule E6).
 */
export async function makeCredential(
  device: DeviceIdentity,
  participantId: string,
  sessionId: string,
  leafKey: Uint8Array,
): Promise<Credential> {
  const signature = await device.sign(statement(participantId, sessionId, leafKey));
  const name = new TextEncoder().encode(participantId);
  const identity = new Uint8Array([version, ...device.publicKey, ...signature, ...name]);
  return { credentialType: 'basic', identity };
}

/** Whom a credential names; null for one that is not of ours. It may still be a lie: see `isGenuine`. */
export function ownerOf(credential: Credential): LeafOwner | null {
  if (credential.credentialType !== 'basic') return null;
  const { identity } = credential;
  if (identity[0] !== version || identity.length <= start) return null;
  try {
    return {
      participantId: new TextDecoder('utf-8', { fatal: true }).decode(identity.subarray(start)),
      deviceKey: identity.slice(1, 1 + keyLength),
    };
  } catch {
    return null;
  }
}

/** Whether the device that a credential names did sign this leaf key, for this session. */
export async function isGenuine(
  credential: Credential,
  leafKey: Uint8Array,
  sessionId: string,
): Promise<boolean> {
  const owner = ownerOf(credential);
  if (!owner || credential.credentialType !== 'basic') return false;
  const signature = credential.identity.subarray(1 + keyLength, start);
  return verify(owner.deviceKey, statement(owner.participantId, sessionId, leafKey), signature);
}

function statement(participantId: string, sessionId: string, leafKey: Uint8Array): Uint8Array {
  // JSON keeps the parts apart, whatever they hold.
  return new TextEncoder().encode(
    JSON.stringify(['Gabinet leaf 1', sessionId, participantId, [...leafKey]]),
  );
}
