/** Postgres refuses to run as root; so where we are root it runs as a system user of our own. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { SetupError } from '../SetupError.ts';

/** The user and group that a process is started with; empty when we aren't root and run it as ourselves. */
export type Account = { uid?: number; gid?: number };

const USER_NAME = 'gabinet';

/** Gives the account to run Postgres with; makes the system user when it is missing. */
export function databaseAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const existing = lookUp();
  if (existing) return existing;
  const args = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
  spawnSync('useradd', [...args, '--shell', '/usr/sbin/nologin', USER_NAME], { stdio: 'ignore' });
  // Not judged by its exit code: another start may have made the user in between.
  const made = lookUp();
  if (made) return made;
  throw new SetupError(
    `Postgres can't run as root and the system user "${USER_NAME}" could not be made: start Gabinet as a normal user, or run "useradd --system --user-group ${USER_NAME}".`,
  );
}

function lookUp(): Account | undefined {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name === USER_NAME) return { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

/** Whether the account can go into a folder, which takes the right to pass each folder above it. */
export function canEnter(account: Account, folder: string): boolean {
  return spawnSync('test', ['-x', folder], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;
}
