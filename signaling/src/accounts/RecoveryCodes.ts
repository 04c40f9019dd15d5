import { randomInt } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Tables } from '../database/tables.ts';
import type { Vault } from '../vault/Vault.ts';

type Handle = Database | Transaction<Tables>;

const howMany = 10;
/** Digits and letters that nobody mistakes for another (Crockford's base 32). */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const groups = 3;
const signsInGroup = 4;

/** Codes on paper, for the day all passkeys are lost (rule A4): shown once, kept hashed, used once. */
export class RecoveryCodes {
  readonly #vault: Vault;
  readonly #clock: Clock;

  constructor(vault: Vault, clock: Clock) {
    this.#vault = vault;
    this.#clock = clock;
  }

  /** Ten new codes; the old ones stop working. */
  async renew(transaction: Transaction<Tables>, staffId: string): Promise<string[]> {
    await transaction.deleteFrom('recovery_codes').where('staff_id', '=', staffId).execute();
    const made = Array.from({ length: howMany }, codeForPaper);
    await transaction
      .insertInto('recovery_codes')
      .values(
        made.map((code) => ({
          staff_id: staffId,
          code_hash: this.#hash(staffId, code),
          used_at: null,
        })),
      )
      .execute();
    return made;
  }

  /** The id of an unused code of this person, without using it. */
  async find(handle: Handle, staffId: string, code: string): Promise<string | undefined> {
    const row = await handle
      .selectFrom('recovery_codes')
      .select('id')
      .where('staff_id', '=', staffId)
      .where('code_hash', '=', this.#hash(staffId, code))
      .where('used_at', 'is', null)
      .executeTakeFirst();
    return row?.id;
  }

  /** Uses a code up; false when somebody was first. */
  async use(transaction: Transaction<Tables>, recoveryCodeId: string): Promise<boolean> {
    const used = await transaction
      .updateTable('recovery_codes')
      .set({ used_at: new Date(this.#clock.now()) })
      .where('id', '=', recoveryCodeId)
      .where('used_at', 'is', null)
      .executeTakeFirst();
    return used.numUpdatedRows === 1n;
  }

  /** How many are left. */
  async left(handle: Handle, staffId: string): Promise<number> {
    const row = await handle
      .selectFrom('recovery_codes')
      .select((fields) => fields.fn.countAll<string>().as('count'))
      .where('staff_id', '=', staffId)
      .where('used_at', 'is', null)
      .executeTakeFirstOrThrow();
    return Number(row.count);
  }

  /** Case, spaces, dashes and signs that look like another don't matter. */
  #hash(staffId: string, code: string): Buffer {
    const bare = code
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
      .replace(/o/g, '0')
      .replace(/[il]/g, '1');
    return this.#vault.codeHash(Buffer.from(staffId), bare);
  }
}

/** 60 random bits as `7k3f-9qwm-2xtd`. */
function codeForPaper(): string {
  const group = () =>
    Array.from({ length: signsInGroup }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: groups }, group).join('-');
}
