import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  BookingTransactions,
  lockClients,
  lockPsychologists,
} from '../../signaling/src/appointments/BookingTransactions.ts';
import { type Database, openDatabase } from '../../signaling/src/database/Database.ts';
import { freshDatabase, type TestDatabase } from '../support/databases.ts';
import { Fixtures, type Psychologist } from '../support/fixtures.ts';

/** What Postgres itself refuses, provoked for real. */
let given: TestDatabase;
let database: Database;
let fixtures: Fixtures;
let anna: Psychologist;

beforeAll(async () => {
  given = await freshDatabase();
  database = openDatabase(given.url);
  fixtures = new Fixtures(given.url);
  anna = await fixtures.psychologist();
});
afterAll(async () => {
  await fixtures.close();
  await database.destroy();
  await given.drop();
});

test('B6 a deadlock (40P01) is tried again, and pages are told once, after the commit', async () => {
  const transactions = new BookingTransactions(database);
  const told: string[] = [];
  transactions.onChange(({ psychologistId }) => void told.push(psychologistId));
  const [one, other] = [randomUUID(), randomUUID()];
  let attempts = 0;
  let arrived = 0;
  let meet = () => {};
  const both = new Promise<void>((resolve) => {
    meet = resolve;
  });
  // Two locks in two orders, which no service does: each waits for what the other holds.
  const contrary = (first: string, second: string) =>
    transactions.run(null, async (transaction) => {
      attempts += 1;
      await lockClients(transaction, [first]);
      arrived += 1;
      if (arrived === 2) meet();
      await both;
      await lockClients(transaction, [second]);
      transactions.changed(transaction, {
        psychologistId: first,
        practiceId: anna.practiceId,
        sessionIds: [],
      });
    });
  await Promise.all([contrary(one, other), contrary(other, one)]);
  expect(attempts).toBeGreaterThan(2);
  expect(told.sort()).toEqual([one, other].sort());
});

test('B6 locks taken together are taken in one order, whatever order they are named in', async () => {
  const transactions = new BookingTransactions(database);
  const ids = Array.from({ length: 5 }, () => randomUUID());
  let attempts = 0;
  await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      transactions.run(null, async (transaction) => {
        attempts += 1;
        const mixed = index % 2 === 0 ? ids : ids.toReversed();
        await lockPsychologists(transaction, mixed);
        await lockClients(transaction, mixed);
      }),
    ),
  );
  expect(attempts).toBe(12);
});

test('B5 the constraint has the last word: what slips past the check is OPENING_TAKEN', async () => {
  const transactions = new BookingTransactions(database);
  await fixtures.appointment({ psychologist: anna });
  const again = transactions.run(null, async (transaction) => {
    const row = await transaction
      .selectFrom('appointments')
      .selectAll()
      .where('psychologist_id', '=', anna.psychologistId)
      .executeTakeFirstOrThrow();
    await transaction
      .insertInto('appointments')
      .values({ ...row, id: randomUUID() })
      .execute();
  });
  await expect(again).rejects.toMatchObject({ code: 'OPENING_TAKEN' });
  const twice = transactions.run(null, async (transaction) => {
    const row = await transaction
      .selectFrom('participants')
      .selectAll()
      .where('client_id', 'is not', null)
      .executeTakeFirstOrThrow();
    await transaction
      .insertInto('participants')
      .values({ ...row, id: randomUUID() })
      .execute();
  });
  await expect(twice).rejects.toMatchObject({ code: 'PARTICIPANT_BUSY' });
});
