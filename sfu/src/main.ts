import { randomUUID } from 'node:crypto';
import { collectDefaultMetrics, Registry as MetricsRegistry } from 'prom-client';
import { type Config, ConfigError, readConfig } from './config.ts';
import { createHandlers } from './handlers.ts';
import { createHttpServer, listen } from './http.ts';
import { createLog } from './log.ts';
import { createControlMetrics, observeNode } from './metrics.ts';
import { Probes } from './Probes.ts';
import { Registry } from './Registry.ts';
import { Rooms } from './Rooms.ts';
import { ControlServer } from './rpc.ts';
import { runLater } from './SilenceWatch.ts';
import { WorkerPool } from './WorkerPool.ts';

/** After so long a shutdown that hangs is cut short. */
const SHUTDOWN_LIMIT_MS = 2_500;

interface Node {
  readonly url: string;
  stop(): Promise<void>;
}

/** Builds the media server and starts it. Throws ConfigError with a sentence for the operator. */
async function start(config: Config): Promise<Node> {
  const log = createLog(config);
  const metrics = new MetricsRegistry();
  collectDefaultMetrics({ register: metrics });
  const pool = await WorkerPool.start({ ...config, log }).catch((error: unknown) => {
    throw new ConfigError(workerSentence(error, config), { cause: error });
  });
  try {
    const httpServer = createHttpServer({ metrics, isHealthy: () => pool.healthy });
    const control = new ControlServer({
      httpServer,
      serviceSecret: config.serviceSecret,
      metrics: createControlMetrics(metrics),
      log,
    });
    const rooms = new Rooms({ pool, notify: control.notify, runLater, log });
    const probes = new Probes(pool, runLater);
    observeNode(metrics, pool, rooms);
    control.handle(
      createHandlers({ nodeId: config.nodeId, instanceId: randomUUID(), pool, rooms, probes }),
    );
    const port = await listen(httpServer, config.host, config.port).catch((error: unknown) => {
      throw new ConfigError(listenSentence(error, config), { cause: error });
    });
    const host = config.host.includes(':') ? `[${config.host}]` : config.host;
    const url = config.url ?? `http://${host}:${port}`;
    const registry =
      config.redisUrl === undefined
        ? undefined
        : new Registry({
            redisUrl: config.redisUrl,
            nodeId: config.nodeId,
            read: () => ({ url, load: pool.load, rooms: rooms.count }),
            log,
          });
    log.info({ url, workers: config.workers }, 'media server ready');

    return {
      url,
      async stop() {
        await registry?.close();
        rooms.closeAll();
        probes.closeAll();
        await control.close();
        await pool.close();
        log.info('media server stopped');
      },
    };
  } catch (error) {
    await pool.close();
    throw error;
  }
}

function workerSentence(error: unknown, { media, workers }: Config): string {
  const text = String(error);
  if (/address already in use|EADDRINUSE/i.test(text)) {
    return `A media port from ${media.port} to ${media.port + workers - 1} is in use: set MEDIA_PORT to another number.`;
  }
  if (/address not available|EADDRNOTAVAIL|bind/i.test(text)) {
    return 'MEDIA_LISTEN_IP is not an address of this machine: set it to one that is.';
  }
  return 'The media worker does not start: set MEDIASOUP_WORKER_BIN to a worker that runs on this machine.';
}

function listenSentence(error: unknown, { host, port }: Config): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EADDRINUSE'
    ? `Port ${port} is in use: set SFU_PORT to another one.`
    : `The control socket cannot listen on ${host}: set SFU_HOST to an address of this machine.`;
}

function fail(error: unknown): never {
  const sentence =
    error instanceof ConfigError ? error.message : 'The media server could not start; see its log.';
  process.stderr.write(`${sentence}\n`);
  if (!(error instanceof ConfigError)) process.stderr.write(`${String(error)}\n`);
  process.send?.({ type: 'fatal', sentence });
  process.exit(1);
}

let node: Node | undefined;
let stopping = false;

function stop(): void {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
  (node?.stop() ?? Promise.resolve()).then(
    () => process.exit(0),
    () => process.exit(1),
  );
}

// Before the workers are made, for mediasoup adds handlers of its own that end them at once.
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('disconnect', stop);

try {
  node = await start(readConfig(process.env));
  process.send?.({ type: 'ready', url: node.url });
} catch (error) {
  fail(error);
}
