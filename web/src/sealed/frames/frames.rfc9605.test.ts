import { describe, expect, test } from 'vitest';
import { FrameKey, importBaseKey } from './FrameKey.ts';
import { decodeHeader, encodeHeader } from './header.ts';

/** RFC 9605, appendix C.1: key id, counter, header. */
const headers: [bigint, bigint, string][] = [
  [0n, 0n, '00'],
  [0n, 1n, '01'],
  [0n, 255n, '08ff'],
  [0n, 256n, '090100'],
  [0n, 16777215n, '0affffff'],
  [0n, 4294967296n, '0c0100000000'],
  [0n, 281474976710656n, '0e01000000000000'],
  [0n, 18446744073709551615n, '0fffffffffffffffff'],
  [1n, 0n, '10'],
  [1n, 65536n, '1a010000'],
  [1n, 72057594037927936n, '1f0100000000000000'],
  [255n, 0n, '80ff'],
  [255n, 1n, '81ff'],
  [255n, 65535n, '89ffffff'],
  [256n, 0n, '900100'],
  [256n, 255n, '980100ff'],
  [65535n, 1099511627776n, '9dffff010000000000'],
  [65536n, 0n, 'a0010000'],
  [65536n, 18446744073709551615n, 'af010000ffffffffffffffff'],
  [16777215n, 1n, 'a1ffffff'],
  [16777216n, 16777216n, 'bb0100000001000000'],
  [4294967295n, 4294967295n, 'bbffffffffffffffff'],
  [4294967296n, 0n, 'c00100000000'],
  [4294967296n, 72057594037927935n, 'ce0100000000ffffffffffffff'],
];

/** RFC 9605, appendix C.3, AES_128_GCM_SHA256_128. */
const vector = {
  keyId: 0x123n,
  counter: 0x4567n,
  baseKey: '000102030405060708090a0b0c0d0e0f',
  metadata: '4945544620534672616d65205747',
  plain: '64726166742d696574662d736672616d652d656e63',
  sealed: '9901234567b7412c2513a1b66dbb48841bbaf17f598751176ad847681a69c6d0b091c07018ce4adb34eb',
};

const bytes = (hex: string) => Uint8Array.fromHex(hex);

describe('E1 the vectors of RFC 9605', () => {
  test.each(headers)('header of key id %d, counter %d', (keyId, counter, hex) => {
    expect(encodeHeader({ keyId, counter }).toHex()).toBe(hex);
    expect(decodeHeader(bytes(hex))).toEqual({ keyId, counter, length: hex.length / 2 });
  });

  test('a frame is sealed to the very bytes of the RFC, and opened', async () => {
    const baseKey = await importBaseKey(bytes(vector.baseKey));
    const key = await FrameKey.derive(baseKey, vector.keyId);
    const sealed = await key.seal(vector.counter, bytes(vector.plain), bytes(vector.metadata));
    expect(sealed.toHex()).toBe(vector.sealed);
    const opened = await key.open(bytes(vector.sealed), bytes(vector.metadata));
    expect(opened.toHex()).toBe(vector.plain);
  });

  test('another bit anywhere, or other metadata, does not open', async () => {
    const key = await FrameKey.derive(await importBaseKey(bytes(vector.baseKey)), vector.keyId);
    const metadata = bytes(vector.metadata);
    for (let at = 0; at < bytes(vector.sealed).length; at++) {
      const altered = bytes(vector.sealed);
      altered[at] = (altered[at] ?? 0) ^ 1;
      await expect(key.open(altered, metadata), `byte ${at}`).rejects.toThrow();
    }
    await expect(key.open(bytes(vector.sealed), metadata.subarray(1))).rejects.toThrow();
  });

  test('neither key can be taken out of the browser', async () => {
    const baseKey = await importBaseKey(bytes(vector.baseKey));
    await expect(crypto.subtle.exportKey('raw', baseKey)).rejects.toThrow();
  });
});

test('E1 a header that ends too soon is none, and numbers beyond 64 bits have none', () => {
  for (const [, , hex] of headers) {
    const whole = bytes(hex);
    for (let length = 0; length < whole.length; length++) {
      expect(decodeHeader(whole.subarray(0, length))).toBeNull();
    }
  }
  expect(() => encodeHeader({ keyId: 2n ** 64n, counter: 0n })).toThrow(RangeError);
  expect(() => encodeHeader({ keyId: 0n, counter: -1n })).toThrow(RangeError);
});
