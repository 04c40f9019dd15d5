import { makeSigningKeys, publicBytes, sign } from './signatures.ts';

/**
 * The identity of one browser: a signature key that WebCrypto never gives out. It signs the leaf of every
 * group that this browser joins, and is what others pin and compare aloud.
 */
export class DeviceIdentity {
  /** An uncompressed P-256 point, 65 bytes. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** To be kept in IndexedDB, which takes keys as they are. */
  readonly keys: CryptoKeyPair;

  private constructor(keys: CryptoKeyPair, publicKey: Uint8Array<ArrayBuffer>) {
    this.keys = keys;
    this.publicKey = publicKey;
  }

  static async make(): Promise<DeviceIdentity> {
    return DeviceIdentity.from(await makeSigningKeys());
  }

  static async from(keys: CryptoKeyPair): Promise<DeviceIdentity> {
    return new DeviceIdentity(keys, await publicBytes(keys));
  }

  sign(message: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
    return sign(this.keys.privateKey, message);
  }
}
