import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports.ts';
import { root } from './root.ts';

/** What the shipped configuration says for the container, and the tests say for themselves. */
const ownSettings = /^(listening-port|listening-ip|relay-ip|no-tls|no-dtls|pidfile)\b.*$/gm;

export interface TurnServerOptions {
  secret: string;
  /** The one address that may be reached, as docker-compose.yml names it. */
  allowedPeer: string;
}

/** A real coturn with the configuration that is shipped, on a loopback address of its own. */
export class TurnServer {
  readonly address = '127.0.0.3';
  readonly port: number;
  readonly tlsPort: number;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(port: number, tlsPort: number, child: ChildProcess, folder: string) {
    this.port = port;
    this.tlsPort = tlsPort;
    this.#child = child;
    this.#folder = folder;
  }

  /** Starts `turnserver` and returns when it listens. */
  static async start({ secret, allowedPeer }: TurnServerOptions): Promise<TurnServer> {
    const [port, tlsPort] = [await freePort(), await freePort()];
    const folder = mkdtempSync(join(tmpdir(), 'gabinet-turn-'));
    const [certificate, key] = makeCertificate(folder);
    const shipped = readFileSync(join(root, 'infra/docker/coturn/turnserver.conf'), 'utf8');
    const settings = [
      shipped.replace(ownSettings, ''),
      `listening-port=${port}`,
      `tls-listening-port=${tlsPort}`,
      'listening-ip=127.0.0.3',
      'relay-ip=127.0.0.3',
      `static-auth-secret=${secret}`,
      'realm=turn.test',
      `allowed-peer-ip=${allowedPeer}`,
      // Only here: the media server of a test is on this machine.
      'allow-loopback-peers',
      `cert=${certificate}`,
      `pkey=${key}`,
      `pidfile=${join(folder, 'pid')}`,
    ];
    const file = join(folder, 'turnserver.conf');
    writeFileSync(file, settings.join('\n'));
    // coturn would outlive a killed test run; the shell around it ends it when our end of the pipe closes.
    const script = 'turnserver "$@" >/dev/null & server=$!; read _; kill $server; wait $server';
    const child = spawn('sh', ['-c', script, 'sh', '-c', file], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    const server = new TurnServer(port, tlsPort, child, folder);
    await server.#listening();
    return server;
  }

  /** The addresses for `TURN_URLS`. */
  get urls(): string {
    const { address, port, tlsPort } = this;
    return [
      `turn:${address}:${port}?transport=udp`,
      `turn:${address}:${port}?transport=tcp`,
      `turns:${address}:${tlsPort}?transport=tcp`,
    ].join();
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.stdin?.end();
    await gone;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** It opens its ports one after the other: TCP may be there when UDP is not yet. */
  async #listening(): Promise<void> {
    const until = Date.now() + 10_000;
    while (Date.now() < until) {
      const ready = await Promise.all([
        takesTcp(this.port, this.address),
        takesTcp(this.tlsPort, this.address),
        answersStun(this.port, this.address),
      ]);
      if (ready.every(Boolean)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('coturn does not listen.');
  }
}

async function takesTcp(port: number, address: string): Promise<boolean> {
  const socket = connect(port, address);
  const opened = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return opened;
}

/** Whether a STUN binding request (RFC 8489) gets an answer over UDP. */
async function answersStun(port: number, address: string): Promise<boolean> {
  const request = Buffer.concat([Buffer.from('000100002112a442', 'hex'), randomBytes(12)]);
  const socket = createSocket('udp4');
  try {
    socket.send(request, port, address);
    await once(socket, 'message', { signal: AbortSignal.timeout(500) });
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}

/** A certificate for every address that a page may know the server by. */
function makeCertificate(folder: string): [certificate: string, key: string] {
  const files: [string, string] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
      .concat(['-days', '2', '-subj', '/CN=turn.test', '-addext', 'subjectAltName=IP:127.0.0.3'])
      .concat(['-keyout', files[1], '-out', files[0]]),
    { stdio: 'ignore' },
  );
  return files;
}
