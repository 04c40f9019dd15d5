import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../signaling/src/app.ts';
import { createMemoryBus } from '../../signaling/src/bus/EventBus.ts';
import { readConfig } from '../../signaling/src/config.ts';
import { type Database, openDatabase } from '../../signaling/src/database/Database.ts';
import { fixedNodes } from '../../signaling/src/media/NodePool.ts';
import { Jobs } from '../../signaling/src/notifications/Jobs.ts';
import { createLog } from '../../signaling/src/observability/log.ts';
import { createMetrics } from '../../signaling/src/observability/metrics.ts';
import { Api } from './Api.ts';
import { freshDatabase, type TestDatabase } from './databases.ts';
import { Fixtures } from './fixtures.ts';

/**
 * The application server in this process, over real HTTP and a real database of its own, with a clock
 * that stands where a test puts it: for rules that depend on a date. No job is worked off.
 */
export class ClockedApp {
  now: number;
  readonly app: App;
  readonly fixtures: Fixtures;
  readonly database: Database;
  readonly #jobs: Jobs;
  readonly #testDatabase: TestDatabase;
  readonly #folder: string;
  #origin = '';

  private constructor(testDatabase: TestDatabase, now: number) {
    this.now = now;
    this.#testDatabase = testDatabase;
    this.#folder = mkdtempSync(join(tmpdir(), 'gabinet-clocked-'));
    writeFileSync(join(this.#folder, 'index.html'), '<!doctype html>');
    const secret = () => randomBytes(32).toString('base64url');
    const config = readConfig({
      DATABASE_URL: testDatabase.url,
      PORT: '0',
      SFU_URLS: 'http://127.0.0.1:9',
      SERVICE_SECRET: secret(),
      TICKET_SECRET: secret(),
      VAULT_KEY: secret(),
      WEB_ROOT: this.#folder,
      CARE_FOLDER: this.#folder,
      LOG_LEVEL: 'error',
    });
    const log = createLog(config.logLevel);
    this.database = openDatabase(config.databaseUrl);
    this.#jobs = new Jobs(config.databaseUrl, log);
    this.fixtures = new Fixtures(testDatabase.url);
    this.app = createApp({
      config,
      database: this.database,
      bus: createMemoryBus(),
      jobs: this.#jobs,
      nodes: fixedNodes(config.sfuUrls),
      adapter: undefined,
      limits: { take: async () => {} },
      clock: { now: () => this.now },
      log,
      metrics: createMetrics(),
    });
  }

  /** Starts with the clock at an instant (ISO 8601). */
  static async start(at: string): Promise<ClockedApp> {
    const app = new ClockedApp(await freshDatabase(), instant(at));
    await app.#jobs.open();
    const { httpServer } = app.app;
    await new Promise<void>((resolve, reject) => {
      httpServer.once('error', reject);
      httpServer.listen(0, '127.0.0.1', resolve);
    });
    app.#origin = `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;
    return app;
  }

  get origin(): string {
    return this.#origin;
  }

  /** A page of whoever has this cookie. */
  api(cookie?: string): Api {
    return new Api(this.#origin, cookie);
  }

  /** Puts the clock somewhere else. */
  at(text: string): void {
    this.now = instant(text);
  }

  async stop(): Promise<void> {
    this.app.drain();
    this.app.pool.close();
    await this.app.io.close();
    this.app.httpServer.closeAllConnections();
    await this.#jobs.close();
    await this.fixtures.close();
    await this.database.destroy();
    await this.#testDatabase.drop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Epoch milliseconds of an ISO 8601 instant. */
export function instant(text: string): number {
  return Temporal.Instant.from(text).epochMilliseconds;
}
