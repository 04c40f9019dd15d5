// Adds to package-lock.json the optional packages of other platforms that npm left out because the
// registry at hand does not carry them. Without their names in the lock, npm 11 refuses `npm ci`
// ("Missing: … from lock file"). They carry no hash: where one of them is installed, npm takes it
// by name and exact version. Run it after every change of the lock: node infra/lock/complete.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const platforms = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm64', 'arm', 'x64', 'ppc64', 'riscv64', 's390x', 'ia32'];

const file = new URL('../../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const packages = lock.packages;
const added = [];
for (const [path, entry] of Object.entries(packages)) {
  if (path === '') continue;
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`;
    if (packages[key] || packages[`${path}/${key}`]) continue;
    const words = name.split('/').at(-1).split('-');
    const os = platforms.find((one) => words.includes(one));
    const cpu = processors.find((one) => words.some((word) => word.startsWith(one)));
    if (os === undefined || cpu === undefined) continue;
    packages[key] = {
      version,
      cpu: [cpu],
      ...(entry.dev ? { dev: true } : {}),
      ...(os === 'linux' ? { libc: [name.includes('musl') ? 'musl' : 'glibc'] } : {}),
      optional: true,
      os: [os],
    };
    added.push(name);
  }
}
lock.packages = Object.fromEntries(
  Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added.length} packages added to the lock: ${added.join(', ') || 'none'}`);
