import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { http } from '@gabinet/shared/contracts/http';
import { type App, createApp } from '../../signaling/src/app.ts';
import { createMemoryBus } from '../../signaling/src/bus/EventBus.ts';
import { readConfig } from '../../signaling/src/config.ts';
import { type Database, openDatabase } from '../../signaling/src/database/Database.ts';
import { fixedNodes } from '../../signaling/src/media/NodePool.ts';
import { Jobs } from '../../signaling/src/notifications/Jobs.ts';
import { createLog } from '../../signaling/src/observability/log.ts';
import { createMetrics } from '../../signaling/src/observability/metrics.ts';
import { freshDatabase, type TestDatabase } from '../support/databases.ts';
import type { OpeningsCase } from './form.ts';
import { insertCase } from './rows.ts';

/** How many dates one question over HTTP may span. */
const mostDates = 62;

/** The application server on a database of its own, whose clock says what each case says. */
export class CaseServer {
  #now = 0;
  readonly #app: App;
  readonly #database: Database;
  readonly #testDatabase: TestDatabase;
  readonly #folder: string;
  #origin = '';

  private constructor(testDatabase: TestDatabase) {
    this.#testDatabase = testDatabase;
    this.#folder = mkdtempSync(join(tmpdir(), 'gabinet-cases-'));
    writeFileSync(join(this.#folder, 'index.html'), '<!doctype html>');
    const config = readConfig({
      DATABASE_URL: testDatabase.url,
      PORT: '0',
      SFU_URLS: 'http://127.0.0.1:9',
      SERVICE_SECRET: randomBytes(32).toString('base64url'),
      TICKET_SECRET: randomBytes(32).toString('base64url'),
      VAULT_KEY: randomBytes(32).toString('base64url'),
      WEB_ROOT: this.#folder,
      CARE_FOLDER: this.#folder,
      LOG_LEVEL: 'warn',
    });
    const log = createLog(config.logLevel);
    this.#database = openDatabase(config.databaseUrl);
    this.#app = createApp({
      config,
      database: this.#database,
      bus: createMemoryBus(),
      // Asking for openings enqueues nothing, so the queue is never opened.
      jobs: new Jobs(config.databaseUrl, log),
      nodes: fixedNodes(config.sfuUrls),
      adapter: undefined,
      // A long file asks more often than anybody may.
      limits: { take: async () => {} },
      clock: { now: () => this.#now },
      log,
      metrics: createMetrics(),
    });
  }

  static async start(): Promise<CaseServer> {
    const server = new CaseServer(await freshDatabase());
    const { httpServer } = server.#app;
    await new Promise<void>((resolve, reject) => {
      httpServer.once('error', reject);
      httpServer.listen(0, '127.0.0.1', resolve);
    });
    server.#origin = `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;
    return server;
  }

  /** Writes the case as rows of a practice of its own and asks `GET /api/openings`. */
  async answer(one: OpeningsCase): Promise<number[]> {
    this.#now = one.given.now;
    const psychologistId = await insertCase(this.#database, one.given);
    const openings: number[] = [];
    for (const range of rangesOf(one)) {
      const query = new URLSearchParams({ psychologistId, ...range });
      if (one.datesIn !== undefined) query.set('datesIn', one.datesIn);
      if (one.modality !== undefined) query.set('modality', one.modality);
      const response = await fetch(`${this.#origin}${http.openings.path}?${query}`);
      const body = await response.text();
      if (!response.ok) throw new Error(`GET /api/openings answers ${response.status}: ${body}`);
      openings.push(...http.openings.output.parse(JSON.parse(body)).openings);
    }
    return openings;
  }

  async stop(): Promise<void> {
    this.#app.pool.close();
    await this.#app.io.close();
    this.#app.httpServer.closeAllConnections();
    await this.#database.destroy();
    await this.#testDatabase.drop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The dates of a case in pieces that one question may span. */
function rangesOf({ from, to }: OpeningsCase): { from: string; to: string }[] {
  const ranges: { from: string; to: string }[] = [];
  const last = Temporal.PlainDate.from(to);
  let begin = Temporal.PlainDate.from(from);
  do {
    const end = begin.add({ days: mostDates - 1 });
    const isLast = Temporal.PlainDate.compare(end, last) >= 0;
    ranges.push({ from: begin.toString(), to: (isLast ? last : end).toString() });
    begin = end.add({ days: 1 });
  } while (Temporal.PlainDate.compare(begin, last) <= 0);
  return ranges;
}
