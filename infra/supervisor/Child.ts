/** One process that the supervisor keeps alive: started, restarted when it dies, and ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { isAlive, signal, waitUntil } from '../processes.ts';
import { SetupError } from '../SetupError.ts';
import { type ChildMessage, parseChildMessage } from './messages.ts';

const SHORTEST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;
/** A child that lived this long has recovered; its next death is waited for as shortly as its first. */
const RECOVERED_AFTER_MS = 10_000;
/** So many deaths without having been ready once, and we give up. */
const DEATHS_BEFORE_GIVING_UP = 5;
const STOP_LIMIT_MS = 2_000;

export type ChildOptions = {
  /** Its name on the console and in the log. */
  name: string;
  program: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
};

type ChildReady = Extract<ChildMessage, { type: 'ready' }>;

type ChildEvents = {
  line: [line: string, stream: 'stdout' | 'stderr'];
  ready: [message: ChildReady];
  /** It died without being asked to, and is started again after the wait. */
  died: [reason: string, waitMs: number];
  /** It won't be started again. */
  failed: [error: SetupError];
};

export class Child extends EventEmitter<ChildEvents> {
  readonly #options: ChildOptions;
  #process: ChildProcess | undefined;
  #restart: NodeJS.Timeout | undefined;
  #startedAt = 0;
  #wasReady = false;
  #deathsInARow = 0;
  #closed = false;

  constructor(options: ChildOptions) {
    super();
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  /** The process number while it runs. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts it; gives its first "ready". Rejects with a SetupError when it can't start. */
  start(): Promise<ChildReady> {
    return new Promise((resolve, reject) => {
      this.once('ready', resolve);
      this.once('failed', reject);
      this.#spawn();
    });
  }

  /** Ends it, and it starts again at once: its files have changed. */
  reload(): void {
    this.#deathsInARow = 0;
    if (this.pid) signal(this.pid, 'SIGTERM');
  }

  /** Ends it with all it started, in little more than two seconds. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#restart);
    const pid = this.pid;
    if (!pid) return;
    signal(pid, 'SIGTERM');
    await waitUntil(() => !isAlive(pid), STOP_LIMIT_MS);
    // Its whole group: neither it nor anything that it started may stay behind.
    signal(-pid, 'SIGKILL');
    await waitUntil(() => !isAlive(pid), 500);
  }

  #spawn(): void {
    const { program, args, cwd, env } = this.#options;
    // In a group of its own: Ctrl-C reaches only the supervisor, which ends its children in order.
    const child = spawn(program, args, {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#process = child;
    this.#startedAt = Date.now();
    let fatal: string | undefined;
    this.#readLines(child.stdout, 'stdout');
    this.#readLines(child.stderr, 'stderr');
    child.on('message', (raw) => {
      const message = parseChildMessage(raw);
      if (message?.type === 'fatal') fatal = message.sentence;
      if (message?.type !== 'ready') return;
      this.#wasReady = true;
      this.emit('ready', message);
    });
    child.once('error', (error) => this.#onDeath(error.message, fatal));
    child.once('exit', (code, name) => {
      if (child.pid) signal(-child.pid, 'SIGKILL');
      const report = (): void =>
        this.#onDeath(name ? `ended by ${name}` : `exit code ${code}`, fatal);
      // Its last words may still be on the way.
      if (child.connected) child.once('disconnect', report);
      else report();
    });
  }

  #readLines(stream: Readable | null, name: 'stdout' | 'stderr'): void {
    if (!stream) return;
    createInterface({ input: stream }).on('line', (line) => this.emit('line', line, name));
  }

  #onDeath(reason: string, fatal: string | undefined): void {
    this.#process = undefined;
    if (this.#closed) return;
    if (Date.now() - this.#startedAt > RECOVERED_AFTER_MS) this.#deathsInARow = 0;
    this.#deathsInARow += 1;
    if (!this.#wasReady && fatal) {
      this.#giveUp(fatal);
      return;
    }
    if (!this.#wasReady && this.#deathsInARow >= DEATHS_BEFORE_GIVING_UP) {
      this.#giveUp(
        `The ${this.name} process doesn't start (${reason}): read the last lines of gabinet.log in the data folder.`,
      );
      return;
    }
    const waitMs = Math.min(SHORTEST_WAIT_MS * 2 ** (this.#deathsInARow - 1), LONGEST_WAIT_MS);
    this.emit('died', fatal ?? reason, waitMs);
    this.#restart = setTimeout(() => this.#spawn(), waitMs);
  }

  #giveUp(sentence: string): void {
    this.#closed = true;
    this.emit('failed', new SetupError(sentence));
  }
}
