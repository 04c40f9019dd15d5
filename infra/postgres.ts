/** Starts the embedded Postgres: unix socket only, durable, as a user of its own where we are root. */
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Account, canEnter, databaseAccount } from './postgres/account.ts';
import { databasePrograms } from './postgres/binaries.ts';
import {
  checkClusterVersion,
  clusterPassword,
  hasCluster,
  makeCluster,
} from './postgres/cluster.ts';
import { Postmaster } from './postgres/Postmaster.ts';
import { explainWriteError, SetupError } from './SetupError.ts';

/** The address of a unix socket may have some 104 characters, of which the file's name takes 14. */
const LONGEST_SOCKET_FOLDER = 85;

export type EmbeddedPostgresOptions = {
  /** Where the database's files go, if its user can reach it. */
  dataFolder: string;
  /** Where programs and files go that the database's user can't reach. Default: a folder for this checkout in /var/lib/gabinet. */
  stateFolder?: string;
  /** More server settings, for tests: `{ fsync: 'off' }`. */
  settings?: Readonly<Record<string, string>>;
  /** Told in sentences what a person should know, such as a folder's place. */
  log?: (line: string) => void;
};

export type EmbeddedPostgres = {
  /** For `pg`: `postgresql://…` with the socket's folder as the host. Holds the password: don't log it. */
  connectionString: string;
  /** Where the files are. */
  folder: string;
  /** The server's process number; changes when it had to be started again. */
  readonly pid: number;
  /** Ends the server, in under three seconds. */
  stop(): Promise<void>;
};

/** Starts the embedded Postgres, or takes over one left running; throws a SetupError with what to do when it can't. */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => {});
  const wanted = resolve(options.dataFolder);
  const account = databaseAccount();
  const stateFolder = options.stateFolder ?? defaultStateFolder();
  try {
    const programs = databasePrograms(account, stateFolder, log);
    const folder = chooseFolder(wanted, stateFolder, account);
    if (folder !== wanted)
      log(`The database's user can't enter ${dirname(wanted)}, so its files are in ${folder}.`);
    if (!hasCluster(folder)) makeCluster(folder, programs, account);
    checkOwner(folder, account);
    checkClusterVersion(folder, programs, account);
    const socketFolder = chooseSocketFolder(folder, account);
    const logFile = join(dirname(folder), 'postgres.log');
    const settings = options.settings ?? {};
    const postmaster = new Postmaster({
      programs,
      folder,
      socketFolder,
      account,
      settings,
      logFile,
      log,
    });
    await postmaster.open();
    const host = encodeURIComponent(socketFolder);
    return {
      connectionString: `postgresql://gabinet:${clusterPassword(folder)}@${host}:5432/gabinet`,
      folder,
      get pid() {
        return postmaster.pid;
      },
      stop: () => postmaster.close(),
    };
  } catch (error) {
    throw explainWriteError(error, wanted);
  }
}

function defaultStateFolder(): string {
  const checkout = dirname(import.meta.dirname);
  return `/var/lib/gabinet/${createHash('sha256').update(checkout).digest('hex').slice(0, 12)}`;
}

/** A database that exists decides; a new one goes to the data folder if its user can get there. */
function chooseFolder(wanted: string, stateFolder: string, account: Account): string {
  mkdirSync(dirname(wanted), { recursive: true });
  if (account.uid === undefined) return wanted;
  const other = join(
    stateFolder,
    createHash('sha256').update(wanted).digest('hex').slice(0, 12),
    'postgres',
  );
  const reachable = canEnter(account, dirname(wanted));
  if (hasCluster(wanted)) {
    if (reachable) return wanted;
    throw new SetupError(
      `The database's user "gabinet" can't enter ${dirname(wanted)} any more: give others the right to pass (chmod o+x) on it and the folders above.`,
    );
  }
  if (reachable && !hasCluster(other)) return wanted;
  mkdirSync(dirname(other), { recursive: true, mode: 0o755 });
  return other;
}

function checkOwner(folder: string, account: Account): void {
  const owner = statSync(folder).uid;
  if (owner === (account.uid ?? process.getuid?.())) return;
  throw new SetupError(
    `The database in ${folder} belongs to another user: start Gabinet as the user that made it (root, if it was sudo).`,
  );
}

/** The socket lies beside the files, in a folder that only the database's user and root can enter; a long path takes a short one. */
function chooseSocketFolder(folder: string, account: Account): string {
  if (folder.length <= LONGEST_SOCKET_FOLDER) return folder;
  const short = `/tmp/gabinet-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
  mkdirSync(short, { recursive: true, mode: 0o700 });
  const owner = account.uid ?? process.getuid?.();
  if (process.getuid?.() === 0 && account.uid !== undefined && account.gid !== undefined) {
    const { uid } = lstatSync(short);
    if (uid === 0) chownSync(short, account.uid, account.gid);
  }
  const found = lstatSync(short);
  if (!found.isDirectory() || found.uid !== owner) {
    throw new SetupError(
      `${short} belongs to another user: remove it, or set DATA_FOLDER to a shorter path.`,
    );
  }
  chmodSync(short, 0o700);
  return short;
}
