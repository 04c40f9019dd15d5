import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Redis as Client } from 'ioredis';
import { freePort } from './ports.ts';

/** A Redis server of one test's own, without a file on disk. */
export class RedisServer {
  readonly url: string;
  readonly #port: number;
  #child: ChildProcess;

  private constructor(port: number, child: ChildProcess) {
    this.url = urlOf(port);
    this.#port = port;
    this.#child = child;
  }

  /** Starts `redis-server` on a free port and returns when it answers. */
  static async start(): Promise<RedisServer> {
    const port = await freePort();
    return new RedisServer(port, await launch(port));
  }

  /** Ends it with all that it held, and starts another in its place. */
  async restart(): Promise<void> {
    await this.stop();
    this.#child = await launch(this.#port);
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.stdin?.end();
    await gone;
  }
}

function urlOf(port: number): string {
  return `redis://127.0.0.1:${port}`;
}

async function launch(port: number): Promise<ChildProcess> {
  // Redis would outlive a killed test run; the shell around it ends it when our end of the pipe closes.
  const script = 'redis-server "$@" >/dev/null & server=$!; read _; kill $server; wait $server';
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', ''];
  const child = spawn('sh', ['-c', script, 'sh', ...settings, '--appendonly', 'no'], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const client = new Client(urlOf(port), { retryStrategy: () => 50, maxRetriesPerRequest: 100 });
  client.on('error', () => {});
  await client.ping();
  client.disconnect();
  return child;
}
