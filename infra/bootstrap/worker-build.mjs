/** Builds the mediasoup worker from the source inside the npm package, against the distribution's libraries. See ../worker/README.md. */
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, freemem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure, findProgram, run, startStep, tail } from './console.mjs';
import { installPackages } from './packages.mjs';

const SUBPROJECTS = fileURLToPath(new URL('../worker/subprojects', import.meta.url));

/** What the build needs: programs on PATH and libraries known to pkg-config, with Debian's package for each. */
const PROGRAMS = {
  'g++': 'g++',
  'pkg-config': 'pkg-config',
  ninja: 'ninja-build',
  meson: 'meson',
  flatc: 'flatbuffers-compiler',
};
const LIBRARIES = {
  libuv: 'libuv1-dev',
  openssl: 'libssl-dev',
  libsrtp2: 'libsrtp2-dev',
  absl_flat_hash_map: 'libabsl-dev',
  flatbuffers: 'libflatbuffers-dev',
};

/** A compile of the worker's larger files takes up to this much memory. */
const BYTES_PER_JOB = 900 * 1024 * 1024;

/** Takes the unpacked mediasoup package and the file to make; installs what the build needs, builds, and puts the binary there. */
export async function buildWorker(packageFolder, target) {
  const missing = await missingPackages();
  if (missing.length > 0) await installPackages(missing, 'the media worker');
  const folder = mkdtempSync(join(dirname(target), 'build-'));
  const cleanUp = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', cleanUp);
  try {
    prepareSource(packageFolder, folder);
    await compile(folder);
    copyFileSync(join(folder, 'out', 'mediasoup-worker'), join(folder, 'ready'));
    chmodSync(join(folder, 'ready'), 0o755);
    renameSync(join(folder, 'ready'), target);
  } finally {
    process.off('exit', cleanUp);
    cleanUp();
  }
}

/** The Debian packages that the build needs and this machine lacks. */
async function missingPackages() {
  const missing = new Set();
  for (const [program, name] of Object.entries(PROGRAMS)) {
    if (!findProgram(program)) missing.add(name);
  }
  for (const [library, name] of Object.entries(LIBRARIES)) {
    const { code } = await run('pkg-config', ['--exists', library]);
    if (code !== 0) missing.add(name);
  }
  return [...missing];
}

function prepareSource(packageFolder, folder) {
  cpSync(join(packageFolder, 'worker'), folder, { recursive: true });
  const subprojects = join(folder, 'subprojects');
  for (const name of readdirSync(subprojects)) {
    if (name.endsWith('.wrap')) rmSync(join(subprojects, name));
  }
  cpSync(SUBPROJECTS, subprojects, { recursive: true });
  // Debian 12 has meson 1.0.1, which configures this project just as well.
  change(join(folder, 'meson.build'), "meson_version: '>= 1.1.0'", "meson_version: '>= 1.0.0'");
  // The callback must test the bit: as it stands it answers 1 to every BIO control call, and an
  // OpenSSL built with kernel TLS crashes on the first DTLS ClientHello.
  change(
    join(folder, 'src', 'RTC', 'DtlsTransport.cpp'),
    '(operationType == BIO_CB_RETURN)',
    '(operationType & BIO_CB_RETURN)',
  );
}

function change(file, before, after) {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(before)) {
    throw new Failure(
      `The media worker's source is another one than expected (${file}): use the pinned mediasoup, or set MEDIASOUP_WORKER_BIN.`,
    );
  }
  writeFileSync(file, text.replace(before, after));
}

async function compile(folder) {
  const step = startStep('Building the media worker, once, 3 to 6 minutes');
  const setup = await run('meson', ['setup', 'out', '--buildtype', 'release', '-Db_ndebug=true'], {
    cwd: folder,
  });
  if (setup.code !== 0) throw buildFailure(setup.output);
  const jobs = Math.max(1, Math.min(availableParallelism(), Math.floor(freemem() / BYTES_PER_JOB)));
  const ninja = await run('ninja', ['-C', 'out', '-j', String(jobs), 'mediasoup-worker'], {
    cwd: folder,
    onLine(line) {
      const progress = /^\[(\d+)\/(\d+)\]/.exec(line);
      if (progress) step.update(Number(progress[1]), Number(progress[2]));
    },
  });
  if (ninja.code !== 0) throw buildFailure(ninja.output);
  step.end();
}

function buildFailure(output) {
  return new Failure(
    `The media worker could not be built; set MEDIASOUP_WORKER_BIN to one that was built elsewhere. The last lines were:\n${tail(output)}`,
  );
}
