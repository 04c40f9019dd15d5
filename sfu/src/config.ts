import { BlockList, isIP } from 'node:net';
import { availableParallelism, hostname } from 'node:os';
import { z } from 'zod';

/** A setting is wrong. The message is one sentence that says what to do. */
export class ConfigError extends Error {}

const privateAddresses = new BlockList();
privateAddresses.addSubnet('127.0.0.0', 8, 'ipv4');
privateAddresses.addSubnet('10.0.0.0', 8, 'ipv4');
privateAddresses.addSubnet('172.16.0.0', 12, 'ipv4');
privateAddresses.addSubnet('192.168.0.0', 16, 'ipv4');
privateAddresses.addSubnet('169.254.0.0', 16, 'ipv4');
privateAddresses.addAddress('::1', 'ipv6');
privateAddresses.addSubnet('fc00::', 7, 'ipv6');
privateAddresses.addSubnet('fe80::', 10, 'ipv6');

/** A name is taken as it is (a container's own name resolves to its private address). */
function isPrivateHost(host: string): boolean {
  const family = isIP(host);
  if (family === 0) return host.length > 0;
  return privateAddresses.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

const port = z.coerce.number().int().min(0).max(65_535);

const environment = z.object({
  SFU_HOST: z
    .string()
    .refine(
      isPrivateHost,
      'must be a loopback or private address, for it commands the media server',
    )
    .default('127.0.0.1'),
  SFU_PORT: port.default(4100),
  SFU_NODE_ID: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 letters, digits, dots or dashes')
    .default(() => `sfu-${hostname()}-${process.pid}`.replaceAll(/[^\w.-]/g, '-').slice(0, 64)),
  SFU_URL: z.url('must be an address such as http://10.0.0.5:4100').optional(),
  SERVICE_SECRET: z
    .string('must be set to the secret that the signaling processes use')
    .min(32, 'must have at least 32 characters'),
  MEDIA_LISTEN_IP: z
    .string()
    .refine((value) => isIP(value) !== 0, 'must be an IP address of this machine')
    .default('127.0.0.1'),
  MEDIA_ANNOUNCED_ADDRESS: z.string().min(1).max(253).optional(),
  MEDIA_PORT: port.default(40_000),
  SFU_WORKERS: z.coerce.number().int().min(1).max(256).default(availableParallelism),
  MEDIASOUP_WORKER_BIN: z.string().optional(),
  REDIS_URL: z.url('must be an address such as redis://127.0.0.1:6379').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export interface Config {
  /** Where the control socket, /healthz and /metrics listen: loopback or a private address. */
  readonly host: string;
  readonly port: number;
  readonly nodeId: string;
  /** What this node announces; without it, the address it listens on. */
  readonly url: string | undefined;
  readonly serviceSecret: string;
  readonly media: {
    readonly listenIp: string;
    /** What pages are told, where it differs (behind NAT). */
    readonly announcedAddress: string | undefined;
    /** Of the first worker; each further worker takes the next one. 0: any free port. */
    readonly port: number;
  };
  readonly workers: number;
  readonly workerBin: string | undefined;
  readonly redisUrl: string | undefined;
  readonly logLevel: z.infer<typeof environment>['LOG_LEVEL'];
}

/**
 * Takes the process's environment; gives the settings, checked and frozen. An empty variable counts
 * as absent. Throws ConfigError with one sentence that never repeats a value.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    throw new ConfigError(`${first?.path.join('.')} ${first?.message}.`);
  }
  const value = parsed.data;
  if (value.MEDIA_PORT !== 0 && value.MEDIA_PORT + value.SFU_WORKERS - 1 > 65_535) {
    throw new ConfigError('MEDIA_PORT is too high for that many workers; each takes one port.');
  }
  return Object.freeze({
    host: value.SFU_HOST,
    port: value.SFU_PORT,
    nodeId: value.SFU_NODE_ID,
    url: value.SFU_URL,
    serviceSecret: value.SERVICE_SECRET,
    media: Object.freeze({
      listenIp: value.MEDIA_LISTEN_IP,
      announcedAddress: value.MEDIA_ANNOUNCED_ADDRESS,
      port: value.MEDIA_PORT,
    }),
    workers: value.SFU_WORKERS,
    workerBin: value.MEDIASOUP_WORKER_BIN,
    redisUrl: value.REDIS_URL,
    logLevel: value.LOG_LEVEL,
  });
}
