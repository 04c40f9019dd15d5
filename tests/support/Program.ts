import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface ProgramOptions {
  /** For messages of this class only. */
  name: string;
  command: string;
  args: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
}

const readyLimitMs = 30_000;
const stopLimitMs = 5_000;

/**
 * One process of the stack under test. It is started over an IPC channel: it says `ready` over it,
 * and ends itself when we vanish, so that even a killed test run leaves nothing behind.
 */
export class Program {
  readonly #options: ProgramOptions;
  #child: ChildProcess | undefined;
  #output = '';
  #ready: Record<string, unknown> = {};

  constructor(options: ProgramOptions) {
    this.#options = options;
  }

  /** The process number; 0 while it does not run. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Everything it has written to its two outputs, over all its starts. */
  get output(): string {
    return this.#output;
  }

  /** What its last `ready` message carried. */
  get ready(): Readonly<Record<string, unknown>> {
    return this.#ready;
  }

  /** Starts the process and returns when it says that it is ready. */
  async start(): Promise<void> {
    const { name, command, args, cwd, env } = this.#options;
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8');
      stream?.on('data', (text: string) => {
        this.#output += text;
      });
    }
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string): void => {
        clearTimeout(timer);
        reject(new Error(`${name} ${why}\n${this.#output.slice(-2000)}`));
      };
      const timer = setTimeout(() => fail('was not ready in time.'), readyLimitMs);
      child.once('error', (error) => fail(`did not start: ${error.message}`));
      child.once('exit', (code, signal) => fail(`ended with ${code ?? signal}.`));
      child.on('message', (message) => {
        if (typeof message !== 'object' || message === null || !('type' in message)) return;
        if (message.type === 'fatal') fail(`gave up: ${JSON.stringify(message)}`);
        if (message.type !== 'ready') return;
        this.#ready = { ...message };
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Ends it at once, as a crash or the kernel would. Returns when it is gone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Kills it and starts it anew with the same settings, as the supervisor does. */
  async restart(): Promise<void> {
    await this.kill();
    await this.start();
  }

  /** Ends it gracefully; one that does not obey is killed, and that is an error. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (!isRunning(child)) return;
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, stopLimitMs);
    await this.#end('SIGTERM');
    clearTimeout(timer);
    if (late) throw new Error(`${this.#options.name} did not end within ${stopLimitMs} ms.`);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!isRunning(child)) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}

function isRunning(child: ChildProcess | undefined): child is ChildProcess {
  return child !== undefined && child.exitCode === null && child.signalCode === null;
}
