/** Installs the npm dependencies when the lock file and node_modules differ; else touches neither disk nor network. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, run, startStep, tail } from './console.mjs';
import { installPackages } from './packages.mjs';

/** The marker that we leave in node_modules after a good install: the lock file's hash, and the platform it was for. */
const MARKER = '.gabinet-lock';

/** The text of the marker for a lock file's content. */
export function lockFingerprint(lockText, platform = `${process.platform}-${process.arch}`) {
  return `${createHash('sha256').update(lockText).digest('hex')} ${platform}`;
}

/**
 * Whether the packages in the checkout's node_modules are those of its lock file: by our marker, which costs one small read,
 * else by npm's own list of what it installed (so that a plain `npm install` before us is good too).
 */
export function dependenciesAreCurrent(root) {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const marker = join(root, 'node_modules', MARKER);
  if (existsSync(marker) && readFileSync(marker, 'utf8').trim() === lockFingerprint(lock))
    return true;
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  if (!installedMatchesLock(JSON.parse(lock), JSON.parse(readFileSync(installed, 'utf8'))))
    return false;
  writeFileSync(marker, `${lockFingerprint(lock)}\n`);
  return true;
}

/** Compares two parsed lock files; an optional package may be absent, for it can be another platform's. */
export function installedMatchesLock(lock, installed) {
  const wanted = Object.entries(lock.packages).filter(([path]) => path.includes('node_modules/'));
  const complete = wanted.every(([path, entry]) => {
    const found = installed.packages[path];
    return found ? found.version === entry.version : Boolean(entry.optional || entry.devOptional);
  });
  return complete && Object.keys(installed.packages).every((path) => path in lock.packages);
}

/** Makes node_modules match the lock file. */
export async function installDependencies(root) {
  const lockFile = join(root, 'package-lock.json');
  if (!existsSync(lockFile))
    throw new Failure('package-lock.json is missing: take a whole copy of Gabinet.');
  if (dependenciesAreCurrent(root)) return;
  const step = startStep('Installing dependencies');
  const { code, output } = await run(
    'npm',
    // No install script of any package is needed, and none gets to run: mediasoup's would fetch or build
    // a worker without a time limit (ours follows), Postgres's links are made by our starter.
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--include=dev', '--include=optional'],
    { cwd: root },
  );
  if (code === 127)
    throw new Failure('npm is missing: install Node 20 or later together with npm.');
  if (code !== 0) {
    throw new Failure(
      `The dependencies could not be installed: check the connection to your npm registry and start again.\n${tail(output)}`,
    );
  }
  await makeNodeRun(pinnedNode(root));
  writeFileSync(
    join(root, 'node_modules', MARKER),
    `${lockFingerprint(readFileSync(lockFile, 'utf8'))}\n`,
  );
  step.end();
}

/** Starts the pinned Node once; on a bare Debian it lacks one library, which its package is asked for. */
async function makeNodeRun(node) {
  const first = await run(node, ['--version']);
  if (first.code === 0) return;
  if (!first.output.includes('libatomic.so.1')) throw unsupportedPlatform();
  await installPackages(['libatomic1'], 'the pinned Node');
  const { code } = await run(node, ['--version']);
  if (code !== 0) throw unsupportedPlatform();
}

/** The pinned Node that came with the dependencies. */
export function pinnedNode(root) {
  const node = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(node)) return node;
  throw unsupportedPlatform();
}

function unsupportedPlatform() {
  return new Failure(
    `Gabinet runs on Linux with glibc (x64, arm64) and on macOS (arm64): use one of these instead of ${process.platform}-${process.arch}.`,
  );
}
