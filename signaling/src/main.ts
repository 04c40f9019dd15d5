import { flushCompileCache } from 'node:module';
import { zoneDataIsCurrent } from '@gabinet/shared/scheduling/zones';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import { type App, createApp } from './app.ts';
import { createMemoryBus, createRedisBus, type EventBus } from './bus/EventBus.ts';
import { systemClock } from './clock.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { openDatabase } from './database/Database.ts';
import { migrate } from './database/migrate.ts';
import { fixedNodes, registeredNodes } from './media/NodePool.ts';
import { Jobs } from './notifications/Jobs.ts';
import { createLog, type Log } from './observability/log.ts';
import { createMetrics } from './observability/metrics.ts';
import { leaseSeconds } from './session/SessionService.ts';
import { createLimits } from './transport/limits.ts';

const sweepEveryMs = 5_000;

/** The only place that reads the environment and builds things. */
async function main(): Promise<void> {
  if (typeof Temporal === 'undefined') {
    throw new ConfigError(
      'This Node has no Temporal: start with `npm start`, which brings Node 26.',
    );
  }
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  if (!zoneDataIsCurrent()) {
    log.warn('The time zone data of this Node is old: times in some countries are an hour off.');
  }
  const database = openDatabase(config.databaseUrl, (error) =>
    log.warn('A database connection was lost.', {}, error),
  );
  const added = await migrate(config.databaseUrl).catch(explainDatabase);
  if (added.length > 0) log.info('The database was migrated.', { migrations: added.length });

  const redis = config.redisUrl === undefined ? undefined : await openRedis(config.redisUrl, log);
  const bus: EventBus =
    redis && config.redisUrl
      ? await createRedisBus(redis, config.redisUrl, log)
      : createMemoryBus();
  const jobs = new Jobs(config.databaseUrl, log);
  await jobs.open();
  const app = createApp({
    config,
    database,
    bus,
    jobs,
    nodes: redis ? registeredNodes(redis, systemClock) : fixedNodes(config.sfuUrls),
    adapter: redis ? createAdapter(redis) : undefined,
    limits: createLimits(redis),
    clock: systemClock,
    log,
    metrics: createMetrics(),
  });
  await app.pool.refresh();
  const port = await listen(app, config);
  const timers = startTimers(app, log);
  app.calendarFetcher.start();
  const url = app.baseUrl();
  await jobs.work(app.noticeSender.handle);
  const ownerPath = config.demo ? undefined : await app.firstStart.ownerPath();
  const links = ownerPath ? { owner: `${url}${ownerPath}` } : await app.demo?.prepare(url);
  await app.crisisPages.write();
  log.info('Ready.', { port });
  process.send?.({ type: 'ready', url, ...(links ? { links } : {}) });
  // One that is killed keeps nothing of what it compiled, and its successor starts amid calls.
  flushCompileCache();
  // In a container nobody else can show it; it is no log line, and worth nothing after its use.
  if (!process.send && ownerPath) {
    process.stdout.write(`Make the owner's account (once, within 24 hours): ${url}${ownerPath}\n`);
  }

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info('Stopping.', { signal });
    // Whatever hangs, the process ends: pages are already told to come back.
    setTimeout(() => process.exit(0), 2_000).unref();
    for (const timer of timers) clearInterval(timer);
    app.drain();
    app.pool.close();
    // A job that is cut off here runs again, on this process or another.
    const jobsClosed = jobs.close();
    const fetcherClosed = app.calendarFetcher.close();
    await app.io.close();
    app.httpServer.closeAllConnections();
    await bus.close();
    redis?.disconnect();
    await jobsClosed;
    await fetcherClosed;
    await database.destroy();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  // The supervisor is gone: nobody would end us later.
  process.on('disconnect', () => void stop('disconnect'));
}

/** Work that time brings: leases, phases, and the tidying of what expired. */
function startTimers(app: App, log: Log): NodeJS.Timeout[] {
  const every = (ms: number, work: () => Promise<unknown>) =>
    setInterval(() => {
      work().catch((error: unknown) => log.warn('Upkeep failed; it is tried again.', {}, error));
    }, ms);
  return [
    every(leaseSeconds * 1000, () => app.sessions.renewLeases(app.connectionIds())),
    every(sweepEveryMs, () => app.sessions.sweep()),
    every(sweepEveryMs, () => app.tellChatSequences()),
    every(sweepEveryMs, () => app.appointments.sweep()),
    every(60_000, async () => {
      await app.tickets.sweep();
      await app.browserSessions.sweep();
      await app.accounts.challenges.sweep();
      await app.intake.intakes.sweep();
      await app.mailedCodes.sweep();
      await app.idempotency.sweep();
    }),
    every(60_000, () => app.openingIndex.sweep()),
  ];
}

function listen(app: App, config: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    app.httpServer.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new ConfigError(
              `Port ${config.port} is in use. Stop the other program or set PORT to another number.`,
            )
          : error,
      );
    });
    app.httpServer.listen(config.port, config.host, () => {
      const address = app.httpServer.address();
      resolve(typeof address === 'object' && address ? address.port : config.port);
    });
  });
}

async function openRedis(url: string, log: Log): Promise<Redis> {
  const redis = new Redis(url, { maxRetriesPerRequest: 2, lazyConnect: true });
  redis.on('error', (error) => log.warn('Redis does not answer.', {}, error));
  try {
    await redis.connect();
  } catch {
    redis.disconnect();
    throw new ConfigError('Redis does not answer at REDIS_URL. Start it, or correct the address.');
  }
  return redis;
}

function explainDatabase(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^(ECONNREFUSED|ENOENT|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/.test(code)) {
    throw new ConfigError(
      'Postgres does not answer at DATABASE_URL. Start it, or correct the address.',
    );
  }
  if (/^(28\w{3}|3D000)$/.test(code)) {
    throw new ConfigError(
      'Postgres refuses the user or knows no such database: correct DATABASE_URL, or create them.',
    );
  }
  throw error;
}

main().catch((error: unknown) => {
  const sentence =
    error instanceof ConfigError
      ? error.message
      : `The application server could not start (${error instanceof Error ? error.message : 'unknown fault'}).`;
  if (process.send) process.send({ type: 'fatal', sentence }, () => process.exit(1));
  else {
    process.stderr.write(`${sentence}\n`);
    process.exit(1);
  }
});
