import { randomBytes } from 'node:crypto';
import type { AppError } from '@gabinet/shared/contracts/errors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../signaling/src/database/Database.ts';
import { Vault } from '../../signaling/src/vault/Vault.ts';
import { freshDatabase, type TestDatabase } from '../support/databases.ts';
import { Fixtures } from '../support/fixtures.ts';

const clock = { now: () => Date.now() };
const masterKey = () => randomBytes(32).toString('base64url');
const secret = masterKey();
const vault = new Vault(secret, clock);
const text = 'Zażółć gęślą jaźń, я боюся 😟';
const [record, otherRecord] = ['record-1', 'record-2'] as const;

let testDatabase: TestDatabase;
let database: Database;
let practiceId: string;
let keyId: string;

beforeAll(async () => {
  testDatabase = await freshDatabase();
  database = openDatabase(testDatabase.url);
  const fixtures = new Fixtures(testDatabase.url);
  ({ practiceId } = await fixtures.psychologist());
  await fixtures.close();
  keyId = await vault.createKey(database, practiceId);
});
afterAll(async () => {
  await database?.destroy();
  await testDatabase?.drop();
});

const refused = (work: Promise<unknown>, code: AppError['code']) =>
  expect(work).rejects.toMatchObject({ code });

describe('V1 what is sealed', () => {
  test('V1 opens to the same text, and twice the same text looks different', async () => {
    const [one, two] = [
      await vault.seal(database, keyId, record, text),
      await vault.seal(database, keyId, record, text),
    ];
    expect(one.equals(two)).toBe(false);
    expect(one.toString('utf8')).not.toContain('gęślą');
    for (const sealed of [one, two]) {
      expect(await vault.open(database, keyId, record, sealed)).toBe(text);
    }
  });

  test('V1 does not open as another record’s', async () => {
    const sealed = await vault.seal(database, keyId, record, text);
    await refused(vault.open(database, keyId, otherRecord, sealed), 'INTERNAL');
  });

  test('V1 does not open when any one byte was altered, or the end is missing', async () => {
    const sealed = await vault.seal(database, keyId, record, text);
    for (const place of sealed.keys()) {
      const altered = Buffer.from(sealed);
      altered[place] = (altered[place] ?? 0) ^ 1;
      await refused(vault.open(database, keyId, record, altered), 'INTERNAL');
    }
    for (const length of [0, 1, 20, sealed.length - 1]) {
      await refused(vault.open(database, keyId, record, sealed.subarray(0, length)), 'INTERNAL');
    }
  });
});

describe('V2 a data key', () => {
  test('V2 opens nothing of another key', async () => {
    const sealed = await vault.seal(database, keyId, record, text);
    const other = await vault.createKey(database, practiceId);
    await refused(vault.open(database, other, record, sealed), 'INTERNAL');
  });

  test('V2 is worth nothing without the configured key, nor under another key’s id', async () => {
    const sealed = await vault.seal(database, keyId, record, text);
    const stranger = new Vault(masterKey(), clock);
    await refused(stranger.open(database, keyId, record, sealed), 'INTERNAL');
    const other = await vault.createKey(database, practiceId);
    const row = await database
      .selectFrom('vault_keys')
      .select('wrapped')
      .where('id', '=', keyId)
      .executeTakeFirstOrThrow();
    // Somebody with the database alone puts a client's key in another one's place.
    await database
      .updateTable('vault_keys')
      .set({ wrapped: row.wrapped })
      .where('id', '=', other)
      .execute();
    await refused(vault.open(database, other, record, sealed), 'INTERNAL');
  });

  test('V2 the practice has one, however many ask for it at once', async () => {
    const ids = await Promise.all(
      Array.from({ length: 8 }, () => vault.practiceKey(database, practiceId)),
    );
    expect(new Set(ids).size).toBe(1);
  });
});

test('V3 a destroyed key: what it sealed is unreadable, for this process and a later one', async () => {
  const shredded = await vault.createKey(database, practiceId);
  const sealed = await vault.seal(database, shredded, record, text);
  await vault.destroyKey(database, shredded);
  await refused(vault.open(database, shredded, record, sealed), 'NOT_FOUND');
  await refused(new Vault(secret, clock).open(database, shredded, record, sealed), 'NOT_FOUND');
  await refused(vault.seal(database, shredded, record, text), 'NOT_FOUND');
});

test('V1 an address is found in any spelling of its case, and only within its practice', () => {
  const hash = vault.emailHash(practiceId, 'Anna.Nowak@Example.ORG');
  expect(vault.emailHash(practiceId, ' anna.nowak@example.org ').equals(hash)).toBe(true);
  expect(vault.emailHash(practiceId, 'anna.nowak@example.com').equals(hash)).toBe(false);
  expect(vault.emailHash(otherRecord, 'anna.nowak@example.org').equals(hash)).toBe(false);
  expect(
    new Vault(masterKey(), clock).emailHash(practiceId, 'anna.nowak@example.org').equals(hash),
  ).toBe(false);
});

test('V2 a code’s hash tells nothing to who has the database alone', () => {
  const subject = Buffer.from('subject');
  const hash = vault.codeHash(subject, '123456');
  expect(hash.equals(vault.codeHash(subject, '123456'))).toBe(true);
  expect(hash.equals(vault.codeHash(Buffer.from('other'), '123456'))).toBe(false);
  expect(hash.equals(new Vault(masterKey(), clock).codeHash(subject, '123456'))).toBe(false);
});
