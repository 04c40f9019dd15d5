import type { Signature } from 'ts-mls';

type Bytes = Uint8Array<ArrayBuffer>;

/** ECDSA over P-256 with SHA-256: every browser has had it for years, unlike Ed25519. */
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const half = 32;

/** A key pair for signing, whose private half WebCrypto never gives out. */
export function makeSigningKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
}

/** The public half, as an uncompressed point of 65 bytes. */
export async function publicBytes({ publicKey }: CryptoKeyPair): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
}

/** A signature of 64 bytes, r ‖ s. */
export async function sign(privateKey: CryptoKey, message: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign(algorithm, privateKey, new Uint8Array(message)));
}

/** Whether a signature r ‖ s is of this message and key; false for bytes that are no key or signature. */
export async function verify(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', new Uint8Array(publicKey), algorithm, true, [
      'verify',
    ]);
    const [signed, told] = [new Uint8Array(signature), new Uint8Array(message)];
    return await crypto.subtle.verify(algorithm, key, signed, told);
  } catch {
    return false;
  }
}

/**
 * MLS signatures whose private keys stay in WebCrypto: what the library takes for a private key is only
 * the name of one. Signatures travel in DER, as RFC 9420 wants them (5.1.1).
 */
export function leafSignatures(): Signature {
  const keys = new Map<string, CryptoKey>();
  return {
    async keygen() {
      const pair = await makeSigningKeys();
      const name = crypto.getRandomValues(new Uint8Array(16));
      keys.set(String(name), pair.privateKey);
      return { signKey: name, publicKey: await publicBytes(pair) };
    },
    async sign(signKey, message) {
      const key = keys.get(String(signKey));
      if (!key) throw new Error('No such signature key.');
      return toDer(await sign(key, message));
    },
    async verify(publicKey, message, signature) {
      const plain = fromDer(signature);
      return plain !== null && (await verify(publicKey, message, plain));
    },
  };
}

/** r ‖ s as SEQUENCE { r INTEGER, s INTEGER }. */
export function toDer(signature: Uint8Array): Bytes {
  const numbers = [signature.subarray(0, half), signature.subarray(half)].flatMap((number) => {
    const start = number.findIndex((byte) => byte !== 0);
    const bytes = [...number.subarray(start === -1 ? half - 1 : start)];
    // A set highest bit would make it negative.
    if ((bytes[0] ?? 0) > 0x7f) bytes.unshift(0);
    return [0x02, bytes.length, ...bytes];
  });
  return new Uint8Array([0x30, numbers.length, ...numbers]);
}

/** The reverse of `toDer`; null for any other bytes. */
export function fromDer(bytes: Uint8Array): Bytes | null {
  if (bytes[0] !== 0x30 || bytes[1] !== bytes.length - 2) return null;
  const signature = new Uint8Array(2 * half);
  let at = 2;
  for (const end of [half, 2 * half]) {
    const length = bytes[at + 1] ?? 0;
    const number = bytes.subarray(at + 2, at + 2 + length);
    const isPadded = number[0] === 0;
    const value = isPadded ? number.subarray(1) : number;
    if (bytes[at] !== 0x02 || number.length !== length || length === 0) return null;
    if (value.length > half || (!isPadded && (number[0] ?? 0) > 0x7f)) return null;
    signature.set(value, end - value.length);
    at += 2 + length;
  }
  return at === bytes.length ? signature : null;
}
