/**
 * What `npm start` runs: the database, the media server and the application server, under one roof.
 * `--watch` restarts the servers and rebuilds the app when their files change.
 */
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { claimFolder } from './claim.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './postgres.ts';
import { explainWriteError, SetupError } from './SetupError.ts';
import { readOrMakeSecrets, type Secrets } from './secrets.ts';
import {
  localUrl,
  readSettings,
  type Settings,
  sfuEnvironment,
  signalingEnvironment,
} from './settings.ts';
import { LogFile } from './supervisor/LogFile.ts';
import { type Ready, Supervisor } from './supervisor/Supervisor.ts';
import { watchSources } from './supervisor/watch.ts';
import { ensureWebBuilt } from './web.ts';

const ROOT = join(import.meta.dirname, '..');

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Everything that is running; ended in reverse order, once. */
class House {
  readonly #parts: Array<() => Promise<void> | void> = [];
  #closing: Promise<void> | undefined;

  get closing(): boolean {
    return this.#closing !== undefined;
  }

  /** Remembers how to end a part. One that comes when the house is closing already is ended at once. */
  async own(end: () => Promise<void> | void): Promise<void> {
    if (this.#closing) await end();
    else this.#parts.unshift(end);
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeParts();
    return this.#closing;
  }

  async #closeParts(): Promise<void> {
    for (const end of this.#parts) await end();
  }
}

const house = new House();

async function open(watch: boolean): Promise<void> {
  const settings = await readSettings(process.env, ROOT);
  const { dataFolder } = settings;
  makeDataFolder(dataFolder);
  await house.own(claimFolder(dataFolder));
  const secrets = readOrMakeSecrets(dataFolder);
  const log = openLog(dataFolder);
  const [database] = await Promise.all([
    settings.databaseUrl ? undefined : openDatabase(dataFolder),
    ensureWebBuilt(ROOT, say),
  ]);
  if (house.closing) return;
  const supervisor = new Supervisor(log, say);
  await house.own(() => supervisor.close());
  const databaseUrl = settings.databaseUrl ?? database?.connectionString ?? '';
  const ready = await startServers(supervisor, settings, secrets, databaseUrl);
  if (watch) await house.own(watchSources(ROOT, supervisor, say));
  greet(settings, ready);
}

async function openDatabase(dataFolder: string): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres({
    dataFolder: join(dataFolder, 'postgres'),
    log: say,
  });
  await house.own(() => database.stop());
  return database;
}

/** Only its owner lists it; but the database's user must be able to pass to its own folder inside. */
function makeDataFolder(folder: string): void {
  try {
    if (!existsSync(folder)) mkdirSync(folder);
    chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
  } catch (error) {
    throw explainWriteError(error, folder);
  }
}

function openLog(dataFolder: string): LogFile {
  try {
    return new LogFile(join(dataFolder, 'gabinet.log'));
  } catch (error) {
    throw explainWriteError(error, dataFolder);
  }
}

async function startServers(
  supervisor: Supervisor,
  settings: Settings,
  secrets: Secrets,
  databaseUrl: string,
): Promise<Ready> {
  const common = { program: process.execPath, cwd: ROOT };
  const starting: Array<Promise<Ready>> = [];
  if (settings.sfuPort !== undefined) {
    const env = await sfuEnvironment(settings, secrets, process.env);
    starting.push(supervisor.keep({ ...common, name: 'sfu', args: ['sfu/src/main.ts'], env }));
  }
  const env = signalingEnvironment(settings, secrets, databaseUrl, ROOT, process.env);
  const signaling = supervisor.keep({
    ...common,
    name: 'signaling',
    args: ['signaling/src/main.ts'],
    env,
  });
  await Promise.all([...starting, signaling]);
  return signaling;
}

function greet(settings: Settings, { url, links }: Ready): void {
  say(`\nGabinet is open at ${settings.publicUrl?.origin ?? (url || localUrl(settings))}\n`);
  if (links.owner) say(`  Make the owner's account (once, within 24 hours)\n  ${links.owner}`);
  if (links.psychologist) say(`  Psychologist's sign-in   ${links.psychologist}`);
  if (links.client) say(`  Client's invitation      ${links.client}`);
  if (links.mail) say(`  Mail box                 ${links.mail}`);
  say('\nCtrl-C ends it.');
}

async function leave(exitCode: number): Promise<void> {
  await house.close();
  process.exit(exitCode);
}

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void leave(0));
// Our parent was killed and can't tell us: there is nobody left to stop us later.
process.on('disconnect', () => void leave(0));

try {
  await open(process.argv.includes('--watch'));
} catch (error) {
  if (!house.closing) {
    process.stderr.write(
      error instanceof SetupError
        ? `${error.message}\n`
        : `Gabinet could not start: ${String(error)}\n`,
    );
  }
  await leave(1);
}
