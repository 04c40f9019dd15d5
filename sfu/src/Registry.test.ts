import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sfuRegistry } from '@gabinet/shared/contracts/sfu';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Registry } from './Registry.ts';

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
const log = pino({ level: 'silent' });

describe.skipIf(!hasRedis)('N3: the registry in Redis', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gabinet-redis-'));
  let server: ChildProcess;
  let reader: Redis;
  let redisUrl: string;

  beforeAll(async () => {
    const probe = createServer();
    const port = await new Promise<number>((resolve) =>
      probe.listen(0, '127.0.0.1', () => {
        const address = probe.address();
        probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
      }),
    );
    const given = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
    server = spawn('redis-server', given, { stdio: 'ignore' });
    redisUrl = `redis://127.0.0.1:${port}`;
    reader = new Redis(redisUrl);
    reader.on('error', () => undefined);
    await reader.ping();
  });
  afterAll(async () => {
    reader.disconnect();
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGKILL');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  });

  const read = () => ({ url: 'http://127.0.0.1:4100', load: 0.5, rooms: 3 });

  test('a node is announced by its record and taken off when it stops', async () => {
    const registry = new Registry({ redisUrl, nodeId: 'one', read, log });
    const text = await vi.waitFor(async () => {
      const found = await reader.hget(sfuRegistry.key, 'one');
      if (found === null) throw new Error('not yet');
      return found;
    });
    const record = sfuRegistry.record.parse(JSON.parse(text));
    expect(record).toMatchObject({ nodeId: 'one', load: 0.5, rooms: 3, draining: false });
    expect(Date.now() - record.at).toBeLessThan(5_000);
    await registry.close();
    expect(await reader.hexists(sfuRegistry.key, 'one')).toBe(0);
  });

  test('a Redis that is away is survived, also by a stop', async () => {
    const registry = new Registry({ redisUrl: 'redis://127.0.0.1:1', nodeId: 'two', read, log });
    await registry.close();
  });
});
