/** What a person may set for `npm start`, checked before anything is started; and the environment of each process. */
import { lookup } from 'node:dns/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort, mediaPortsAreFree, portIsFree } from './ports.ts';
import { waitUntil } from './processes.ts';
import { SetupError } from './SetupError.ts';
import type { Secrets } from './secrets.ts';

type Env = Readonly<Record<string, string | undefined>>;

export type Settings = {
  /** Where the app is reached: its host and port, and with a PUBLIC_URL that. */
  host: string;
  port: number;
  publicUrl: URL | undefined;
  dataFolder: string;
  /** A Postgres of the person's own; without it the embedded one is used. */
  databaseUrl: string | undefined;
  /** The local media server's control port; undefined when SFU_URLS names others. */
  sfuPort: number | undefined;
  mediaPort: number;
  sfuWorkers: number;
};

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
const FIRST_SFU_PORT = 4100;
const FIRST_MEDIA_PORT = 40_000;

/** Reads and checks the environment; throws a SetupError that names the setting. */
export async function readSettings(env: Env, root: string): Promise<Settings> {
  const publicUrl = readPublicUrl(env);
  const host = env.HOST || (publicUrl ? '0.0.0.0' : '127.0.0.1');
  const port = readNumber(env, 'PORT', 1, 65_535) ?? 3000;
  const sfuWorkers = readNumber(env, 'SFU_WORKERS', 1, 256) ?? availableParallelism();
  checkUrl(env, 'DATABASE_URL', ['postgres:', 'postgresql:']);
  checkUrl(env, 'REDIS_URL', ['redis:', 'rediss:']);
  checkUrl(env, 'SMTP_URL', ['smtps:', 'smtp:']);
  // Servers whose supervisor was killed a moment ago are just leaving.
  if (!(await waitUntil(() => portIsFree(host, port), 1_500))) {
    throw new SetupError(
      `Port ${port} is in use. Stop the other program or set PORT=${port === 65_535 ? port - 1 : port + 1}.`,
    );
  }
  return {
    host,
    port,
    publicUrl,
    dataFolder: resolve(root, env.DATA_FOLDER || 'data'),
    databaseUrl: env.DATABASE_URL || undefined,
    sfuPort: env.SFU_URLS ? undefined : await chooseSfuPort(env),
    mediaPort: await chooseMediaPort(env, sfuWorkers),
    sfuWorkers,
  };
}

/** The environment of the media server. What the person set wins. */
export async function sfuEnvironment(
  settings: Settings,
  secrets: Secrets,
  env: Env,
): Promise<NodeJS.ProcessEnv> {
  return merge(env, {
    SFU_HOST: '127.0.0.1',
    SFU_PORT: String(settings.sfuPort),
    SFU_NODE_ID: 'local',
    SFU_URL: sfuUrl(settings),
    SFU_WORKERS: String(settings.sfuWorkers),
    SERVICE_SECRET: secrets.SERVICE_SECRET,
    MEDIA_LISTEN_IP: settings.publicUrl ? '0.0.0.0' : '127.0.0.1',
    MEDIA_ANNOUNCED_ADDRESS: env.MEDIA_ANNOUNCED_ADDRESS || (await announcedAddress(settings)),
    MEDIA_PORT: String(settings.mediaPort),
    LOG_LEVEL: 'info',
  });
}

/** The environment of the application server. What the person set wins. */
export function signalingEnvironment(
  settings: Settings,
  secrets: Secrets,
  databaseUrl: string,
  root: string,
  env: Env,
): NodeJS.ProcessEnv {
  const demo = !settings.publicUrl && LOOPBACK.has(settings.host);
  return merge(env, {
    ...secrets,
    HOST: settings.host,
    PORT: String(settings.port),
    DATABASE_URL: databaseUrl,
    SFU_URLS: sfuUrl(settings),
    WEB_ROOT: join(root, 'web', 'dist'),
    CARE_FOLDER: join(settings.dataFolder, 'care'),
    DEMO: demo ? '1' : '0',
    LOG_LEVEL: 'info',
  });
}

/** Where the app answers on this machine. */
export function localUrl(settings: Settings): string {
  const host =
    settings.host === '0.0.0.0' || settings.host === '127.0.0.1' ? 'localhost' : settings.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${settings.port}`;
}

function sfuUrl(settings: Settings): string {
  return `http://127.0.0.1:${settings.sfuPort}`;
}

/** Empty values count as not set, so that a line `NAME=` in a file of settings means the default. */
function merge(env: Env, defaults: Record<string, string>): NodeJS.ProcessEnv {
  const given = Object.entries(env).filter(([, value]) => value !== undefined && value !== '');
  return { ...defaults, ...Object.fromEntries(given) };
}

function readNumber(env: Env, name: string, least: number, most: number): number | undefined {
  const text = env[name];
  if (!text) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new SetupError(
    `${name}=${text} is not a whole number from ${least} to ${most}: correct or unset it.`,
  );
}

function checkUrl(env: Env, name: string, protocols: readonly string[]): void {
  const text = env[name];
  if (!text) return;
  // The value isn't repeated, for it can hold a password.
  if (protocols.some((protocol) => text.startsWith(`${protocol}//`))) return;
  throw new SetupError(`${name} must begin with ${protocols[0]}//: correct or unset it.`);
}

function readPublicUrl(env: Env): URL | undefined {
  const text = env.PUBLIC_URL;
  if (!text) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const allowed =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.has(url.hostname));
  if (url && allowed && url.pathname === '/' && !url.search && !url.hash) return url;
  throw new SetupError(
    `PUBLIC_URL=${text} must be like https://care.example.org, for browsers give a camera only to https: correct or unset it.`,
  );
}

async function chooseSfuPort(env: Env): Promise<number> {
  const given = readNumber(env, 'SFU_PORT', 1, 65_535);
  if (given === undefined) return freePort('127.0.0.1', FIRST_SFU_PORT);
  if (await portIsFree(env.SFU_HOST || '127.0.0.1', given)) return given;
  throw new SetupError(
    `Port ${given} is in use. Stop the other program or set SFU_PORT to another one.`,
  );
}

/** Each media worker takes one port, for UDP and TCP, from the first on. */
async function chooseMediaPort(env: Env, workers: number): Promise<number> {
  const given = readNumber(env, 'MEDIA_PORT', 1, 65_535);
  if (given !== undefined) {
    if (await mediaPortsAreFree(given, workers)) return given;
    throw new SetupError(
      `One of the media ports ${given} to ${given + workers - 1} is in use. Stop the other program or set MEDIA_PORT to another one.`,
    );
  }
  for (
    let port = FIRST_MEDIA_PORT;
    port < FIRST_MEDIA_PORT + 2_000;
    port += Math.max(workers, 10)
  ) {
    if (await mediaPortsAreFree(port, workers)) return port;
  }
  throw new SetupError(
    'No free ports for the media were found from 40000 on: set MEDIA_PORT to a free one.',
  );
}

/** The address that browsers send their media to: this machine, or the one that the public name stands for. */
async function announcedAddress(settings: Settings): Promise<string> {
  if (!settings.publicUrl || LOOPBACK.has(settings.publicUrl.hostname)) return '127.0.0.1';
  try {
    return (await lookup(settings.publicUrl.hostname, { family: 4 })).address;
  } catch {
    throw new SetupError(
      `The address of ${settings.publicUrl.hostname} is not known here: set MEDIA_ANNOUNCED_ADDRESS to this server's public IP address.`,
    );
  }
}
