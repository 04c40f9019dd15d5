/** The header of a sealed frame (RFC 9605, 4.3). Both numbers are below 2^64. */
export interface FrameHeader {
  keyId: bigint;
  counter: bigint;
}

/** A header that was read, and how many bytes it took. */
export interface ReadHeader extends FrameHeader {
  length: number;
}

const highest = 2n ** 64n - 1n;

/** The bytes of a header: a number below 8 lies in the first byte, a larger one in as few bytes as it needs. */
export function encodeHeader({ keyId, counter }: FrameHeader): Uint8Array<ArrayBuffer> {
  const key = encodeNumber(keyId);
  const count = encodeNumber(counter);
  return new Uint8Array([(key.bits << 4) | count.bits, ...key.bytes, ...count.bytes]);
}

/** Reads a header from the start of `bytes`; null where they end within it. */
export function decodeHeader(bytes: Uint8Array): ReadHeader | null {
  const first = bytes[0];
  if (first === undefined) return null;
  const key = decodeNumber(bytes, first >> 4, 1);
  if (!key) return null;
  const count = decodeNumber(bytes, first & 0x0f, key.end);
  return count && { keyId: key.value, counter: count.value, length: count.end };
}

/** Four bits of the first byte (a flag and either the number or its length less one), and what follows. */
function encodeNumber(value: bigint): { bits: number; bytes: number[] } {
  if (value < 0n || value > highest) throw new RangeError('A header carries numbers of 64 bits.');
  if (value < 8n) return { bits: Number(value), bytes: [] };
  const bytes: number[] = [];
  for (let rest = value; rest > 0n; rest >>= 8n) bytes.unshift(Number(rest & 0xffn));
  return { bits: 8 | (bytes.length - 1), bytes };
}

function decodeNumber(
  bytes: Uint8Array,
  bits: number,
  start: number,
): { value: bigint; end: number } | null {
  if (bits < 8) return { value: BigInt(bits), end: start };
  const end = start + (bits & 7) + 1;
  if (end > bytes.length) return null;
  let value = 0n;
  for (const byte of bytes.subarray(start, end)) value = (value << 8n) | BigInt(byte);
  return { value, end };
}
