import { expect, test } from 'vitest';
import { QueueClosedError, SerialQueue } from './SerialQueue.ts';

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

test('work runs in order, one at a time, and a failure stops nobody else', async () => {
  const queue = new SerialQueue();
  const log: string[] = [];
  const slow = queue.run(async () => {
    log.push('slow begins');
    await pause(5);
    log.push('slow ends');
  });
  const failing = queue.run(async () => {
    log.push('failing');
    throw new Error('no');
  });
  const last = queue.run(async () => {
    log.push('last');
    return 7;
  });
  await slow;
  await expect(failing).rejects.toThrow('no');
  expect(await last).toBe(7);
  expect(log).toEqual(['slow begins', 'slow ends', 'failing', 'last']);
});

test('what has not begun when the queue closes never does', async () => {
  const errors: unknown[] = [];
  const queue = new SerialQueue((error) => errors.push(error));
  const begun = queue.run(() => pause(5));
  const waiting = queue.run(async () => 'never');
  queue.post(async () => {
    throw new Error('never either');
  });
  await pause(0);
  queue.close();
  await begun;
  await expect(waiting).rejects.toBeInstanceOf(QueueClosedError);
  expect(errors).toEqual([]);
});

test('posted work that fails is heard of', async () => {
  const errors: unknown[] = [];
  const queue = new SerialQueue((error) => errors.push(error));
  queue.post(async () => {
    throw new Error('heard');
  });
  await queue.run(async () => {});
  expect(errors).toHaveLength(1);
});
