import { type Picture, pictures } from './pictures.ts';

/** What one person on screen adds to the code. */
export interface SafetyPart {
  participantId: string;
  /** The public key of their device. */
  deviceKey: Uint8Array;
  /** 32 random bytes of theirs, which they had committed to before they knew those of the others. */
  nonce: Uint8Array;
}

const codeLength = 6;
const bitsEach = 6;

/**
 * The six pictures that all people of a session see alike when nobody stands between them (rule E8): 36
 * bits of a hash over everybody's device key and nonce. The order of the parts does not matter. It knows
 * nothing of epochs and leaves, so it stays when keys are renewed or a page is loaded anew.
 */
export async function safetyCode(parts: readonly SafetyPart[]): Promise<Picture[]> {
  const told = parts
    .map(({ participantId, deviceKey, nonce }) => [participantId, [...deviceKey], [...nonce]])
    .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
  const digest = await hash(['Gabinet safety code 1', told]);
  let bits = digest.slice(0, 5).reduce((all, byte) => (all << 8n) | BigInt(byte), 0n) >> 4n;
  const code: Picture[] = [];
  for (let place = 0; place < codeLength; place++) {
    const picture = pictures[Number(bits & ((1n << BigInt(bitsEach)) - 1n))];
    if (picture) code.unshift(picture);
    bits >>= BigInt(bitsEach);
  }
  return code;
}

/** SHA-256 of a statement whose parts JSON keeps apart. */
export async function hash(statement: unknown): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(JSON.stringify(statement));
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
