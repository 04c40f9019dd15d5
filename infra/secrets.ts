/** The secrets of one installation: made on the first start, kept in a file that only its owner reads. */
import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainWriteError, SetupError, systemErrorCode } from './SetupError.ts';

/** Each is 32 random bytes in base64url, under the name of the setting that carries it. */
const NAMES = ['SERVICE_SECRET', 'TICKET_SECRET', 'TURN_SECRET', 'VAULT_KEY'] as const;
export type Secrets = Record<(typeof NAMES)[number], string>;

/**
 * Gives the secrets kept in `secrets.json` of the data folder; makes the file (mode 0600) when there is none.
 * Throws a SetupError for a file that others may read, or that isn't whole.
 */
export function readOrMakeSecrets(folder: string): Secrets {
  const file = join(folder, 'secrets.json');
  return read(file) ?? make(file);
}

function read(file: string): Secrets | undefined {
  let text: string;
  try {
    const { mode } = statSync(file);
    if ((mode & 0o077) !== 0) {
      throw new SetupError(
        `Others on this machine may read ${file}: run "chmod 600 ${file}", and change its secrets if they did.`,
      );
    }
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    if (systemErrorCode(error) === 'EACCES') {
      throw new SetupError(
        `${file} belongs to another user: start Gabinet as the user that made it.`,
      );
    }
    throw error;
  }
  return parse(text, file);
}

function parse(text: string, file: string): Secrets {
  const damaged = new SetupError(
    `${file} is damaged: restore it from a backup, for sealed data can't be read without it.`,
  );
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {
    throw damaged;
  }
  if (typeof kept !== 'object' || kept === null) throw damaged;
  const found = new Map(Object.entries(kept));
  const take = (name: string): string => {
    const value: unknown = found.get(name);
    if (typeof value !== 'string' || Buffer.from(value, 'base64url').length !== 32) throw damaged;
    return value;
  };
  return {
    SERVICE_SECRET: take('SERVICE_SECRET'),
    TICKET_SECRET: take('TICKET_SECRET'),
    TURN_SECRET: take('TURN_SECRET'),
    VAULT_KEY: take('VAULT_KEY'),
  };
}

/** Written aside and then linked, so that a crash leaves no half file and of two starts at once only one makes the secrets. */
function make(file: string): Secrets {
  const draft = `${file}.${process.pid}`;
  const fresh = Object.fromEntries(
    NAMES.map((name) => [name, randomBytes(32).toString('base64url')]),
  );
  try {
    writeFileSync(draft, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600, flush: true });
    chmodSync(draft, 0o600);
    linkSync(draft, file);
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw explainWriteError(error, file);
  } finally {
    rmSync(draft, { force: true });
  }
  const secrets = read(file);
  if (!secrets) throw new SetupError(`${file} vanished while it was being made: start again.`);
  return secrets;
}
