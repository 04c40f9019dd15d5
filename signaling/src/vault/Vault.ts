import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '@gabinet/shared/contracts/errors';
import type { Transaction } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Tables } from '../database/tables.ts';

export type Handle = Database | Transaction<Tables>;

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

/** A data key, unwrapped: seals and opens without a question to the database. */
export class DataKey {
  readonly keyId: string;
  readonly #key: Buffer;

  constructor(keyId: string, key: Buffer) {
    this.keyId = keyId;
    this.#key = key;
  }

  /** Seals bytes for one record. */
  seal(recordId: string, plain: Buffer): Buffer {
    return encrypt(this.#key, recordId, plain);
  }

  /** Opens what was sealed for this record. */
  open(recordId: string, sealed: Buffer): Buffer {
    return decrypt(this.#key, recordId, sealed);
  }
}

/**
 * Seals what clients write and how they are reached (rules V1 to V3): AES-256-GCM under a data key
 * per client or record, which the practice's master key wraps. The record's id is the associated
 * data, so a sealed value moved to another record does not open.
 */
export class Vault {
  readonly #masterKey: Buffer;
  readonly #lookupKey: Buffer;
  readonly #masterKeyId: string;
  readonly #clock: Clock;

  /** `masterKey`: 32 random bytes in base64url, from the configuration. */
  constructor(masterKey: string, clock: Clock) {
    const secret = Buffer.from(masterKey, 'base64url');
    this.#masterKey = derive(secret, 'wrap');
    this.#lookupKey = derive(secret, 'lookup');
    this.#masterKeyId = derive(secret, 'name').subarray(0, 8).toString('hex');
    this.#clock = clock;
  }

  /** A new data key; gives its id. */
  async createKey(handle: Handle, practiceId: string): Promise<string> {
    const id = crypto.randomUUID();
    await handle
      .insertInto('vault_keys')
      .values({
        id,
        practice_id: practiceId,
        wrapped: encrypt(this.#masterKey, id, randomBytes(keyBytes)),
        master_key_id: this.#masterKeyId,
        created_at: new Date(this.#clock.now()),
        destroyed_at: null,
      })
      .execute();
    return id;
  }

  /** The key of the practice's own data; made when first needed. */
  async practiceKey(handle: Handle, practiceId: string): Promise<string> {
    const row = await handle
      .selectFrom('practices')
      .select('vault_key_id')
      .where('id', '=', practiceId)
      .executeTakeFirstOrThrow();
    if (row.vault_key_id !== null) return row.vault_key_id;
    const made = await this.createKey(handle, practiceId);
    const kept = await handle
      .updateTable('practices')
      .set({ vault_key_id: made })
      .where('id', '=', practiceId)
      .where('vault_key_id', 'is', null)
      .executeTakeFirst();
    // Somebody else was first: theirs counts.
    return kept.numUpdatedRows === 1n ? made : this.practiceKey(handle, practiceId);
  }

  /** Seals a text for one record. */
  async seal(handle: Handle, keyId: string, recordId: string, text: string): Promise<Buffer> {
    return (await this.dataKey(handle, keyId)).seal(recordId, Buffer.from(text, 'utf8'));
  }

  /** Opens what was sealed for this record. Throws NOT_FOUND when its key was destroyed. */
  async open(handle: Handle, keyId: string, recordId: string, sealed: Buffer): Promise<string> {
    return (await this.dataKey(handle, keyId)).open(recordId, sealed).toString('utf8');
  }

  /** The key itself, for what seals and opens often. Throws NOT_FOUND when it was destroyed. */
  async dataKey(handle: Handle, keyId: string): Promise<DataKey> {
    const row = await handle
      .selectFrom('vault_keys')
      .select('wrapped')
      .where('id', '=', keyId)
      .executeTakeFirst();
    if (!row?.wrapped) throw new AppError('NOT_FOUND');
    return new DataKey(keyId, decrypt(this.#masterKey, keyId, row.wrapped));
  }

  /** Makes all that the key sealed unreadable for ever (rule V3). */
  async destroyKey(handle: Handle, keyId: string): Promise<void> {
    await handle
      .updateTable('vault_keys')
      .set({ wrapped: null, destroyed_at: new Date(this.#clock.now()) })
      .where('id', '=', keyId)
      .execute();
  }

  /** Finds an address without keeping it readable; the same for every spelling of its case. */
  emailHash(practiceId: string, email: string): Buffer {
    return createHmac('sha256', this.#lookupKey)
      .update(`email\n${practiceId}\n${email.trim().toLowerCase()}`)
      .digest();
  }

  /** Keeps a short code so that its row alone does not tell it: a plain hash would be guessed. */
  codeHash(subject: Buffer, code: string): Buffer {
    return createHmac('sha256', this.#lookupKey)
      .update('code\n')
      .update(subject)
      .update(code)
      .digest();
  }
}

function derive(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `gabinet vault ${purpose}`, keyBytes));
}

/** version (1 byte) | nonce (12) | ciphertext | tag (16). */
function encrypt(key: Buffer, associated: string, plain: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(associated, 'utf8'));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from([version]), nonce, body, cipher.getAuthTag()]);
}

function decrypt(key: Buffer, associated: string, sealed: Buffer): Buffer {
  if (sealed[0] !== version || sealed.length < 1 + nonceBytes + tagBytes) {
    throw new AppError('INTERNAL', { cause: new Error('A sealed value has an unknown form.') });
  }
  const nonce = sealed.subarray(1, 1 + nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAAD(Buffer.from(associated, 'utf8'));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const body = sealed.subarray(1 + nonceBytes, sealed.length - tagBytes);
  try {
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch (cause) {
    throw new AppError('INTERNAL', { cause });
  }
}
