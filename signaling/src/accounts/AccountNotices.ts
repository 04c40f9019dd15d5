import type { Transaction } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { Notices } from '../notifications/Notices.ts';
import type { Vault } from '../vault/Vault.ts';

/** Tells somebody by mail that the ways into their account changed, in case it was not them. */
export class AccountNotices {
  readonly #vault: Vault;
  readonly #notices: Notices;

  constructor(vault: Vault, notices: Notices) {
    this.#vault = vault;
    this.#notices = notices;
  }

  /** Goes with the change it speaks of, or not at all; nowhere when the account has no address. */
  async changed(transaction: Transaction<Tables>, staffId: string): Promise<void> {
    const person = await transaction
      .selectFrom('staff')
      .select(['practice_id', 'language', 'email_sealed'])
      .where('id', '=', staffId)
      .executeTakeFirst();
    if (person?.email_sealed == null) return;
    const key = await this.#vault.practiceKey(transaction, person.practice_id);
    await this.#notices.mail(transaction, {
      practiceId: person.practice_id,
      to: await this.#vault.open(transaction, key, staffId, person.email_sealed),
      language: person.language,
      discreet: false,
      content: { kind: 'account-changed', path: '/account' },
    });
  }
}
