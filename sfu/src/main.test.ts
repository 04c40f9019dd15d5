import { type ChildProcess, fork } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { workerBin } from './testing/worker.ts';

const main = new URL('main.ts', import.meta.url).pathname;
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function start(env: NodeJS.ProcessEnv) {
  const child = fork(main, {
    env: {
      PATH: process.env.PATH,
      SERVICE_SECRET: 's'.repeat(40),
      SFU_PORT: '0',
      MEDIA_PORT: '0',
      SFU_WORKERS: '1',
      MEDIASOUP_WORKER_BIN: workerBin(),
      ...env,
    },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  started.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (text) => {
      output += text;
    });
  }
  const message = new Promise<unknown>((resolve) => child.once('message', resolve));
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const outputEnd = new Promise((resolve) => child.stderr?.once('close', resolve));
  return { child, message, exit, outputEnd, output: () => output };
}

test.each([
  ['SIGTERM', (child: ChildProcess) => child.kill('SIGTERM')],
  ['a lost parent', (child: ChildProcess) => child.disconnect()],
])(
  'the process says that it is ready, and ends in order on %s',
  async (_, end) => {
    const { child, message, exit, output } = start({});
    const { type, url } = Object(await message);
    expect(type).toBe('ready');
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    end(child);
    expect(await exit).toBe(0);
    expect(output()).not.toContain('s'.repeat(40));
  },
  20_000,
);

test('a wrong start is told in one sentence, with no stack and exit code 1', async () => {
  const taken: Server = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address ? String(address.port) : '';
  const cases: [NodeJS.ProcessEnv, RegExp][] = [
    [{ SERVICE_SECRET: '' }, /^SERVICE_SECRET must be set/],
    [{ SFU_PORT: port }, /^Port \d+ is in use: set SFU_PORT/],
    [{ MEDIA_PORT: port }, /^A media port from \d+ to \d+ is in use: set MEDIA_PORT/],
    [{ MEDIASOUP_WORKER_BIN: '/nonexistent' }, /set MEDIASOUP_WORKER_BIN/],
  ];
  for (const [env, sentence] of cases) {
    const { message, exit, outputEnd, output } = start({ ...env, LOG_LEVEL: 'silent' });
    expect(await message).toEqual({ type: 'fatal', sentence: expect.stringMatching(sentence) });
    expect(await exit).toBe(1);
    await outputEnd;
    expect(output().trim().split('\n')).toHaveLength(1);
  }
  taken.close();
}, 30_000);
