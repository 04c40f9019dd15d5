import { AppError } from '@gabinet/shared/contracts/errors';
import type { Language } from '@gabinet/shared/contracts/words';
import type { Handle, Vault } from '../vault/Vault.ts';

/** How members of the staff are written to; their addresses are sealed with the practice's key. */
export class StaffAddresses {
  readonly #vault: Vault;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** Whoever of the practice is on duty: its psychologists and owners. Those without an address are left out. */
  onDuty(handle: Handle, practiceId: string): Promise<{ email: string; language: Language }[]> {
    return this.#find(handle, practiceId, ({ isOwner, psychologistId }) =>
      Boolean(isOwner || psychologistId),
    );
  }

  /** A psychologist's own address, if there is one. */
  ofPsychologist(
    handle: Handle,
    practiceId: string,
    wanted: string,
  ): Promise<{ email: string; language: Language }[]> {
    return this.#find(handle, practiceId, ({ psychologistId }) => psychologistId === wanted);
  }

  async #find(
    handle: Handle,
    practiceId: string,
    wanted: (one: { isOwner: boolean; psychologistId: string | null }) => boolean,
  ): Promise<{ email: string; language: Language }[]> {
    const rows = await handle
      .selectFrom('staff as s')
      .innerJoin('practices as p', 'p.id', 's.practice_id')
      .select([
        's.id',
        's.email_sealed',
        's.language',
        's.is_owner',
        's.psychologist_id',
        'p.vault_key_id',
      ])
      .where('s.practice_id', '=', practiceId)
      .where('s.deactivated_at', 'is', null)
      .execute();
    const found: { email: string; language: Language }[] = [];
    for (const row of rows) {
      if (row.email_sealed === null || row.vault_key_id === null) continue;
      if (!wanted({ isOwner: row.is_owner, psychologistId: row.psychologist_id })) continue;
      const opened = this.#vault.open(handle, row.vault_key_id, row.id, row.email_sealed);
      // One address that cannot be read must not keep the others from being told of a call for help.
      const email = await opened.catch((thrown: unknown) => {
        if (thrown instanceof AppError) return null;
        throw thrown;
      });
      if (email !== null) found.push({ email, language: row.language });
    }
    return found;
  }
}
