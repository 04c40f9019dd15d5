/**
 * A picture on its way through the service: what is uploaded is ciphertext, and what opens it travels in a
 * message of the group (rule E7).
 */
export interface BlobKey {
  /** 16 bytes, for this blob alone. */
  key: Uint8Array<ArrayBuffer>;
  /** SHA-256 of the sealed bytes: the service cannot give another blob that it has a key of. */
  hash: Uint8Array<ArrayBuffer>;
}

/** What came is not what was sealed. */
export class BlobBrokenError extends Error {
  constructor() {
    super('This is not the blob that was sealed.');
    this.name = 'BlobBrokenError';
  }
}

/** A key is used once, so its nonce can be any. */
const nonce = new Uint8Array(12);

export async function sealBlob(
  plain: Uint8Array<ArrayBuffer>,
): Promise<{ sealed: Uint8Array<ArrayBuffer>; blobKey: BlobKey }> {
  const key = crypto.getRandomValues(new Uint8Array(16));
  const cipher = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce },
    await imported(key, 'encrypt'),
    plain,
  );
  const sealed = new Uint8Array(cipher);
  return { sealed, blobKey: { key, hash: await hashOf(sealed) } };
}

/** @throws BlobBrokenError */
export async function openBlob(
  sealed: Uint8Array<ArrayBuffer>,
  { key, hash }: BlobKey,
): Promise<Uint8Array<ArrayBuffer>> {
  const found = await hashOf(sealed);
  if (hash.length !== found.length || found.some((byte, index) => byte !== hash[index])) {
    throw new BlobBrokenError();
  }
  try {
    const algorithm = { name: 'AES-GCM', iv: nonce };
    const opened = await crypto.subtle.decrypt(algorithm, await imported(key, 'decrypt'), sealed);
    return new Uint8Array(opened);
  } catch {
    throw new BlobBrokenError();
  }
}

function imported(key: Uint8Array<ArrayBuffer>, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', key, 'AES-GCM', false, [usage]);
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
