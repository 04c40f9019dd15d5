import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { root } from '../../support/root.ts';
import type { Figure } from '../Figure.ts';
import { freePort, stopTree } from '../processes.ts';

const LIMIT_MS = 60_000;
const POLL_MS = 20;
/** What `npm start` decides by itself on a bare machine, and must not learn from the bench. */
const UNSET = [
  'DATABASE_URL',
  'TEST_DATABASE_URL',
  'GABINET_TEST_SERVER',
  'REDIS_URL',
  'PUBLIC_URL',
];

/** `npm start` with everything built → the first page answers. The first start, which makes the data, is not counted. */
export const start: Figure = async ({ quick, say }) => {
  const folder = await mkdtemp(join(tmpdir(), 'gabinet-start-'));
  const ours: number[] = [];
  try {
    const runs = quick ? 2 : 5;
    for (let run = 0; run <= runs; run += 1) {
      const milliseconds = await startOnce(join(folder, 'data'));
      if (run > 0) ours.push(milliseconds);
      say(
        `  start ${run}/${runs}: ${milliseconds.toFixed(0)} ms${run === 0 ? ' (not counted)' : ''}`,
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return [
    {
      figure: 'start: npm start, warm → page answers',
      unit: 'ms',
      ours,
      reference: [],
      aim: '< 3 s',
    },
  ];
};

async function startOnce(dataFolder: string): Promise<number> {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), DATA_FOLDER: dataFolder };
  for (const name of UNSET) Reflect.deleteProperty(env, name);
  const startedAt = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  try {
    while (!(await answers(`http://127.0.0.1:${port}/`))) {
      if (child.exitCode !== null || performance.now() - startedAt > LIMIT_MS) {
        throw new Error(`npm start did not answer: ${output.slice(-500)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return performance.now() - startedAt;
  } finally {
    await stopTree(child, { signal: 'SIGINT', group: true });
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { headers: { connection: 'close' } });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}
