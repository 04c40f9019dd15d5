import type { Server as HttpServer } from 'node:http';
import { createServer } from 'node:http';
import type { Server } from 'socket.io';
import type { Config } from './config.ts';
import { createHttpApp } from './httpApp.ts';
import { servePages } from './pageSockets.ts';
import { type AppParts, createServices, type Services } from './services.ts';
import { createSockets } from './transport/sockets.ts';

/** The application server: its services, its HTTP server and its sockets. */
export interface App extends Services {
  readonly httpServer: HttpServer;
  readonly io: Server;
  /** Where people reach the pages, without a slash at the end. */
  baseUrl(): string;
  /** Connection ids of the pages in this process, for their leases. */
  connectionIds(): string[];
  /** See PageSockets. */
  tellChatSequences(): Promise<void>;
  /** Refuses new work and forgets no one: pages are told to come back elsewhere. */
  drain(): void;
}

/** Wires the application server from its parts. Opens no port and starts no timer but the pool's. */
export function createApp(parts: AppParts): App {
  const { config } = parts;
  let draining = false;
  /** Known once the server listens. */
  const baseUrl = (): string => config.publicUrl?.origin ?? localUrl(httpServer, config);
  const services = createServices(parts, baseUrl);
  const httpServer = createServer(createHttpApp(parts, services, () => draining));
  // An image of 10 MB over a slow mobile network takes a minute.
  httpServer.requestTimeout = 120_000;
  httpServer.headersTimeout = 10_000;
  const io = createSockets({ httpServer, publicUrl: config.publicUrl, adapter: parts.adapter });
  const pages = servePages(io, parts, services);
  return {
    ...services,
    httpServer,
    io,
    baseUrl,
    connectionIds: pages.connectionIds,
    tellChatSequences: pages.tellChatSequences,
    drain() {
      draining = true;
      services.media.close();
      pages.drain();
    },
  };
}

function localUrl(server: HttpServer, config: Config): string {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  return `http://${config.host}:${port}`;
}
