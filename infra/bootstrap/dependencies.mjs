/** Installs the npm dependencies when the lock file and node_modules differ; else touches neither disk nor network. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, run, startStep, tail } from './console.mjs';

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
    ['ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional'],
    {
      cwd: root,
      // mediasoup's own install step downloads or builds a worker without a time limit; ours follows.
      env: {
        ...process.env,
        MEDIASOUP_WORKER_BIN: process.env.MEDIASOUP_WORKER_BIN || 'obtained-by-the-bootstrap',
      },
    },
  );
  if (code === 127)
    throw new Failure('npm is missing: install Node 20 or later together with npm.');
  if (code !== 0) {
    throw new Failure(
      `The dependencies could not be installed: check the connection to your npm registry and start again.\n${tail(output)}`,
    );
  }
  const { code: nodeCode } = await run(pinnedNode(root), ['--version']);
  if (nodeCode !== 0) throw unsupportedPlatform();
  writeFileSync(
    join(root, 'node_modules', MARKER),
    `${lockFingerprint(readFileSync(lockFile, 'utf8'))}\n`,
  );
  step.end();
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
