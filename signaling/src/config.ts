import { z } from 'zod';

const secret = z.string().min(32, 'must have at least 32 characters');
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== ''),
);

const environment = z
  .object({
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65535).default(3000),
    DATABASE_URL: z.string().min(1, 'must name a Postgres database'),
    REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
    PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
    SFU_URLS: list.default([]),
    SERVICE_SECRET: secret,
    TICKET_SECRET: secret,
    /** 32 random bytes in base64url: what the vault's keys are wrapped with. */
    VAULT_KEY: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 random bytes in base64url (43 characters)'),
    /** Where mails go; without it they stay in the database. */
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    MAIL_FROM: z.string().max(200).optional(),
    /** A neutral sender for people who asked for discretion. */
    MAIL_FROM_DISCREET: z.string().max(200).optional(),
    TURN_SECRET: z.string().min(16).optional(),
    TURN_URLS: list.default([]),
    STUN_URLS: list.default([]),
    /** Whether media goes through the TURN servers only, so that no page tries a direct way. */
    MEDIA_RELAY_ONLY: z.enum(['true', 'false']).default('false'),
    WEB_ROOT: z.string().default('web/dist'),
    /** Where the crisis page is written; the TLS proxy serves the same folder. */
    CARE_FOLDER: z.string().default('data/care'),
    DEMO: z.enum(['0', '1']).default('0'),
    /** How many proxies stand in front and set X-Forwarded-For; 0 believes none. */
    TRUSTED_PROXIES: z.coerce.number().int().min(0).max(8).default(0),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  })
  .refine((env) => env.REDIS_URL !== undefined || env.SFU_URLS.length > 0, {
    path: ['SFU_URLS'],
    message: 'must list at least one media node when REDIS_URL is not set',
  })
  .refine((env) => env.SMTP_URL === undefined || env.MAIL_FROM !== undefined, {
    path: ['MAIL_FROM'],
    message: 'must name the sender of mails when SMTP_URL is set',
  })
  .refine(
    (env) =>
      env.MEDIA_RELAY_ONLY === 'false' ||
      (env.TURN_URLS.length > 0 && env.TURN_SECRET !== undefined),
    {
      path: ['MEDIA_RELAY_ONLY'],
      message: 'must be false until TURN_URLS and TURN_SECRET are set: nobody would get a call',
    },
  )
  .refine((env) => env.DEMO === '0' || env.PUBLIC_URL === undefined, {
    path: ['DEMO'],
    message: 'must be off when PUBLIC_URL is set: the demo signs anybody in',
  })
  .refine((env) => env.DEMO === '0' || ['127.0.0.1', '::1', 'localhost'].includes(env.HOST), {
    path: ['DEMO'],
    message: 'must be off unless HOST is a loopback address',
  });

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  readonly publicUrl: URL | undefined;
  /** Control addresses of the media nodes; with Redis the registry names them too. */
  readonly sfuUrls: readonly string[];
  readonly serviceSecret: string;
  readonly ticketSecret: string;
  readonly vaultKey: string;
  readonly mail:
    | { readonly url: string; readonly from: string; readonly discreetFrom: string }
    | undefined;
  readonly turn: { readonly secret: string; readonly urls: readonly string[] } | undefined;
  readonly stunUrls: readonly string[];
  /** No page tries another way to a media node than through the TURN servers. */
  readonly relayOnly: boolean;
  readonly webRoot: string;
  readonly careFolder: string;
  readonly demo: boolean;
  readonly trustedProxies: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** True behind TLS: cookies get `Secure` and the `__Host-` prefix. */
  readonly secure: boolean;
}

/** Thrown with one sentence that says what to do; never holds a value, which may be a secret. */
export class ConfigError extends Error {}

/** Reads the environment once into one frozen object. Throws ConfigError. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = issue?.path.join('.') ?? 'The configuration';
    throw new ConfigError(
      given[name] === undefined && issue?.code === 'invalid_type'
        ? `${name} is not set: set it in the environment and start again.`
        : `${name} is not right: it ${phrase(issue?.message)}. Correct it and start again.`,
    );
  }
  const value = parsed.data;
  const publicUrl = value.PUBLIC_URL === undefined ? undefined : new URL(value.PUBLIC_URL);
  return Object.freeze({
    host: value.HOST,
    port: value.PORT,
    databaseUrl: value.DATABASE_URL,
    redisUrl: value.REDIS_URL,
    publicUrl,
    sfuUrls: Object.freeze(value.SFU_URLS),
    serviceSecret: value.SERVICE_SECRET,
    ticketSecret: value.TICKET_SECRET,
    vaultKey: value.VAULT_KEY,
    mail:
      value.SMTP_URL !== undefined && value.MAIL_FROM !== undefined
        ? Object.freeze({
            url: value.SMTP_URL,
            from: value.MAIL_FROM,
            discreetFrom: value.MAIL_FROM_DISCREET ?? value.MAIL_FROM,
          })
        : undefined,
    turn:
      value.TURN_SECRET !== undefined && value.TURN_URLS.length > 0
        ? Object.freeze({ secret: value.TURN_SECRET, urls: Object.freeze(value.TURN_URLS) })
        : undefined,
    stunUrls: Object.freeze(value.STUN_URLS),
    relayOnly: value.MEDIA_RELAY_ONLY === 'true',
    webRoot: value.WEB_ROOT,
    careFolder: value.CARE_FOLDER,
    demo: value.DEMO === '1',
    trustedProxies: value.TRUSTED_PROXIES,
    logLevel: value.LOG_LEVEL,
    secure: publicUrl?.protocol === 'https:',
  });
}

function phrase(message: string | undefined): string {
  if (message === undefined) return 'could not be read';
  return message.startsWith('must') ? message : `could not be read (${message})`;
}
