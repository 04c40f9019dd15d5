import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Way } from './Way.ts';

describe('one direction of a line', () => {
  it('carries no more than its rate, and drops what would wait too long', async () => {
    const way = new Way();
    // A datagram of 1,000 bytes takes 20 ms; ten of them fit into a queue of 200 ms.
    way.change({ kilobitsPerSecond: 400, queueMilliseconds: 200 });
    const startedAt = performance.now();
    const arrivals: number[] = [];
    for (let sent = 0; sent < 50; sent += 1) {
      way.carry(1_000, () => arrivals.push(performance.now() - startedAt));
    }
    await expect.poll(() => arrivals.at(-1) ?? 0).toBeGreaterThanOrEqual(200);
    expect(arrivals.length).toBeGreaterThanOrEqual(10);
    expect(arrivals.length).toBeLessThanOrEqual(13);
    expect(arrivals[4]).toBeGreaterThanOrEqual(99);
  });

  it('loses its share of the datagrams and nothing of a stream', () => {
    let turn = 0;
    const way = new Way(() => (turn++ % 10) / 10);
    way.change({ loss: 0.3 });
    let datagrams = 0;
    let parts = 0;
    for (let sent = 0; sent < 100; sent += 1) {
      way.carry(100, () => {
        datagrams += 1;
      });
      way.push(100, () => {
        parts += 1;
      });
    }
    expect(datagrams).toBe(70);
    expect(parts).toBe(100);
  });

  it('lets nobody overtake when its delay becomes shorter', async () => {
    const way = new Way();
    const order: string[] = [];
    way.change({ delayMilliseconds: 50 });
    way.carry(100, () => order.push('early'));
    way.change({ delayMilliseconds: 0 });
    way.carry(100, () => order.push('late'));
    await expect.poll(() => order).toEqual(['early', 'late']);
  });

  it('holds a stream back until there is room, and carries on when the rate comes back', async () => {
    const way = new Way();
    way.change({ kilobitsPerSecond: 100, queueMilliseconds: 50 });
    way.push(1_250, () => {});
    let room = false;
    const waiting = way.room().then(() => {
      room = true;
    });
    await pause(20);
    expect(room).toBe(false);
    await waiting;
    way.change({ kilobitsPerSecond: null });
    way.close();
  });
});
