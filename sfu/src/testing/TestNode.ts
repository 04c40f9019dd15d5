import { randomUUID } from 'node:crypto';
import {
  type SfuInput,
  type SfuNotice,
  type SfuNoticeName,
  type SfuOutput,
  type SfuRequestName,
  serviceTicket,
  sfuNotices,
  sfuRequests,
} from '@gabinet/shared/contracts/sfu';
import jsonwebtoken from 'jsonwebtoken';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { io, type Socket } from 'socket.io-client';
import { vi } from 'vitest';
import { createHandlers } from '../handlers.ts';
import { createHttpServer, listen } from '../http.ts';
import { createControlMetrics, observeNode } from '../metrics.ts';
import { Probes } from '../Probes.ts';
import { Rooms } from '../Rooms.ts';
import { ControlServer } from '../rpc.ts';
import { type RunLater, runLater } from '../SilenceWatch.ts';
import { WorkerPool } from '../WorkerPool.ts';
import { workerBin } from './worker.ts';

const secret = 'a secret of the tests, 32 characters and more';
const log = pino({ level: 'silent' });

/** A ticket as signaling makes it, or spoiled in the given way. */
export function ticket(claims: object = {}, key = secret, options: object = {}): string {
  return jsonwebtoken.sign({ typ: serviceTicket.type, ...claims }, key, {
    audience: serviceTicket.audience,
    algorithm: 'HS256',
    expiresIn: 60,
    ...options,
  });
}

export interface TestNode {
  readonly url: string;
  readonly pool: WorkerPool;
  readonly rooms: Rooms;
  readonly probes: Probes;
  readonly control: ControlServer;
  stop(): Promise<void>;
}

/** A whole node with a real worker on a port of its own. */
export async function startTestNode(
  given: { port?: number; runLater?: RunLater; workers?: number } = {},
): Promise<TestNode> {
  const media = { listenIp: '127.0.0.1', announcedAddress: undefined, port: given.port ?? 0 };
  const workers = given.workers ?? 1;
  const pool = await WorkerPool.start({ workers, media, workerBin: workerBin(), log });
  const metrics = new Registry();
  const httpServer = createHttpServer({ metrics, isHealthy: () => pool.healthy });
  const control = new ControlServer({
    httpServer,
    serviceSecret: secret,
    metrics: createControlMetrics(metrics),
    log,
  });
  const rooms = new Rooms({
    pool,
    notify: control.notify,
    runLater: given.runLater ?? runLater,
    log,
  });
  const probes = new Probes(pool, given.runLater ?? runLater);
  observeNode(metrics, pool, rooms);
  const instanceId = randomUUID();
  control.handle(createHandlers({ nodeId: 'test', instanceId, pool, rooms, probes }));
  const port = await listen(httpServer, '127.0.0.1', 0);
  return {
    url: `http://127.0.0.1:${port}`,
    pool,
    rooms,
    probes,
    control,
    async stop() {
      rooms.closeAll();
      probes.closeAll();
      await control.close();
      await pool.close();
    },
  };
}

/** A signaling process as the node sees it; every answer and notice is held against its contract. */
export class TestSignaling {
  readonly socket: Socket;
  readonly notices: { name: SfuNoticeName; notice: unknown }[] = [];

  constructor(url: string, auth: object = { ticket: ticket() }) {
    this.socket = io(url, {
      path: '/control',
      transports: ['websocket'],
      reconnection: false,
      auth: { ...auth },
    });
    this.socket.onAny((name: SfuNoticeName, notice: unknown) => {
      this.notices.push({ name, notice: sfuNotices[name].parse(notice) });
    });
  }

  /** Settles with the connection, or with the code of the refusal. */
  async opened(): Promise<string> {
    return await new Promise((resolve) => {
      this.socket.on('connect', () => resolve('connected'));
      this.socket.on('connect_error', (error) =>
        resolve('data' in error ? String(Object(error.data).code) : error.message),
      );
    });
  }

  /** Gives the ack as it came. */
  async raw(name: string, input: unknown): Promise<unknown> {
    return await this.socket.timeout(8_000).emitWithAck(name, input);
  }

  /** Gives the value; throws an Error whose message is the error's code. */
  async ask<N extends SfuRequestName>(name: N, input: SfuInput<N>): Promise<SfuOutput<N>> {
    const reply = Object(await this.raw(name, input));
    if (reply.ok !== true) throw new Error(reply.error.code);
    return sfuRequests[name].output.parse(reply.value) as SfuOutput<N>;
  }

  of<N extends SfuNoticeName>(name: N): SfuNotice<N>[] {
    return this.notices.flatMap((one) => (one.name === name ? [one.notice as SfuNotice<N>] : []));
  }

  /** Waits for the count of notices of that name. */
  async until<N extends SfuNoticeName>(name: N, count = 1): Promise<SfuNotice<N>[]> {
    return await vi.waitFor(
      () => {
        const found = this.of(name);
        if (found.length < count) throw new Error(`no ${name} yet`);
        return found;
      },
      { timeout: 5_000, interval: 5 },
    );
  }

  close(): void {
    this.socket.disconnect();
  }
}
