/**
 * The first program of every npm script. Runs on Node 20 with nothing installed: fetches what is missing, each step once,
 * then hands over to the pinned Node. `node infra/bootstrap.mjs <start|dev|test|check|test:unit|test:contract|test:e2e|bench|cases|doctor>`
 */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { obtainTestPrograms } from './bootstrap/browser.mjs';
import { Failure } from './bootstrap/console.mjs';
import { installDependencies, pinnedNode } from './bootstrap/dependencies.mjs';
import { obtainWorker } from './bootstrap/worker.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = 20;

/** What each command runs on the pinned Node, and what it needs before. */
const COMMANDS = {
  start: { program: ['infra/run.ts'] },
  dev: { program: ['infra/run.ts', '--watch'] },
  check: { program: ['infra/check.ts'], testPrograms: true },
  test: { program: ['infra/test.ts', 'all'], testPrograms: true },
  'test:unit': { program: ['infra/test.ts', 'unit'] },
  'test:contract': { program: ['infra/test.ts', 'contract'], testPrograms: true },
  'test:e2e': { program: ['infra/test.ts', 'e2e'], testPrograms: true },
  bench: { program: ['tests/load/bench.ts'], testPrograms: true },
  cases: { program: ['tests/cases/run.ts'] },
  doctor: { program: ['infra/doctor.ts'] },
};

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Ends the set-up in a way that lets each step clean up behind itself. */
function leaveEarly() {
  process.exit(130);
}

async function main([name, ...rest]) {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    throw new Failure(
      `Gabinet needs Node ${OLDEST_NODE} or later to set itself up; this is ${process.version}.`,
    );
  }
  const command = COMMANDS[name];
  if (!command)
    throw new Failure(
      `Say what to do: node infra/bootstrap.mjs <${Object.keys(COMMANDS).join('|')}>.`,
    );
  await installDependencies(ROOT);
  const node = pinnedNode(ROOT);
  const env = { ...process.env };
  env.MEDIASOUP_WORKER_BIN = await obtainWorker(ROOT, node);
  // Compiled code is kept beside the dependencies that it belongs to: a second start reads it.
  env.NODE_COMPILE_CACHE ??= join(ROOT, 'node_modules', '.cache', 'compiled');
  if (command.testPrograms) env.CHROMIUM_PATH = await obtainTestPrograms();
  const [program, ...given] = command.program;
  return handOver(node, [join(ROOT, program), ...given, ...rest], env);
}

/** Runs the program in our place: same console, signals passed on, same exit code. Its channel to us tells it if we are killed. */
function handOver(node, args, env) {
  return new Promise((resolve) => {
    const child = spawn(node, args, {
      cwd: ROOT,
      env,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.on(signal, () => child.kill(signal));
    watchParent(() => child.kill('SIGTERM'));
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Under npm our parent is npm's shell, which passes no signal on: when it is gone, we are meant too. */
function watchParent(onGone) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, 300);
  timer.unref();
}

for (const signal of SIGNALS) process.on(signal, leaveEarly);
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const expected = error instanceof Failure || ['EACCES', 'EROFS', 'ENOSPC'].includes(error.code);
  if (!expected) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
