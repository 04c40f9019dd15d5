/** What `npm run doctor` runs: says in one line each what is well and what must be mended. Exit code 1 if anything must. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { SetupError } from './SetupError.ts';
import { readSettings } from './settings.ts';

const ROOT = join(import.meta.dirname, '..');
const CONNECT_LIMIT_MS = 3_000;
/** What the media server asks for (`sfu/src/WorkerSlot.ts`). */
const MEDIA_BUFFER_BYTES = 4_194_304;

type Finding = { verdict: 'good' | 'warning' | 'bad'; line: string };

const good = (line: string): Finding => ({ verdict: 'good', line });
const warning = (line: string): Finding => ({ verdict: 'warning', line });
const bad = (line: string): Finding => ({ verdict: 'bad', line });

function checkRuntime(): Finding {
  if (typeof Temporal === 'undefined')
    return bad(`Node ${process.version} has no Temporal: run "npm ci".`);
  return good(`Node ${process.version} with Temporal.`);
}

/** Rules that changed lately or change soon: appointments there would be off by an hour under old zone data. */
function checkZones(): Finding {
  const canaries = [
    ['2026-10-07T10:00', 'Africa/Casablanca', '2026-10-07T10:00:00Z'],
    ['2027-01-11T09:00', 'America/Vancouver', '2027-01-11T16:00:00Z'],
  ] as const;
  const wrong = canaries.filter(([local, zone, instant]) => {
    const found = Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant().toString();
    return found !== instant;
  });
  if (wrong.length === 0) return good(`Time zone data ${process.versions.tz}.`);
  const zones = wrong.map(([, zone]) => zone).join(', ');
  return warning(
    `Time zone data ${process.versions.tz} is old for ${zones}: update Gabinet (its Node brings newer data).`,
  );
}

function checkWorker(): Finding {
  const options = { cwd: ROOT, encoding: 'utf8' } as const;
  const { status, stderr } = spawnSync(process.execPath, ['infra/worker/verify.ts'], options);
  if (status === 0) return good('The media worker starts, listens, and encrypts with AES-GCM.');
  return bad(
    stderr.trim().split('\n').at(-1) || "The media worker doesn't start: run npm start once.",
  );
}

/** Rule M10: how much of a burst of media the kernel keeps while a worker waits for a core. Linux alone says it. */
function checkMediaBuffer(): Finding | undefined {
  if (process.platform !== 'linux') return undefined;
  const limit = Number(readFileSync('/proc/sys/net/core/rmem_max', 'utf8'));
  if (limit >= MEDIA_BUFFER_BYTES) return good('Bursts of media find room in the kernel.');
  return warning(
    `The kernel holds ${limit} bytes for a media port: with many rooms set net.core.rmem_max=${MEDIA_BUFFER_BYTES}.`,
  );
}

async function checkSettings(): Promise<Finding> {
  try {
    const { host, port } = await readSettings(process.env, ROOT);
    return good(`The settings are right, and the port ${port} of ${host} is free.`);
  } catch (error) {
    if (error instanceof SetupError) return bad(error.message);
    throw error;
  }
}

async function checkReachable(name: string, defaultPort: number): Promise<Finding | undefined> {
  const text = process.env[name];
  if (!text) return undefined;
  if (!URL.canParse(text)) return bad(`${name} can't be read as an address: correct it.`);
  const url = new URL(text);
  // A folder as the host means a unix socket, in the way of libpq.
  const folder = url.searchParams.get('host') ?? decodeURIComponent(url.hostname);
  const port = Number(url.port || defaultPort);
  const target = folder.startsWith('/')
    ? { path: `${folder}/.s.PGSQL.${port}` }
    : { host: url.hostname, port };
  const reached = await new Promise<boolean>((resolve) => {
    const socket = createConnection(target);
    const finish = (result: boolean): void => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(CONNECT_LIMIT_MS, () => finish(false));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
  return reached
    ? good(`${name} answers.`)
    : bad(`${name} doesn't answer: start that server or correct the address.`);
}

/** Whether mails can go out; the ports are those of RFC 8314. */
async function checkMail(): Promise<Finding | undefined> {
  const { SMTP_URL, MAIL_FROM, PUBLIC_URL } = process.env;
  if (!SMTP_URL) {
    return PUBLIC_URL
      ? warning('SMTP_URL is not set: nobody gets a mail, they stay in the database.')
      : undefined;
  }
  if (!MAIL_FROM) return bad('MAIL_FROM is not set: name the sender of mails.');
  return await checkReachable('SMTP_URL', SMTP_URL.startsWith('smtps:') ? 465 : 587);
}

function checkPublic(): Finding[] {
  const text = process.env.PUBLIC_URL;
  if (!text) return [good('No PUBLIC_URL: the demo, for this machine only.')];
  const findings: Finding[] = [];
  if (!text.startsWith('https:'))
    findings.push(warning('PUBLIC_URL is not https: only for trying out on one machine.'));
  if (!process.env.TURN_URLS) {
    findings.push(
      bad(
        'TURN_URLS is not set: people behind strict firewalls will not get a call; set up a TURN server.',
      ),
    );
  }
  return findings;
}

async function checkCertificate(): Promise<Finding | undefined> {
  const text = process.env.PUBLIC_URL;
  if (!text?.startsWith('https:')) return undefined;
  try {
    await fetch(new URL('/healthz', text), { signal: AbortSignal.timeout(CONNECT_LIMIT_MS) });
    return good('PUBLIC_URL answers with a valid certificate.');
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : 'no answer';
    return warning(
      `PUBLIC_URL could not be opened from here (${cause}): check the proxy and its certificate.`,
    );
  }
}

const findings = [
  checkRuntime(),
  checkZones(),
  checkWorker(),
  checkMediaBuffer(),
  await checkSettings(),
  await checkReachable('DATABASE_URL', 5432),
  await checkReachable('REDIS_URL', 6379),
  await checkMail(),
  ...checkPublic(),
  await checkCertificate(),
].filter((finding) => finding !== undefined);

const MARKS = { good: '✓', warning: '!', bad: '✗' } as const;
for (const { verdict, line } of findings) process.stdout.write(`${MARKS[verdict]} ${line}\n`);
process.exitCode = findings.some(({ verdict }) => verdict === 'bad') ? 1 : 0;
