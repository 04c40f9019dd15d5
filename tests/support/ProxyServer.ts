import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports.ts';
import { root } from './root.ts';

/** The TLS proxy of the containers with its real configuration, over plain HTTP and with nothing behind it. */
export class ProxyServer {
  readonly origin: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(origin: string, child: ChildProcess, folder: string) {
    this.origin = origin;
    this.#child = child;
    this.#folder = folder;
  }

  /** `careRoot` is the folder that signaling writes into, `webRoot` the built app. */
  static async start(options: { careRoot: string; webRoot: string }): Promise<ProxyServer> {
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const folder = mkdtempSync(join(tmpdir(), 'gabinet-proxy-'));
    const config = join(root, 'infra/docker/Caddyfile');
    // The shell ends the proxy when our end of the pipe closes, also with a killed test run.
    const script = 'caddy "$@" & server=$!; read _; kill $server; wait $server';
    const args = ['run', '--config', config, '--adapter', 'caddyfile'];
    const child = spawn('sh', ['-c', script, 'sh', ...args], {
      stdio: ['pipe', 'ignore', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        XDG_DATA_HOME: folder,
        XDG_CONFIG_HOME: folder,
        SITE_ADDRESS: origin,
        CARE_ROOT: options.careRoot,
        WEB_ROOT: options.webRoot,
      },
    });
    await new Promise<void>((resolve, reject) => {
      let said = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('serving initial configuration')) resolve();
      });
      child.once('exit', () => reject(new Error(`The proxy did not start: ${said.slice(-500)}`)));
    });
    return new ProxyServer(origin, child, folder);
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.stdin?.end();
    await gone;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
