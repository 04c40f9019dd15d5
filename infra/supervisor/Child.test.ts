import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive, waitUntil } from '../processes.ts';
import { Child } from './Child.ts';

let folder = '';
let child: Child | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gabinet-child-'));
});
afterEach(async () => {
  await child?.close();
  rmSync(folder, { recursive: true });
});

const READY = "process.send({ type: 'ready', url: 'http://here' });";
const STAY = 'setInterval(() => {}, 1000);';

function childThat(source: string): Child {
  const script = join(folder, 'main.cjs');
  writeFileSync(script, source);
  child = new Child({
    name: 'trial',
    program: process.execPath,
    args: [script],
    cwd: folder,
    env: {},
  });
  return child;
}

function becomesReady(of: Child): Promise<unknown> {
  return new Promise((resolve) => of.once('ready', resolve));
}

test('a child that dies is started again', async () => {
  const trial = childThat(READY + STAY);
  expect(await trial.start()).toMatchObject({ url: 'http://here' });
  const first = trial.pid ?? 0;
  const again = becomesReady(trial);
  process.kill(first, 'SIGKILL');
  await again;
  expect(trial.pid).not.toBe(first);
});

test('a child that cannot work says why, and is not started again', async () => {
  const sentence = 'Set the thing right.';
  const trial = childThat(
    `process.send({ type: 'fatal', sentence: '${sentence}' }, () => process.exit(1));`,
  );
  await expect(trial.start()).rejects.toThrow(sentence);
  expect(trial.pid).toBeUndefined();
});

test('a child that dies again and again at its start is given up', {
  timeout: 15_000,
}, async () => {
  await expect(childThat('process.exit(3)').start()).rejects.toThrow(/exit code 3/);
});

test('a child that does not listen, and what it started, are gone in under three seconds', async () => {
  const trial = childThat(`
    process.on('SIGTERM', () => {});
    const { spawn } = require('node:child_process');
    const { writeFileSync } = require('node:fs');
    const grandchild = spawn(process.execPath, ['-e', '${STAY}']);
    writeFileSync('grandchild', String(grandchild.pid));
    ${READY}${STAY}`);
  await trial.start();
  const pids = [trial.pid ?? 0, Number(readFileSync(join(folder, 'grandchild'), 'utf8'))];
  const startedAt = Date.now();
  await trial.close();
  expect(await waitUntil(() => pids.every((pid) => !isAlive(pid)), 500)).toBe(true);
  expect(Date.now() - startedAt).toBeLessThan(3_000);
});
