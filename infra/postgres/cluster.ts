/** Makes the database's files: a cluster with one database and one user named `gabinet`, and a password of its own. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../SetupError.ts';
import type { Account } from './account.ts';

const PASSWORD_FILE = 'gabinet-password';

/** Whether the folder holds a database. */
export function hasCluster(folder: string): boolean {
  return existsSync(join(folder, 'PG_VERSION'));
}

/** Gives the database user's password, which lies beside the database and is readable by its account and root. */
export function clusterPassword(folder: string): string {
  return readFileSync(join(folder, PASSWORD_FILE), 'utf8').trim();
}

/** Throws a SetupError when the files were made by another major version than these programs. */
export function checkClusterVersion(folder: string, programs: string, account: Account): void {
  const made = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
  const asked = spawnSync(join(programs, 'postgres'), ['--version'], {
    ...account,
    cwd: '/',
    encoding: 'utf8',
  });
  const ours = /(\d+)\./.exec(asked.stdout)?.[1];
  if (made === ours) return;
  throw new SetupError(
    `The database in ${folder} was made by Postgres ${made} and this is ${ours}: dump it with the old version and load it into a new folder.`,
  );
}

/** Makes the cluster aside and then renames it, so that a crash in between leaves no half database. */
export function makeCluster(folder: string, programs: string, account: Account): void {
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  chmodSync(draft, 0o700);
  const passwordFile = `${draft}.password`;
  writeFileSync(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    chownSync(draft, account.uid, account.gid);
    chownSync(passwordFile, account.uid, account.gid);
  }
  const run = (program: string, args: string[], input?: string): void => {
    const options = {
      ...account,
      cwd: draft,
      env: { LC_ALL: 'C', TZ: 'UTC' },
      input,
      encoding: 'utf8',
    } as const;
    const { status, stdout, stderr } = spawnSync(join(programs, program), args, options);
    if (status === 0) return;
    throw new SetupError(
      `The database could not be made in ${folder}: ${(stderr || stdout || 'no answer').trim().split('\n').at(-1)}`,
    );
  };
  try {
    run('initdb', [
      `--pgdata=${draft}`,
      '--username=gabinet',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-instructions',
    ]);
    run('postgres', ['--single', '-D', draft, 'postgres'], 'CREATE DATABASE gabinet\n');
    renameSync(passwordFile, join(draft, PASSWORD_FILE));
    renameSync(draft, folder);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}
