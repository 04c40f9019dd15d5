import { describe, expect, test } from 'vitest';
import { en } from '../../i18n/sealed/en.ts';
import { pl } from '../../i18n/sealed/pl.ts';
import { ru } from '../../i18n/sealed/ru.ts';
import { uk } from '../../i18n/sealed/uk.ts';
import { DeviceIdentity } from '../group/DeviceIdentity.ts';
import {
  NonceExchange,
  SafetyBrokenError,
  type SafetyMessage,
  type SafetyPerson,
} from './NonceExchange.ts';
import { pictures } from './pictures.ts';
import { type SafetyPart, safetyCode } from './safetyCode.ts';

async function person(participantId: string): Promise<SafetyPerson> {
  return { participantId, deviceKey: (await DeviceIdentity.make()).publicKey };
}

/** Runs an exchange among people who hear each other; what each has in the end. */
async function exchange(roster: readonly SafetyPerson[]): Promise<SafetyPart[][]> {
  const sides = roster.map(({ participantId }) => ({
    participantId,
    exchange: new NonceExchange(participantId, roster),
  }));
  const say = async (from: string, message: SafetyMessage): Promise<void> => {
    for (const side of sides) {
      if (side.participantId === from) continue;
      const answer = await side.exchange.take(from, message);
      if (answer) reveals.push([side.participantId, answer]);
    }
  };
  const reveals: [string, SafetyMessage][] = [];
  for (const side of sides) await say(side.participantId, await side.exchange.commitment());
  for (const [from, message] of reveals) await say(from, message);
  return sides.map(({ exchange: done }) => done.parts ?? []);
}

const code = async (parts: readonly SafetyPart[] | undefined) =>
  (await safetyCode(parts ?? [])).join(' ');

describe('E8 the safety code', () => {
  test.each([2, 3, 5])('%d people who hear each other see the same six pictures', async (count) => {
    const roster = await Promise.all(
      ['anna', 'ben', 'cleo', 'dan', 'eva'].slice(0, count).map(person),
    );
    const codes = await Promise.all((await exchange(roster)).map(code));
    expect(new Set(codes).size).toBe(1);
    expect(codes[0]?.split(' ')).toHaveLength(6);
  });

  test('it does not depend on the order in which one sees the people', async () => {
    const [parts] = await exchange([await person('anna'), await person('ben')]);
    expect(await code(parts?.toReversed())).toBe(await code(parts));
  });

  test('another device, another person or another nonce changes it', async () => {
    const [anna, ben] = [await person('anna'), await person('ben')];
    const [parts = []] = await exchange([anna, ben]);
    const before = await code(parts);
    const { deviceKey } = await person('ben');
    const changes: SafetyPart[][] = [
      parts.map((one) => (one.participantId === 'ben' ? { ...one, deviceKey } : one)),
      parts.map((one) => (one.participantId === 'ben' ? { ...one, participantId: 'eva' } : one)),
      parts.map((one) => ({ ...one, nonce: one.nonce.map((byte) => byte ^ 1) })),
      parts.slice(0, 1),
    ];
    for (const changed of changes) expect(await code(changed)).not.toBe(before);
  });

  test('who stands in the middle gives the two sides different codes', async () => {
    const [anna, ben] = [await person('anna'), await person('ben')];
    for (let round = 0; round < 20; round++) {
      // The service shows each side a key of its own under the other's name.
      const [falseBen, falseAnna] = [await person('ben'), await person('anna')];
      const [atAnna] = await exchange([anna, falseBen]);
      const [, atBen] = await exchange([falseAnna, ben]);
      expect(await code(atAnna)).not.toBe(await code(atBen));
    }
  });

  test('the service cannot choose a nonce after it has seen one', async () => {
    const roster = [await person('anna'), await person('ben')];
    const anna = new NonceExchange('anna', roster);
    const own = new NonceExchange('ben', roster);
    // Nothing is revealed to who has not committed.
    const nonce: SafetyMessage = { kind: 'nonce', nonce: new Uint8Array(32) };
    await expect(anna.take('ben', nonce)).rejects.toThrow(SafetyBrokenError);
    expect(await anna.take('ben', await own.commitment())).toMatchObject({ kind: 'nonce' });
    await expect(anna.take('ben', nonce)).rejects.toThrow(SafetyBrokenError);
    const other = await new NonceExchange('ben', roster).commitment();
    await expect(anna.take('ben', other)).rejects.toThrow(SafetyBrokenError);
    expect(anna.parts).toBeNull();
  });

  test('a commitment is for one roster, and one that is not on it adds nothing', async () => {
    const [anna, ben, cleo] = [await person('anna'), await person('ben'), await person('cleo')];
    const side = new NonceExchange('anna', [anna, ben]);
    const elsewhere = new NonceExchange('ben', [anna, ben, cleo]);
    expect(await side.take('cleo', await elsewhere.commitment())).toBeNull();
    await side.take('ben', await elsewhere.commitment());
    await elsewhere.take('anna', await side.commitment());
    const reveal = await elsewhere.take(
      'cleo',
      await new NonceExchange('cleo', [anna, ben, cleo]).commitment(),
    );
    if (!reveal) throw new Error('Nothing was revealed.');
    await expect(side.take('ben', reveal)).rejects.toThrow(SafetyBrokenError);
  });

  test('every picture comes, about as often as the others', async () => {
    const counts = new Map<string, number>();
    const rounds = 1_000;
    for (let round = 0; round < rounds; round++) {
      const nonce = new Uint8Array(32);
      new DataView(nonce.buffer).setUint32(0, round);
      const part = { participantId: 'anna', deviceKey: new Uint8Array(65), nonce };
      for (const one of await safetyCode([part])) counts.set(one, (counts.get(one) ?? 0) + 1);
    }
    expect(counts.size).toBe(pictures.length);
    for (const count of counts.values()) expect(count).toBeLessThan((2 * 6 * rounds) / 64);
  });
});

test('E8 every picture has one name in each language, and no two share one', () => {
  for (const words of [pl, en, uk, ru]) {
    const names = pictures.map((one) => words[`picture.${one}`]);
    expect(new Set(names).size).toBe(pictures.length);
    expect(names.every((name) => name.length > 1 && !name.includes(' '))).toBe(true);
  }
});
