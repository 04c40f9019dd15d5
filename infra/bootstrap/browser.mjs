/** Finds or installs what only the tests need: a Chromium with a font, and the programs beside it. */
import { existsSync } from 'node:fs';
import { Failure, findProgram } from './console.mjs';
import { installPackages } from './packages.mjs';

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** Debian's packages for the programs that the tests start themselves, by path. */
const TEST_PROGRAMS = {
  'redis-server': 'redis-server',
  turnserver: 'coturn',
  caddy: 'caddy',
  // Makes the certificate of the TURN server for TLS.
  openssl: 'openssl',
};

/** Makes sure of the tests' programs; gives the path of the Chromium. */
export async function obtainTestPrograms() {
  const given = process.env.CHROMIUM_PATH;
  if (given && !existsSync(given))
    throw new Failure(`CHROMIUM_PATH=${given} doesn't exist: correct or unset it.`);
  const missing = Object.entries(TEST_PROGRAMS)
    .filter(([program]) => !findProgram(program))
    .map(([, name]) => name);
  if (!given && !findChromium()) missing.push('chromium', 'fonts-dejavu-core');
  if (missing.length > 0) await installPackages(missing, 'the tests');
  const chromium = given ?? findChromium();
  if (!chromium)
    throw new Failure('The tests need Chromium: install it, or set CHROMIUM_PATH to it.');
  return chromium;
}

function findChromium() {
  for (const name of CHROMIUM_NAMES) {
    const path = findProgram(name);
    if (path) return path;
  }
  return existsSync(MAC_CHROME) ? MAC_CHROME : undefined;
}
