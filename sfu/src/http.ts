import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

export interface HttpOptions {
  readonly metrics: Registry;
  readonly isHealthy: () => boolean;
}

/** Answers /healthz and /metrics; the control socket is attached to the same server. */
export function createHttpServer({ metrics, isHealthy }: HttpOptions): Server {
  return createServer(async (request, response) => {
    const reply = (status: number, type: string, body: string) =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    const { pathname } = new URL(request.url ?? '/', 'http://node');
    if (request.method !== 'GET') return reply(405, 'text/plain', 'GET only\n');
    if (pathname === '/healthz') {
      return isHealthy()
        ? reply(200, 'application/json', '{"ok":true}')
        : reply(503, 'application/json', '{"ok":false}');
    }
    if (pathname === '/metrics') return reply(200, metrics.contentType, await metrics.metrics());
    return reply(404, 'text/plain', 'There is nothing here.\n');
  });
}

/** Gives the port that it listens on; throws when it can't. */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address ? address.port : port;
}
