import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { webRoot } from '../../infra/web.ts';
import { freshDatabase, type TestDatabase } from './databases.ts';
import { Program } from './Program.ts';
import { freePort } from './ports.ts';
import { RedisServer } from './RedisServer.ts';
import { root } from './root.ts';

export interface StackOptions {
  /** How many signaling processes; more than one need Redis. */
  signaling?: number;
  /** How many media nodes, one worker each. */
  sfu?: number;
  redis?: boolean;
  /** Media nodes on ports known beforehand, so that lines can be laid to them. */
  lines?: boolean;
  /** The demo practice and its links; off when the stack has a PUBLIC_URL. */
  demo?: boolean;
  /** More environment for every signaling process. */
  environment?: Readonly<Record<string, string>>;
  /** More environment for every media node. */
  sfuEnvironment?: Readonly<Record<string, string>>;
}

/** The links of the demo, as `npm start` prints them. */
export interface DemoLinks {
  psychologist: string;
  client: string;
  mail: string;
}

export interface StackSecrets {
  service: string;
  ticket: string;
  vault: string;
}

/** The real stack for one test file: its own database, processes and ports. */
export class Stack {
  readonly database: TestDatabase;
  readonly signaling: readonly Program[];
  readonly sfu: readonly Program[];
  /** What the processes sign with: for tests that forge, and that look for them in logs. */
  readonly secrets: StackSecrets;
  /** Where signaling writes the crisis page. */
  readonly careFolder: string;
  /** The media port of each node; known only where the stack was started for lines. */
  readonly mediaPorts: readonly number[];
  readonly #origins: readonly string[];
  readonly #redis: RedisServer | undefined;

  private constructor(parts: {
    database: TestDatabase;
    signaling: readonly Program[];
    sfu: readonly Program[];
    secrets: StackSecrets;
    careFolder: string;
    mediaPorts: readonly number[];
    origins: readonly string[];
    redis: RedisServer | undefined;
  }) {
    this.database = parts.database;
    this.signaling = parts.signaling;
    this.sfu = parts.sfu;
    this.secrets = parts.secrets;
    this.careFolder = parts.careFolder;
    this.mediaPorts = parts.mediaPorts;
    this.#origins = parts.origins;
    this.#redis = parts.redis;
  }

  /** Starts everything and returns when every process is ready. */
  static async start(options: StackOptions = {}): Promise<Stack> {
    const database = await freshDatabase();
    const redis = options.redis ? await RedisServer.start() : undefined;
    const secrets = { service: secret(), ticket: secret(), vault: secret() };
    const careFolder = mkdtempSync(join(tmpdir(), 'gabinet-care-'));
    const common = {
      ...inherited(),
      LOG_LEVEL: 'debug',
      SERVICE_SECRET: secrets.service,
      ...(redis ? { REDIS_URL: redis.url } : {}),
    };
    const sfuPorts = await ports(options.sfu ?? 1);
    const mediaPorts = options.lines ? await ports(options.sfu ?? 1) : [];
    const sfu = sfuPorts.map((port, index) =>
      program(`sfu ${index + 1}`, 'sfu/src/main.ts', {
        ...common,
        SFU_PORT: String(port),
        SFU_NODE_ID: `node-${index + 1}`,
        SFU_WORKERS: '1',
        MEDIA_PORT: String(mediaPorts[index] ?? 0),
        ...options.sfuEnvironment,
      }),
    );
    const signalingCommon = {
      ...common,
      DATABASE_URL: database.url,
      TICKET_SECRET: secrets.ticket,
      VAULT_KEY: secrets.vault,
      WEB_ROOT: webRoot(root),
      CARE_FOLDER: careFolder,
      DEMO: options.demo === false ? '0' : '1',
      ...(redis ? {} : { SFU_URLS: sfuPorts.map((port) => `http://127.0.0.1:${port}`).join() }),
      ...options.environment,
    };
    const signalingPorts = await ports(options.signaling ?? 1);
    const signaling = signalingPorts.map((port, index) =>
      program(`signaling ${index + 1}`, 'signaling/src/main.ts', {
        ...signalingCommon,
        PORT: String(port),
      }),
    );
    const origins = signalingPorts.map((port) => `http://127.0.0.1:${port}`);
    const stack = new Stack({
      database,
      signaling,
      sfu,
      secrets,
      careFolder,
      mediaPorts,
      origins,
      redis,
    });
    try {
      await Promise.all(sfu.map((one) => one.start()));
      await Promise.all(signaling.map((one) => one.start()));
    } catch (error) {
      await stack.stop().catch(() => {});
      throw error;
    }
    return stack;
  }

  /** Ends Redis, with all that it held, and starts it anew. */
  async restartRedis(): Promise<void> {
    await this.#redis?.restart();
  }

  /** Where the pages of a signaling process are, without a slash at the end. */
  origin(index = 0): string {
    const origin = this.#origins[index];
    if (origin === undefined) throw new Error(`There is no signaling process ${index}.`);
    return origin;
  }

  /** The links that the demo prints, on a signaling process of one's choice. */
  links(index = 0): DemoLinks {
    const links = this.#program(index).ready.links;
    if (typeof links !== 'object' || links === null) throw new Error('The demo gave no links.');
    const found = new Map<string, unknown>(Object.entries(links));
    const on = (name: string): string => {
      const link = found.get(name);
      if (typeof link !== 'string') throw new Error(`The demo gave no link named ${name}.`);
      const { pathname, hash } = new URL(link);
      return `${this.origin(index)}${pathname}${hash}`;
    };
    return { psychologist: on('psychologist'), client: on('client'), mail: on('mail') };
  }

  /** What follows `/enrol#` in the link that makes the owner, where nobody owns the practice yet. */
  ownerToken(index = 0): string {
    const { links } = this.#program(index).ready;
    const owner =
      typeof links === 'object' && links !== null && 'owner' in links ? links.owner : undefined;
    if (typeof owner !== 'string') throw new Error('The console showed no link for an owner.');
    return new URL(owner).hash.slice(1);
  }

  /** Where pages that use passkeys are: WebAuthn knows no addresses, only names. */
  namedOrigin(index = 0): string {
    return this.origin(index).replace('127.0.0.1', 'localhost');
  }

  /** Everything that all processes have written. */
  get output(): string {
    return [...this.signaling, ...this.sfu].map((one) => one.output).join('');
  }

  /** The control address of a media node. */
  sfuUrl(index = 0): string {
    const url = this.sfu[index]?.ready.url;
    if (typeof url !== 'string') throw new Error(`Media node ${index} did not say its address.`);
    return url;
  }

  /** The process numbers of the mediasoup workers under a media node. */
  workers(index = 0): readonly number[] {
    const parent = this.sfu[index]?.pid;
    const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
    return stdout
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number))
      .flatMap(([pid, ppid]) => (pid !== undefined && ppid === parent ? [pid] : []));
  }

  /** Ends all that was started and removes the database. Fails when a process did not obey. */
  async stop(): Promise<void> {
    const ends: PromiseSettledResult<unknown>[] = [
      ...(await Promise.allSettled(this.signaling.map((one) => one.stop()))),
      ...(await Promise.allSettled(this.sfu.map((one) => one.stop()))),
      ...(await Promise.allSettled([this.#redis?.stop(), this.database.drop()])),
    ];
    rmSync(this.careFolder, { recursive: true, force: true });
    const failed = ends.find((one) => one.status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  #program(index: number): Program {
    const found = this.signaling[index];
    if (!found) throw new Error(`There is no signaling process ${index}.`);
    return found;
  }
}

function program(name: string, file: string, env: Readonly<Record<string, string>>): Program {
  return new Program({
    name,
    command: process.execPath,
    args: [join(root, file)],
    cwd: root,
    env,
  });
}

/** What the machine needs; nothing of the developer's own configuration may leak into a test. */
function inherited(): Record<string, string> {
  const names = [
    'PATH',
    'HOME',
    'TMPDIR',
    'MEDIASOUP_WORKER_BIN',
    'LD_LIBRARY_PATH',
    'NODE_COMPILE_CACHE',
  ];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

async function ports(count: number): Promise<readonly number[]> {
  const found: number[] = [];
  while (found.length < count) {
    const port = await freePort();
    if (!found.includes(port)) found.push(port);
  }
  return found;
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}
