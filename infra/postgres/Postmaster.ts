/** One Postgres server: started or found running, watched, and ended. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine, isAlive, signal, waitUntil } from '../processes.ts';
import { SetupError } from '../SetupError.ts';
import type { Account } from './account.ts';

/** Recovery after a crash replays the log, which can take a while on a slow disk. */
const START_LIMIT_MS = 60_000;
/** A fast shutdown writes a checkpoint; past this it is cut short, and the next start replays the log instead. */
const STOP_LIMIT_MS = 1_800;
/** How often we look whether the server still lives. */
const WATCH_INTERVAL_MS = 500;
/** PostgreSQL protocol, SSLRequest: length 8, code 80877103. Any server answers it with one byte. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

export type PostmasterOptions = {
  programs: string;
  folder: string;
  socketFolder: string;
  account: Account;
  /** Server settings added to ours, for tests. */
  settings: Readonly<Record<string, string>>;
  logFile: string;
  log: (line: string) => void;
};

export class Postmaster {
  readonly #options: PostmasterOptions;
  #pid = 0;
  #closed = false;
  #watch: NodeJS.Timeout | undefined;

  constructor(options: PostmasterOptions) {
    this.#options = options;
  }

  /** The server's process number. */
  get pid(): number {
    return this.#pid;
  }

  /** Takes over a server that a killed Gabinet left behind, else starts one; returns when it accepts connections. */
  async open(): Promise<void> {
    await this.#findOrStart();
    this.#watchOver();
  }

  /** Ends the server, in under two seconds. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#watch);
    signal(this.#pid, 'SIGINT');
    if (await waitUntil(() => !isAlive(this.#pid), STOP_LIMIT_MS)) return;
    signal(this.#pid, 'SIGQUIT');
    if (await waitUntil(() => !isAlive(this.#pid), 500)) return;
    signal(this.#pid, 'SIGKILL');
  }

  async #findOrStart(): Promise<void> {
    const running = await this.#findRunning();
    if (running) {
      this.#pid = running;
      return;
    }
    const deadline = Date.now() + START_LIMIT_MS;
    // Right after a killed server its last backends may still hold the shared memory: then a start fails at once.
    for (let attempt = 1; ; attempt += 1) {
      if (await this.#start(deadline)) return;
      if (attempt >= 10 || Date.now() > deadline) break;
      await sleep(200);
    }
    throw new SetupError(
      `The database doesn't start: read the last lines of ${this.#options.logFile}.`,
    );
  }

  /** The number of a server that runs on our files and answers on our socket. A stale pid file is removed. */
  async #findRunning(): Promise<number | undefined> {
    const file = join(this.#options.folder, 'postmaster.pid');
    const pid = readPid(file);
    if (!pid) return undefined;
    if (isAlive(pid) && commandLine(pid).includes(this.#options.folder)) {
      const settled = await waitUntil(
        async () => !isAlive(pid) || (await this.#isReady(pid)),
        START_LIMIT_MS,
      );
      if (!settled) {
        throw new SetupError(
          `A database server (process ${pid}) holds ${this.#options.folder} and doesn't answer: end it and start again.`,
        );
      }
      if (isAlive(pid)) {
        this.#options.log(`Found the database still running (process ${pid}).`);
        return pid;
      }
    }
    // The number is another program's now, or nobody's; Postgres itself could not tell and would refuse to start.
    rmSync(file, { force: true });
    return undefined;
  }

  /** Gives false when the server ended before it was ready. */
  async #start(deadline: number): Promise<boolean> {
    const { programs, folder, socketFolder, account, settings, logFile } = this.#options;
    const all = {
      listen_addresses: '',
      unix_socket_directories: socketFolder,
      unix_socket_permissions: '0700',
      timezone: 'UTC',
      log_timezone: 'UTC',
      ...settings,
    };
    const args = [
      '-D',
      folder,
      ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ];
    const output = openSync(logFile, 'a', 0o600);
    // Detached: Ctrl-C at the console must not end the database before those that still write to it.
    const child = spawn(join(programs, 'postgres'), args, {
      ...account,
      cwd: folder,
      env: { LC_ALL: 'C', TZ: 'UTC' },
      detached: true,
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    let ended = false;
    child.once('error', () => {
      ended = true;
    });
    child.once('exit', () => {
      ended = true;
    });
    child.unref();
    const pid = child.pid;
    if (pid === undefined) return false;
    this.#pid = pid;
    const settled = await waitUntil(
      async () => ended || (await this.#isReady(pid)),
      deadline - Date.now(),
    );
    if (!settled) signal(pid, 'SIGQUIT');
    return settled && !ended;
  }

  /** Ready means: the pid file says so for this process, and something answers on our socket. */
  async #isReady(pid: number): Promise<boolean> {
    const { folder, socketFolder } = this.#options;
    const lines = readLines(join(folder, 'postmaster.pid'));
    if (Number(lines[0]) !== pid || lines[7]?.trim() !== 'ready') return false;
    return answers(join(socketFolder, '.s.PGSQL.5432'));
  }

  #watchOver(): void {
    this.#watch = setTimeout(async () => {
      try {
        if (!this.#closed && !isAlive(this.#pid)) {
          this.#options.log('The database ended by itself and is started again.');
          await this.#findOrStart();
        }
      } catch (error) {
        this.#options.log(error instanceof Error ? error.message : String(error));
      }
      if (this.#closed) signal(this.#pid, 'SIGINT');
      else this.#watchOver();
    }, WATCH_INTERVAL_MS);
    this.#watch.unref();
  }
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

function readPid(file: string): number | undefined {
  const pid = Number(readLines(file)[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

function answers(socketFile: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(socketFile);
    const finish = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(2_000, () => finish(false));
    socket.once('connect', () => socket.write(SSL_REQUEST));
    socket.once('data', () => finish(true));
    socket.once('error', () => finish(false));
    socket.once('close', () => resolve(false));
  });
}
