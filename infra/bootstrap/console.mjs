/** What the bootstrap says on the console, and how it runs other programs. Plain JS: it runs before anything is installed. */
import { spawn, spawnSync } from 'node:child_process';

/** An expected failure: its message is one sentence that says what to do. */
export class Failure extends Error {}

/** Prints one line. */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * Shows the progress of a slow step: on a terminal in one line that is rewritten, else a line for each tenth.
 * `update(done, total)` may be called often; `end(note)` closes the step.
 */
export function startStep(title) {
  const startedAt = Date.now();
  const live = process.stdout.isTTY === true;
  let shownTenth = 0;
  if (live) process.stdout.write(`· ${title} …`);
  else say(`· ${title} …`);
  return {
    update(done, total) {
      const tenth = Math.floor((done / total) * 10);
      if (live) process.stdout.write(`\r\x1b[K· ${title} … ${Math.floor((done / total) * 100)} %`);
      else if (tenth > shownTenth) say(`  ${tenth * 10} %`);
      shownTenth = Math.max(shownTenth, tenth);
    },
    end(note = 'done') {
      const seconds = Math.round((Date.now() - startedAt) / 1000);
      if (live) process.stdout.write('\r\x1b[K');
      say(`${live ? '✓' : ' '} ${title}: ${note} (${seconds} s)`);
    },
  };
}

/**
 * Runs a program to its end. Its output is kept, and given line by line to `onLine`.
 * It ends when we end. Returns `{ code, output }`; never throws for a program that fails or is missing (code 127).
 */
export function run(command, args, { cwd, env, onLine } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const end = () => child.kill();
    process.once('exit', end);
    let output = '';
    let pending = '';
    const take = (chunk) => {
      output += chunk;
      pending += chunk;
      const lines = pending.split('\n');
      pending = lines.pop() ?? '';
      for (const line of lines) onLine?.(line);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.once('error', () => resolve({ code: 127, output }));
    child.once('close', (code) => {
      process.off('exit', end);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** Whether a program is on PATH; gives its full path or undefined. */
export function findProgram(name) {
  const found = spawnSync('sh', ['-c', 'command -v "$0"', name], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim() : undefined;
}

/** The last lines of a program's output, to be shown under a failure. */
export function tail(output, lines = 15) {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}
