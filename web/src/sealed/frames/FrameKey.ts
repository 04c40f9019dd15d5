import { decodeHeader, encodeHeader } from './header.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** AES_128_GCM_SHA256_128 in IANA's list of SFrame cipher suites. */
const suite = 4;
const saltLength = 12;
/** Bytes that the cipher adds to what it seals. */
const tagLength = 16;

/** A base key as the group's exporter gave it, 16 bytes; WebCrypto never gives it out again. */
export function importBaseKey(bytes: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey', 'deriveBits']);
}

/** The key and the salt of one key id (RFC 9605, 4.4.2), and what they do to one frame (4.4.3, 4.4.4). */
export class FrameKey {
  readonly #keyId: bigint;
  readonly #key: CryptoKey;
  readonly #salt: Bytes;

  private constructor(keyId: bigint, key: CryptoKey, salt: Bytes) {
    this.#keyId = keyId;
    this.#key = key;
    this.#salt = salt;
  }

  static async derive(baseKey: CryptoKey, keyId: bigint): Promise<FrameKey> {
    // WebCrypto extracts and expands in one step, as the RFC does with an empty salt.
    const hkdf = (name: string) => ({
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(),
      info: label(name, keyId),
    });
    const [key, salt] = await Promise.all([
      crypto.subtle.deriveKey(hkdf('key'), baseKey, { name: 'AES-GCM', length: 128 }, false, [
        'encrypt',
        'decrypt',
      ]),
      crypto.subtle.deriveBits(hkdf('salt'), baseKey, saltLength * 8),
    ]);
    return new FrameKey(keyId, key, new Uint8Array(salt));
  }

  /** Header and ciphertext of a frame. The counter must never have been used with this key id. */
  async seal(counter: bigint, plain: Bytes, metadata: Bytes): Promise<Bytes> {
    const header = encodeHeader({ keyId: this.#keyId, counter });
    const cipher = await crypto.subtle.encrypt(
      this.#algorithm(counter, header, metadata),
      this.#key,
      plain,
    );
    return joined(header, new Uint8Array(cipher));
  }

  /** What `seal()` sealed; rejects where a bit of it, or of the metadata, is another. */
  async open(sealed: Bytes, metadata: Bytes): Promise<Bytes> {
    const header = decodeHeader(sealed);
    if (!header) throw new RangeError('The frame ends within its header.');
    const plain = await crypto.subtle.decrypt(
      this.#algorithm(header.counter, sealed.subarray(0, header.length), metadata),
      this.#key,
      sealed.subarray(header.length),
    );
    return new Uint8Array(plain);
  }

  #algorithm(counter: bigint, header: Bytes, metadata: Bytes): AesGcmParams {
    return {
      name: 'AES-GCM',
      iv: this.#nonce(counter),
      additionalData: joined(header, metadata),
      tagLength: tagLength * 8,
    };
  }

  #nonce(counter: bigint): Bytes {
    const nonce = this.#salt.slice();
    const view = new DataView(nonce.buffer);
    view.setBigUint64(saltLength - 8, view.getBigUint64(saltLength - 8) ^ counter);
    return nonce;
  }
}

function label(name: string, keyId: bigint): Bytes {
  const words = new TextEncoder().encode(`SFrame 1.0 Secret ${name} `);
  const bytes = new Uint8Array(words.length + 10);
  bytes.set(words);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(words.length, keyId);
  view.setUint16(words.length + 8, suite);
  return bytes;
}

function joined(first: Bytes, second: Bytes): Bytes {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
