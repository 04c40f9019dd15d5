import { execFileSync, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LIMIT_MS = 15_000;
const SUITE = 'SRTP_AEAD_AES_256_GCM';
/** Two keys of 32 bytes and two salts of 12, as RFC 5764 orders them. */
const KEYING_BYTES = 88;

/** The certificate of all paths of the load, in a folder of its own, and handshakes with it by `openssl`. */
export class Certificate {
  readonly #folder: string;
  readonly fingerprint: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.fingerprint = new X509Certificate(readFileSync(this.#file('certificate'))).fingerprint256;
  }

  /** Throws where there is no `openssl` command. */
  static make(): Certificate {
    const folder = mkdtempSync(join(tmpdir(), 'gabinet-load-'));
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')];
    execFileSync('openssl', ['req', '-x509', ...curve, ...files, '-subj', '/CN=load'], {
      stdio: 'ignore',
    });
    return new Certificate(folder);
  }

  get dtlsParameters() {
    const fingerprint = { algorithm: 'sha-256' as const, value: this.fingerprint };
    return { role: 'client' as const, fingerprints: [fingerprint] };
  }

  /** Shakes hands with a DTLS server at a local UDP port; gives what the SRTP keys are made of. */
  shakeHands(port: number): Promise<Buffer> {
    const child = spawn(
      'openssl',
      [
        ...['s_client', '-dtls1_2', '-connect', `127.0.0.1:${port}`, '-use_srtp', SUITE],
        ...['-cert', this.#file('certificate'), '-key', this.#file('key')],
        ...['-keymatexport', 'EXTRACTOR-dtls_srtp', '-keymatexportlen', String(KEYING_BYTES)],
      ],
      { stdio: ['pipe', 'pipe', 'ignore'] },
    );
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => finish(new Error('A DTLS handshake took too long.')),
        LIMIT_MS,
      );
      // Killed, it says no goodbye, and the other side's session stays.
      const finish = (result: Buffer | Error): void => {
        clearTimeout(timer);
        child.kill('SIGKILL');
        if (result instanceof Error) reject(result);
        else resolve(result);
      };
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const keying = /Keying material: ([0-9A-F]+)\s/.exec(output)?.[1];
        if (keying) finish(Buffer.from(keying, 'hex'));
      });
      child.once('error', finish);
      child.once('exit', () => finish(new Error('A DTLS handshake failed.')));
    });
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #file(name: string): string {
    return join(this.#folder, `${name}.pem`);
  }
}
