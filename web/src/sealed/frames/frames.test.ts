import { describe, expect, test } from 'vitest';
import { FrameKey, importBaseKey } from './FrameKey.ts';
import { FrameOpener, formerEpochMilliseconds, type ReceivedTrack } from './FrameOpener.ts';
import { FrameSealer } from './FrameSealer.ts';
import { decodeHeader } from './header.ts';
import { lowerBits, makeKeyId, readKeyId } from './keyId.ts';
import { ReplayWindow } from './ReplayWindow.ts';
import type { SealedTrack } from './track.ts';

const baseKey = (byte: number) => importBaseKey(new Uint8Array(16).fill(byte));
const frame = (...bytes: number[]) => new Uint8Array(bytes).buffer;
const sound: SealedTrack = { source: 'microphone', mimeType: 'audio/opus' };
const picture: SealedTrack = { source: 'camera', mimeType: 'video/VP9' };
const olderPicture: SealedTrack = { source: 'camera', mimeType: 'video/VP8' };
const fromAnna = (track: SealedTrack): ReceivedTrack => ({ ...track, participantId: 'anna' });

/** Anna seals at leaf 3, the other side opens, in one epoch, by a clock that stands still. */
async function pair(epoch = 7n) {
  const time = { now: 1_000 };
  const sealer = new FrameSealer(() => time.now);
  const opener = new FrameOpener(() => time.now);
  const key = await baseKey(1);
  sealer.install({ epoch, baseKey: key, leaf: 3, from: 0 });
  opener.install({ epoch, baseKey: key, members: new Map([[3, 'anna']]) });
  return { time, sealer, opener };
}

async function sealed(sealer: FrameSealer, track: SealedTrack, ...bytes: number[]) {
  const result = await sealer.seal(frame(...bytes), track);
  if (!result) throw new Error('Nothing was sealed.');
  return result;
}

const counterOf = (data: ArrayBuffer) => decodeHeader(new Uint8Array(data))?.counter;

describe('E2 key ids', () => {
  test('kind, leaf and epoch come back out of 24 bits', () => {
    for (const kind of ['sound', 'picture'] as const) {
      for (const leaf of [0, 1, 255]) {
        for (const epoch of [0n, 1n, 16_383n, 16_384n, 2n ** 63n + 5n]) {
          const keyId = makeKeyId({ kind, leaf, epoch });
          expect(keyId).toBeLessThan(2n ** 24n);
          expect(readKeyId(keyId)).toEqual({ kind, leaf, epoch: lowerBits(epoch) });
        }
      }
    }
  });

  test('no two members, kinds or epochs share one', () => {
    const made = new Set<bigint>();
    for (const kind of ['sound', 'picture'] as const) {
      for (let leaf = 0; leaf < 256; leaf += 5) {
        for (let epoch = 0n; epoch < 100n; epoch++) made.add(makeKeyId({ kind, leaf, epoch }));
      }
    }
    expect(made.size).toBe(2 * 52 * 100);
  });

  test('a leaf without a place in it has none, and strange ids are nobody', () => {
    expect(() => makeKeyId({ kind: 'sound', leaf: 256, epoch: 0n })).toThrow(RangeError);
    expect(() => makeKeyId({ kind: 'sound', leaf: -1, epoch: 0n })).toThrow(RangeError);
    expect(readKeyId(2n ** 23n)).toBeNull();
    expect(readKeyId(2n ** 64n - 1n)).toBeNull();
  });
});

describe('E2 counters', () => {
  test('all tracks of a kind share one, also while they are sealed at the same time', async () => {
    const { sealer } = await pair();
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, index) => sealed(sealer, sound, index)),
    );
    const counters = all.map((data) => counterOf(data));
    expect(new Set(counters).size).toBe(50);
  });

  test('one never comes again when an epoch is installed twice, or a new group begins', async () => {
    const { sealer, time } = await pair();
    await sealed(sealer, sound, 1);
    await sealed(sealer, sound, 1);
    for (const byte of [1, 2]) {
      sealer.install({ epoch: 7n, baseKey: await baseKey(byte), leaf: 3, from: time.now });
      expect(counterOf(await sealed(sealer, sound, 1))).toBe(BigInt(byte + 1));
    }
    sealer.clear();
    expect(await sealer.seal(frame(1), sound)).toBeNull();
    sealer.install({ epoch: 7n, baseKey: await baseKey(3), leaf: 3, from: time.now });
    expect(counterOf(await sealed(sealer, sound, 1))).toBe(4n);
  });
});

describe('E3 what is sealed here opens there', () => {
  test.each([
    { track: sound, clear: 0 },
    { track: picture, clear: 0 },
    { track: olderPicture, clear: 1 },
  ])('$track.mimeType, with $clear bytes readable', async ({ track, clear }) => {
    const { sealer, opener } = await pair();
    const plain = Array.from({ length: 200 }, (_, index) => index);
    const data = await sealed(sealer, track, ...plain);
    const shown = new Uint8Array(data);
    expect([...shown.subarray(0, clear)]).toEqual(plain.slice(0, clear));
    // Nothing of the rest, not even eight bytes of it, is to be seen.
    expect(shown.toHex()).not.toContain(new Uint8Array(plain).subarray(clear, clear + 8).toHex());
    expect(data.byteLength - plain.length).toBeLessThanOrEqual(16 + 1 + 3 + 1);
    expect(await opener.open(data, fromAnna(track))).toEqual({ frame: frame(...plain) });
  });

  test('a frame opens once', async () => {
    const { sealer, opener } = await pair();
    const data = await sealed(sealer, sound, 1, 2, 3);
    const both = await Promise.all([
      opener.open(data, fromAnna(sound)),
      opener.open(data, fromAnna(sound)),
    ]);
    expect(both.filter((one) => 'frame' in one)).toHaveLength(1);
    expect(await opener.open(data, fromAnna(sound))).toEqual({ dropped: 'replayed' });
  });

  test('nobody passes one person, or one track, off as another', async () => {
    const { sealer, opener } = await pair();
    const data = await sealed(sealer, sound, 1, 2, 3);
    expect(await opener.open(data, { ...sound, participantId: 'ben' })).toEqual({
      dropped: 'wrong-sender',
    });
    expect(await opener.open(data, fromAnna({ ...sound, source: 'camera' }))).toEqual({
      dropped: 'wrong-sender',
    });
    const shown = await sealed(sealer, olderPicture, 1, 2, 3);
    expect(await opener.open(shown, fromAnna(picture))).not.toHaveProperty('frame');
    new Uint8Array(shown)[0] = 9;
    expect(await opener.open(shown, fromAnna(olderPicture))).toEqual({ dropped: 'undecryptable' });
  });

  test('a wrong key does not open, and does not use the counter up', async () => {
    const { sealer, opener } = await pair();
    const data = await sealed(sealer, sound, 1, 2, 3);
    const forged = data.slice();
    new Uint8Array(forged)[forged.byteLength - 1] = 0;
    expect(await opener.open(forged, fromAnna(sound))).toEqual({ dropped: 'undecryptable' });
    expect(await opener.open(data, fromAnna(sound))).toEqual({ frame: frame(1, 2, 3) });
  });

  test('plain frames are never played', async () => {
    const { opener } = await pair();
    for (const track of [sound, picture, olderPicture]) {
      const plain = frame(0x78, 0x0b, 0xe4, 0xc1, 0x36, 0xec, 0xc5, 0x80);
      expect(await opener.open(plain, fromAnna(track))).not.toHaveProperty('frame');
    }
  });
});

describe('E3 epochs', () => {
  test('the sender begins with a new one when the others can have it', async () => {
    const { sealer, time } = await pair(7n);
    sealer.install({ epoch: 8n, baseKey: await baseKey(2), leaf: 3, from: time.now + 300 });
    const epochOf = async () => {
      const header = decodeHeader(new Uint8Array(await sealed(sealer, sound, 1)));
      return header && readKeyId(header.keyId)?.epoch;
    };
    expect(await epochOf()).toBe(7n);
    time.now += 299;
    expect(await epochOf()).toBe(7n);
    time.now += 1;
    expect(await epochOf()).toBe(8n);
  });

  test('many in a row do not keep the sender in one that nobody can open any more', async () => {
    const { sealer, time } = await pair(7n);
    for (let epoch = 8n; epoch < 40n; epoch++) {
      sealer.install({ epoch, baseKey: await baseKey(2), leaf: 3, from: time.now + 300 });
      time.now += 200;
      const header = decodeHeader(new Uint8Array(await sealed(sealer, sound, 1)));
      const used = (header && readKeyId(header.keyId)?.epoch) ?? 0n;
      expect(epoch - used).toBeLessThanOrEqual(1n);
    }
  });

  test('the one before opens for 5 s, and no longer', async () => {
    const { sealer, opener, time } = await pair(7n);
    const [first, second, last] = [
      await sealed(sealer, sound, 1),
      await sealed(sealer, sound, 2),
      await sealed(sealer, sound, 3),
    ];
    const members = new Map([[3, 'anna']]);
    opener.install({ epoch: 8n, baseKey: await baseKey(2), members });
    expect(await opener.open(first, fromAnna(sound))).toHaveProperty('frame');
    time.now += formerEpochMilliseconds - 1;
    expect(await opener.open(second, fromAnna(sound))).toHaveProperty('frame');
    time.now += 1;
    expect(await opener.open(last, fromAnna(sound))).toEqual({ dropped: 'no-key' });
  });

  test('who was removed is not heard any more, in the epoch before neither', async () => {
    const { sealer, opener } = await pair(7n);
    const data = await sealed(sealer, sound, 1);
    opener.install({ epoch: 8n, baseKey: await baseKey(2), members: new Map([[1, 'ben']]) });
    expect(await opener.open(data, fromAnna(sound))).toEqual({ dropped: 'wrong-sender' });
  });

  test('two groups one after the other may have the same epochs', async () => {
    const { sealer, opener } = await pair(1n);
    const before = await sealed(sealer, sound, 1);
    const members = new Map([[3, 'anna']]);
    const key = await baseKey(2);
    opener.install({ epoch: 1n, baseKey: key, members });
    sealer.install({ epoch: 1n, baseKey: key, leaf: 3, from: 0 });
    expect(await opener.open(await sealed(sealer, sound, 2), fromAnna(sound))).toEqual({
      frame: frame(2),
    });
    expect(await opener.open(before, fromAnna(sound))).toEqual({ frame: frame(1) });
  });
});

describe('E4 fail closed', () => {
  test('without a key nothing is sent, and nothing played', async () => {
    const { sealer } = await pair();
    const data = await sealed(sealer, sound, 1);
    const bare = new FrameSealer(() => 0);
    expect(await bare.seal(frame(1), sound)).toBeNull();
    expect(await new FrameOpener(() => 0).open(data, fromAnna(sound))).toEqual({
      dropped: 'no-key',
    });
  });

  test('other codecs, empty and oversized frames are not sent', async () => {
    const { sealer, opener } = await pair();
    expect(await sealer.seal(frame(1), { source: 'camera', mimeType: 'video/H264' })).toBeNull();
    expect(await sealer.seal(frame(), sound)).toBeNull();
    const huge = new ArrayBuffer(5 * 1024 * 1024);
    expect(await sealer.seal(huge, picture)).toBeNull();
    expect(await opener.open(huge, fromAnna(picture))).toEqual({ dropped: 'malformed' });
  });
});

test('E3 the window knows 1,024 counters, and takes what is older for seen', () => {
  const window = new ReplayWindow();
  expect(window.has(0n)).toBe(false);
  for (const counter of [0n, 5n, 3n, 1_020n]) window.add(counter);
  for (const counter of [0n, 3n, 5n, 1_020n]) expect(window.has(counter)).toBe(true);
  for (const counter of [1n, 4n, 1_019n, 1_021n]) expect(window.has(counter)).toBe(false);
  window.add(1_024n);
  expect([0n, 3n, 5n].map((one) => window.has(one))).toEqual([true, true, true]);
  expect(window.has(1n)).toBe(false);
  window.add(1_030n);
  // Their places in the ring were used before.
  expect([1_025n, 1_027n, 1_029n].map((one) => window.has(one))).toEqual([false, false, false]);
  window.add(2n ** 64n - 1n);
  expect(window.has(1_030n)).toBe(true);
  expect(window.has(2n ** 64n - 2n)).toBe(false);
});

test('E3 no bytes whatever make the parser or the opener throw', async () => {
  const { sealer, opener } = await pair(0n);
  const real = new Uint8Array(await sealed(sealer, olderPicture, ...Array(40).fill(5)));
  // A small generator with a seed, so that a failure can be seen again.
  let state = 20_260_101;
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const tracks = [sound, picture, olderPicture];
  for (let round = 0; round < 3_000; round++) {
    const bytes =
      round % 2 === 0
        ? Uint8Array.from({ length: random(64) }, () => random(256))
        : real.slice(0, random(real.length + 1));
    if (round % 2 === 1 && bytes.length > 0) bytes[random(bytes.length)] = random(256);
    const header = decodeHeader(bytes);
    if (header) expect(header.length).toBeLessThanOrEqual(bytes.length);
    const track = tracks[round % 3] ?? sound;
    const result = await opener.open(bytes.buffer, fromAnna(track));
    if ('frame' in result) expect(bytes).toEqual(real);
  }
});

test('E1 keys of two ids of one base key have nothing in common', async () => {
  const base = await baseKey(1);
  const [first, second] = [await FrameKey.derive(base, 1n), await FrameKey.derive(base, 2n)];
  const data = await first.seal(0n, new Uint8Array([1, 2, 3]), new Uint8Array());
  await expect(second.open(data, new Uint8Array())).rejects.toThrow();
});
