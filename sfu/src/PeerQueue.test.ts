import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { PeerQueue } from './PeerQueue.ts';

test("M2: a peer's messages are done in order, and don't hold up another peer's", async () => {
  const queue = new PeerQueue();
  const done: string[] = [];
  const slow = queue.run('a', async () => {
    await delay(30);
    done.push('a1');
  });
  const failing = queue.run('a', () => {
    done.push('a2');
    throw new Error('no');
  });
  const last = queue.run('a', () => done.push('a3'));
  await queue.run('b', () => done.push('b1'));
  await expect(failing).rejects.toThrow('no');
  await Promise.all([slow, last]);
  expect(done).toEqual(['b1', 'a1', 'a2', 'a3']);
  expect(queue.size).toBe(0);
});

test('X1: a peer cannot pile up messages without end', async () => {
  const queue = new PeerQueue();
  const tasks = Array.from({ length: 200 }, () => queue.run('a', () => delay(1)));
  const results = await Promise.allSettled(tasks);
  const refused = results.filter((result) => result.status === 'rejected');
  expect(refused.length).toBe(200 - 128);
  expect(refused[0]?.reason).toMatchObject({ code: 'LIMIT_REACHED' });
  expect(queue.size).toBe(0);
});
