/** Obtains the mediasoup worker: as told, from the cache, by download, or by a build. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { arch, homedir, platform, release } from 'node:os';
import { dirname, join } from 'node:path';
import { Failure, run, startStep, tail } from './console.mjs';
import { buildWorker } from './worker-build.mjs';

/** How long the release page may take to answer before we build instead. */
const REACH_LIMIT_MS = 10_000;
/** How long a download that has begun may take. */
const DOWNLOAD_LIMIT_MS = 60_000;
/** The worker leaves with this code when it is started by hand, so it is a worker and its libraries are here. */
const EXIT_CODE_OF_A_LONE_WORKER = 41;

/** The file where the worker is kept for this user. */
export function cachedWorkerPath(version) {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'gabinet', `mediasoup-worker-${version}-${platform()}-${arch()}`);
}

/** Takes the checkout's folder and its pinned Node; gives the path of a worker that runs on this machine. */
export async function obtainWorker(root, node) {
  const given = process.env.MEDIASOUP_WORKER_BIN;
  if (given) {
    if (!runs(given))
      throw new Failure(
        `MEDIASOUP_WORKER_BIN=${given} is not a media worker that runs here: correct or unset it.`,
      );
    return given;
  }
  const packageFolder = join(root, 'node_modules', 'mediasoup');
  const description = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  const target = cachedWorkerPath(description.version);
  if (existsSync(target) && runs(target)) return target;
  mkdirSync(dirname(target), { recursive: true });
  if (!(await downloadWorker(description, target))) {
    if (platform() !== 'linux') {
      throw new Failure(
        'The media worker could not be downloaded: connect to the internet, or set MEDIASOUP_WORKER_BIN to one you have.',
      );
    }
    await buildWorker(packageFolder, target);
  }
  await verifyWorker(root, node, target);
  return target;
}

/** Whether the file is a worker that starts on this machine. */
function runs(file) {
  return spawnSync(file, [], { env: {}, stdio: 'ignore' }).status === EXIT_CODE_OF_A_LONE_WORKER;
}

/** Downloads the package's own prebuilt worker. Gives false when it can't be reached or doesn't run here. */
async function downloadWorker(description, target) {
  const base =
    process.env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL ||
    `${description.repository.url.replace(/^git\+/, '').replace(/\.git$/, '')}/releases/download`;
  const kernel = platform() === 'linux' ? `-kernel${release().split('.')[0]}` : '';
  const name = `mediasoup-worker-${description.version}-${platform()}-${arch()}${kernel}.tgz`;
  const step = startStep('Downloading the media worker');
  const folder = mkdtempSync(join(dirname(target), 'download-'));
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), REACH_LIMIT_MS);
  try {
    const reply = await fetch(`${base}/${description.version}/${name}`, { signal: abort.signal });
    if (!reply.ok) throw new Error(`status ${reply.status}`);
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(), DOWNLOAD_LIMIT_MS);
    writeFileSync(join(folder, 'worker.tgz'), Buffer.from(await reply.arrayBuffer()));
    const unpacked = await run('tar', ['-xzf', 'worker.tgz', 'mediasoup-worker'], { cwd: folder });
    if (unpacked.code !== 0) throw new Error('not an archive of a worker');
    const file = join(folder, 'mediasoup-worker');
    chmodSync(file, 0o755);
    if (!runs(file)) throw new Error("it doesn't run here");
    renameSync(file, target);
    step.end();
    return true;
  } catch {
    step.end('not available, so it is built here');
    return false;
  } finally {
    clearTimeout(timer);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A fresh worker must listen and carry a packet through AES-GCM; else it is thrown away. */
async function verifyWorker(root, node, file) {
  const env = { ...process.env, MEDIASOUP_WORKER_BIN: file };
  const { code, output } = await run(node, [join(root, 'infra', 'worker', 'verify.ts')], {
    cwd: root,
    env,
  });
  if (code === 0) return;
  rmSync(file, { force: true });
  throw new Failure(
    `The new media worker failed its test and was thrown away; set MEDIASOUP_WORKER_BIN to another one.\n${tail(output)}`,
  );
}
