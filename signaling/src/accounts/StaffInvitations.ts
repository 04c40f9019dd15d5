import type { StaffRole } from '@gabinet/shared/contracts/http/accounts';
import type { Language } from '@gabinet/shared/contracts/words';
import type { Transaction } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Tables } from '../database/tables.ts';
import { hashToken, newToken } from '../transport/cookies.ts';
import type { Vault } from '../vault/Vault.ts';

type Handle = Database | Transaction<Tables>;

export interface StaffInvitation {
  readonly invitationId: string;
  readonly practiceId: string;
  readonly practiceName: string;
  readonly role: StaffRole;
  readonly displayName: string | null;
  readonly language: Language;
  /** The address it was mailed to; null on the owner's link. */
  readonly email: string | null;
  readonly expiresAt: number;
}

const tokenBytes = 20;
const dayMs = 24 * 60 * 60_000;
const ownerLinkMs = dayMs;
const mailedMs = 7 * dayMs;

/** Links that make an account (rule A2): 160 random bits, kept hashed, used once, expiring, revocable. */
export class StaffInvitations {
  readonly #vault: Vault;
  readonly #clock: Clock;

  constructor(vault: Vault, clock: Clock) {
    this.#vault = vault;
    this.#clock = clock;
  }

  /** The owner's link for the console; older ones are worth nothing from now on. Gives its token. */
  async forOwner(
    transaction: Transaction<Tables>,
    practice: { practiceId: string; language: Language },
  ): Promise<string> {
    const { token, hash } = newToken(tokenBytes);
    const now = this.#clock.now();
    await transaction
      .updateTable('staff_invitations')
      .set({ revoked_at: new Date(now) })
      .where('practice_id', '=', practice.practiceId)
      .where('role', '=', 'owner')
      .where('revoked_at', 'is', null)
      .execute();
    await transaction
      .insertInto('staff_invitations')
      .values({
        practice_id: practice.practiceId,
        token_hash: hash,
        role: 'owner',
        language: practice.language,
        created_at: new Date(now),
        expires_at: new Date(now + ownerLinkMs),
      })
      .execute();
    return token;
  }

  /** A colleague's link, to be mailed; an older one for the same address is revoked. */
  async forColleague(
    transaction: Transaction<Tables>,
    about: {
      practiceId: string;
      role: StaffRole;
      displayName: string;
      language: Language;
      email: string;
    },
  ): Promise<{ invitationId: string; token: string }> {
    const { token, hash } = newToken(tokenBytes);
    const now = this.#clock.now();
    const invitationId = crypto.randomUUID();
    const emailHash = this.#vault.emailHash(about.practiceId, about.email);
    await transaction
      .updateTable('staff_invitations')
      .set({ revoked_at: new Date(now) })
      .where('practice_id', '=', about.practiceId)
      .where('email_hash', '=', emailHash)
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .execute();
    const key = await this.#vault.practiceKey(transaction, about.practiceId);
    await transaction
      .insertInto('staff_invitations')
      .values({
        id: invitationId,
        practice_id: about.practiceId,
        token_hash: hash,
        role: about.role,
        display_name: about.displayName,
        language: about.language,
        email_sealed: await this.#vault.seal(transaction, key, invitationId, about.email),
        email_hash: emailHash,
        created_at: new Date(now),
        expires_at: new Date(now + mailedMs),
      })
      .execute();
    return { invitationId, token };
  }

  /** What a link is for; undefined when it is unknown, used, revoked or too old, all alike. */
  async byToken(handle: Handle, token: string): Promise<StaffInvitation | undefined> {
    const row = await this.#open(handle)
      .where('i.token_hash', '=', hashToken(token))
      .executeTakeFirst();
    return row && this.#read(handle, row);
  }

  /** The links of colleagues that still wait to be used. */
  async waiting(handle: Handle, practiceId: string): Promise<StaffInvitation[]> {
    const rows = await this.#open(handle)
      .where('i.practice_id', '=', practiceId)
      .where('i.role', '!=', 'owner')
      .orderBy('i.created_at')
      .execute();
    return Promise.all(rows.map((row) => this.#read(handle, row)));
  }

  /** Uses a link up; false when somebody was first or it was revoked meanwhile. */
  async use(transaction: Transaction<Tables>, invitationId: string): Promise<boolean> {
    return this.#end(transaction, 'used_at', invitationId);
  }

  /** Makes a waiting link of this practice worthless; false when there is none such. */
  async revoke(handle: Handle, practiceId: string, invitationId: string): Promise<boolean> {
    return this.#end(handle, 'revoked_at', invitationId, practiceId);
  }

  async #end(
    handle: Handle,
    how: 'used_at' | 'revoked_at',
    invitationId: string,
    practiceId?: string,
  ): Promise<boolean> {
    const now = new Date(this.#clock.now());
    let update = handle
      .updateTable('staff_invitations')
      .set(how === 'used_at' ? { used_at: now } : { revoked_at: now })
      .where('id', '=', invitationId)
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now);
    if (practiceId !== undefined) update = update.where('practice_id', '=', practiceId);
    return (await update.executeTakeFirst()).numUpdatedRows === 1n;
  }

  #open(handle: Handle) {
    return handle
      .selectFrom('staff_invitations as i')
      .innerJoin('practices as r', 'r.id', 'i.practice_id')
      .selectAll('i')
      .select('r.name as practice_name')
      .where('i.used_at', 'is', null)
      .where('i.revoked_at', 'is', null)
      .where('i.expires_at', '>', new Date(this.#clock.now()));
  }

  async #read(
    handle: Handle,
    row: {
      id: string;
      practice_id: string;
      practice_name: string;
      role: StaffRole;
      display_name: string | null;
      language: Language;
      email_sealed: Buffer | null;
      expires_at: Date;
    },
  ): Promise<StaffInvitation> {
    const key = row.email_sealed && (await this.#vault.practiceKey(handle, row.practice_id));
    return {
      invitationId: row.id,
      practiceId: row.practice_id,
      practiceName: row.practice_name,
      role: row.role,
      displayName: row.display_name,
      language: row.language,
      email:
        row.email_sealed && key
          ? await this.#vault.open(handle, key, row.id, row.email_sealed)
          : null,
      expiresAt: row.expires_at.getTime(),
    };
  }
}
