import { AppError } from '@gabinet/shared/contracts/errors';
import type { Transaction } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Tables } from '../database/tables.ts';
import type { StoredPasskey } from './webAuthn.ts';

type Handle = Database | Transaction<Tables>;

export interface Passkey extends StoredPasskey {
  readonly passkeyId: string;
  readonly staffId: string;
  readonly name: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

/** The rows of passkeys. */
export class Passkeys {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** One's passkeys, the oldest first. */
  async of(handle: Handle, staffId: string): Promise<Passkey[]> {
    const rows = await handle
      .selectFrom('passkeys')
      .selectAll()
      .where('staff_id', '=', staffId)
      .orderBy('created_at')
      .execute();
    return rows.map(toPasskey);
  }

  /** The passkey of someone who still works here. */
  async find(handle: Handle, credentialId: string): Promise<Passkey | undefined> {
    const row = await handle
      .selectFrom('passkeys as p')
      .innerJoin('staff as s', 's.id', 'p.staff_id')
      .selectAll('p')
      .where('p.credential_id', '=', credentialId)
      .where('s.deactivated_at', 'is', null)
      .executeTakeFirst();
    return row && toPasskey(row);
  }

  /** Keeps a new passkey; gives its id. Throws PASSKEY_REFUSED when it is kept already. */
  async add(
    handle: Handle,
    staffId: string,
    name: string,
    passkey: StoredPasskey,
  ): Promise<string> {
    const row = await handle
      .insertInto('passkeys')
      .values({
        staff_id: staffId,
        credential_id: passkey.credentialId,
        public_key: Buffer.from(passkey.publicKey),
        counter: passkey.counter,
        transports: [...passkey.transports],
        name,
        created_at: new Date(this.#clock.now()),
        last_used_at: null,
      })
      .onConflict((conflict) => conflict.column('credential_id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) throw new AppError('PASSKEY_REFUSED');
    return row.id;
  }

  /**
   * Notes a use with the authenticator's new counter. Throws PASSKEY_REFUSED when another use of the
   * same passkey came between, which a copied one does.
   */
  async used(handle: Handle, passkey: Passkey, counter: number): Promise<void> {
    const kept = await handle
      .updateTable('passkeys')
      .set({ counter, last_used_at: new Date(this.#clock.now()) })
      .where('id', '=', passkey.passkeyId)
      .where('counter', '=', String(passkey.counter))
      .executeTakeFirst();
    if (kept.numUpdatedRows !== 1n) throw new AppError('PASSKEY_REFUSED');
  }

  /** Removes one of one's passkeys. Throws NOT_FOUND, or LAST_PASSKEY when no other is left. */
  async remove(
    transaction: Transaction<Tables>,
    staffId: string,
    passkeyId: string,
  ): Promise<void> {
    // Locked, so that two removals at once can't take the last two.
    const own = await transaction
      .selectFrom('passkeys')
      .select('id')
      .where('staff_id', '=', staffId)
      .orderBy('id')
      .forUpdate()
      .execute();
    if (!own.some(({ id }) => id === passkeyId)) throw new AppError('NOT_FOUND');
    if (own.length === 1) throw new AppError('LAST_PASSKEY');
    await transaction.deleteFrom('passkeys').where('id', '=', passkeyId).execute();
  }
}

function toPasskey(row: {
  id: string;
  staff_id: string;
  credential_id: string;
  public_key: Buffer;
  counter: string;
  transports: string[];
  name: string;
  created_at: Date;
  last_used_at: Date | null;
}): Passkey {
  return {
    passkeyId: row.id,
    staffId: row.staff_id,
    credentialId: row.credential_id,
    publicKey: row.public_key,
    counter: Number(row.counter),
    transports: row.transports,
    name: row.name,
    createdAt: row.created_at.getTime(),
    lastUsedAt: row.last_used_at?.getTime() ?? null,
  };
}
