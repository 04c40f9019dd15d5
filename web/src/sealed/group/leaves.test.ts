import { describe, expect, test } from 'vitest';
import { DeviceIdentity } from './DeviceIdentity.ts';
import {
  admitted,
  agree,
  bytes,
  eventually,
  founded,
  none,
  Order,
  seat,
  text,
  welcomeOf,
} from './exampleGroup.ts';
import { SessionGroup } from './SessionGroup.ts';
import { fromDer, makeSigningKeys, publicBytes, sign, toDer, verify } from './signatures.ts';
import { GroupRefusedError } from './wire.ts';

describe('E6 who a leaf is', { timeout: 40_000 }, () => {
  test('a leaf that its device did not sign for this session is not let in', async () => {
    const order = new Order();
    const anna = await founded(order);
    const other = { ...(await seat('ben')), sessionId: 'session-2' };
    const foreign = await SessionGroup.knock(other);
    const good = await SessionGroup.knock(await seat('cleo'));
    anna.keeper.add(foreign.keyPackage);
    anna.keeper.add(good.keyPackage);
    // The good one is not held up by it.
    await eventually(() => anna.people).toEqual(['anna', 'cleo']);
    expect(anna.refused).toEqual([foreign.keyPackage]);
    anna.keeper.add(new Uint8Array([1, 2, 3]));
    await eventually(() => anna.refused).toHaveLength(2);
  });

  test('a service that puts its own key under a name is a different device', async () => {
    const order = new Order();
    const anna = await founded(order);
    const device = await DeviceIdentity.make();
    await admitted(order, anna, 'ben');
    const [ben] = anna.group.members.filter(({ participantId }) => participantId === 'ben');
    expect(ben?.deviceKey).not.toEqual(device.publicKey);
  });

  test('a welcome is for the key package that it was made for', async () => {
    const order = new Order();
    const anna = await founded(order);
    await admitted(order, anna, 'ben');
    const other = await SessionGroup.knock(await seat('eva'));
    await expect(other.join(welcomeOf(order, 0))).rejects.toThrow(GroupRefusedError);
  });

  test('the device key cannot be taken out of the browser', async () => {
    const { keys } = await DeviceIdentity.make();
    await expect(crypto.subtle.exportKey('pkcs8', keys.privateKey)).rejects.toThrow();
  });

  test('signatures keep their value in DER, and other bytes are none', async () => {
    const keys = await makeSigningKeys();
    const publicKey = await publicBytes(keys);
    for (let round = 0; round < 60; round++) {
      const plain = await sign(keys.privateKey, bytes(`${round}`));
      const der = toDer(plain);
      expect(fromDer(der)).toEqual(plain);
      for (let length = 0; length < der.length; length++) {
        expect(fromDer(der.subarray(0, length))).toBeNull();
      }
      expect(await verify(publicKey, bytes(`${round}`), plain)).toBe(true);
      expect(await verify(publicKey, bytes('another'), plain)).toBe(false);
    }
    const small = new Uint8Array(64);
    small[31] = 1;
    small[32] = 0x80;
    expect(toDer(small).toHex()).toBe(`302602010102 21 0080${'00'.repeat(31)}`.replaceAll(' ', ''));
    expect(fromDer(toDer(small))).toEqual(small);
    expect(await verify(new Uint8Array(65), none, small)).toBe(false);
  });
});

describe('E7 messages', { timeout: 40_000 }, () => {
  test('the sender is known from the group, and what travels beside is unaltered', async () => {
    const order = new Order();
    const anna = await founded(order);
    const ben = await admitted(order, anna, 'ben');
    await agree(anna, ben);
    const sealed = await ben.keeper.seal(bytes('I am Anna'), bytes('message-1'));
    const opened = await anna.keeper.open(sealed);
    expect(opened.sender.participantId).toBe('ben');
    expect(text(opened.visible)).toBe('message-1');
    await expect(anna.keeper.open(sealed)).rejects.toThrow(GroupRefusedError);
  });

  test('short ones look alike, and none shows what it says', async () => {
    const order = new Order();
    const anna = await founded(order);
    await admitted(order, anna, 'ben');
    const [short, longer] = [
      await anna.keeper.seal(bytes('no'), none),
      await anna.keeper.seal(bytes('a sentence that is not so short'), none),
    ];
    expect(longer.length).toBe(short.length);
    expect(new TextDecoder('latin1').decode(longer)).not.toContain('sentence');
  });

  test('altered, cut and made-up bytes are refused, and the group goes on', async () => {
    const order = new Order();
    const anna = await founded(order);
    const ben = await admitted(order, anna, 'ben');
    await agree(anna, ben);
    const sealed = await ben.keeper.seal(bytes('hello'), none);
    const commit = (await ben.group.prepare({ add: [], remove: [] })).commit;
    for (const whole of [sealed, commit]) {
      for (let round = 0; round < 120; round++) {
        const altered = whole.slice(0, round % 3 === 0 ? round * 2 : whole.length);
        const at = (round * 7) % Math.max(1, altered.length);
        altered[at] = (altered[at] ?? 0) ^ (1 << (round % 8));
        await expect(anna.group.open(altered)).rejects.toThrow(GroupRefusedError);
        await expect(anna.group.take(altered)).rejects.toThrow(GroupRefusedError);
      }
    }
    expect(text((await anna.keeper.open(sealed)).plain)).toBe('hello');
    await agree(anna, ben);
  });
});
