import { type CiphersuiteImpl, getCiphersuiteFromName, getCiphersuiteImpl } from 'ts-mls';
import { leafSignatures } from './signatures.ts';

/** P-256 throughout: chats can be sealed in browsers that know neither X25519 nor Ed25519. */
export const suiteName = 'MLS_128_DHKEMP256_AES128GCM_SHA256_P256';

/**
 * The cipher suite, all of it WebCrypto. Signature keys cannot be taken out of the browser; the library
 * handles the HPKE keys of the tree as bytes, so those can.
 */
export async function makeSuite(): Promise<CiphersuiteImpl> {
  // For P-256 the library would load signatures written in script; ours take the place of any.
  const parts = { ...getCiphersuiteFromName(suiteName), signature: 'Ed25519' as const };
  return { ...(await getCiphersuiteImpl(parts)), signature: leafSignatures() };
}
