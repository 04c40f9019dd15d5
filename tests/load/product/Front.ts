import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * What stands before signaling processes in production: each connection goes to the first process that
 * takes it, and ends with it.
 */
export class Front {
  readonly url: string;
  readonly #server: Server;
  readonly #near: Set<Socket>;

  private constructor(server: Server, near: Set<Socket>, port: number) {
    this.#server = server;
    this.#near = near;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** `origins`: where the processes listen, the preferred one first. */
  static open(origins: readonly string[]): Promise<Front> {
    const open = new Set<Socket>();
    const server = createServer({ noDelay: true, pauseOnConnect: true }, (near) => {
      open.add(near);
      near.once('close', () => open.delete(near));
      near.on('error', () => near.destroy());
      void carry(near, origins);
    });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        if (typeof address === 'object' && address) resolve(new Front(server, open, address.port));
        else reject(new Error('No port was given.'));
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      for (const near of this.#near) near.destroy();
    });
  }
}

async function carry(near: Socket, origins: readonly string[]): Promise<void> {
  for (const origin of origins) {
    const far = await reach(new URL(origin));
    if (!far) continue;
    far.on('error', () => far.destroy());
    far.once('close', () => near.destroy());
    near.once('close', () => far.destroy());
    if (near.destroyed) far.destroy();
    near.pipe(far);
    far.pipe(near);
    return;
  }
  near.destroy();
}

function reach({ hostname, port }: URL): Promise<Socket | null> {
  return new Promise((resolve) => {
    const far = connect({ host: hostname, port: Number(port), noDelay: true });
    far.once('connect', () => resolve(far));
    far.once('error', () => resolve(null));
  });
}
