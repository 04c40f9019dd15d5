/** Packages of the operating system: installed by us as root on Debian and Ubuntu, else named in one exact command. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { Failure, findProgram, run, startStep, tail } from './console.mjs';

/** While this file answers 101, a package's own service isn't started by its installation. */
const SERVICE_POLICY_FILE = '/usr/sbin/policy-rc.d';

/** Takes package names and what they are for; returns when they are installed, or throws a Failure with the command. */
export async function installPackages(names, purpose) {
  const asRoot = process.getuid?.() === 0;
  const apt = findProgram('apt-get');
  if (!apt) {
    throw new Failure(
      `For ${purpose} your system's packages that match Debian's ${names.join(', ')} are needed: install them and start again.`,
    );
  }
  const command = `apt-get install -y --no-install-recommends ${names.join(' ')}`;
  if (!asRoot) {
    throw new Failure(
      `For ${purpose} some system packages are missing; run this and start again:\n  sudo apt-get update && sudo ${command}`,
    );
  }
  const step = startStep(`Installing system packages for ${purpose}: ${names.join(' ')}`);
  const restoreServicePolicy = holdServices();
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run(apt, ['update'], { env });
    const { code, output } = await run(apt, command.split(' ').slice(1), { env });
    if (code !== 0) {
      throw new Failure(
        `The packages could not be installed; run it by hand: ${command}\n${tail(output)}`,
      );
    }
  } finally {
    restoreServicePolicy();
  }
  step.end();
}

/** Keeps services of fresh packages from starting; gives the function that takes this back. An existing policy is left alone. */
function holdServices() {
  if (existsSync(SERVICE_POLICY_FILE)) return () => {};
  const restore = () => rmSync(SERVICE_POLICY_FILE, { force: true });
  writeFileSync(SERVICE_POLICY_FILE, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  process.once('exit', restore);
  return () => {
    process.off('exit', restore);
    restore();
  };
}
