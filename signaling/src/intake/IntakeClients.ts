import type { Transaction } from 'kysely';
import type { SealedContact } from '../appointments/ClientDirectory.ts';
import type { Clock } from '../clock.ts';
import type { Tables } from '../database/tables.ts';
import type { Vault } from '../vault/Vault.ts';
import type { IntakeRecord } from './IntakeStore.ts';
import type { CompleteAnswers, OtherPerson } from './rules.ts';

/** Makes clients of the people in an intake, once its address is proved. */
export class IntakeClients {
  readonly #vault: Vault;
  readonly #clock: Clock;

  constructor(vault: Vault, clock: Clock) {
    this.#vault = vault;
    this.#clock = clock;
  }

  /**
   * The client who answered. The intake's key becomes the new client's own, so nothing is sealed anew. Whom
   * the practice knows by this address, which they have just proved, stays one client; how they want to be
   * reached is what they said last. Gives the key that seals their intake from now on.
   */
  async whoAnswered(
    transaction: Transaction<Tables>,
    intake: IntakeRecord,
    answers: CompleteAnswers,
  ): Promise<{ clientId: string; keyId: string }> {
    const emailHash = this.#vault.emailHash(intake.practiceId, answers.email);
    const known = await transaction
      .selectFrom('clients')
      .select(['id', 'vault_key_id'])
      .where('practice_id', '=', intake.practiceId)
      .where('email_hash', '=', emailHash)
      .orderBy('created_at')
      .limit(1)
      .executeTakeFirst();
    const clientId = known?.id ?? crypto.randomUUID();
    const keyId = known?.vault_key_id ?? intake.keyId;
    const contact: SealedContact = {
      email: answers.email,
      phone: answers.phone ?? null,
      phoneIsSafe: answers.phoneIsSafe ?? false,
    };
    const values = {
      language: answers.language ?? intake.language,
      zone: answers.zone ?? intake.zone,
      vault_key_id: keyId,
      contact_sealed: await this.#seal(transaction, keyId, clientId, contact),
      email_hash: emailHash,
      ...wishesOf(answers),
    };
    if (known === undefined) {
      await transaction
        .insertInto('clients')
        .values({
          id: clientId,
          practice_id: intake.practiceId,
          display_name: answers.displayName,
          created_at: new Date(this.#clock.now()),
          ...values,
        })
        .execute();
    } else {
      await transaction.updateTable('clients').set(values).where('id', '=', clientId).execute();
    }
    return { clientId, keyId };
  }

  /**
   * Somebody who takes part and has an address of their own gets their own invitations, so a record is made
   * for them. An unproved address never leads to a record that is there already: it would tell whether
   * somebody is a client here, and when they are busy.
   */
  async whoTakesPart(
    transaction: Transaction<Tables>,
    intake: IntakeRecord,
    answers: CompleteAnswers,
    person: OtherPerson,
  ): Promise<string | null> {
    if (person.email === undefined) return null;
    const clientId = crypto.randomUUID();
    const keyId = await this.#vault.createKey(transaction, intake.practiceId);
    const contact: SealedContact = { email: person.email, phone: null, phoneIsSafe: false };
    await transaction
      .insertInto('clients')
      .values({
        id: clientId,
        practice_id: intake.practiceId,
        display_name: person.displayName,
        language: answers.language ?? intake.language,
        zone: answers.zone ?? intake.zone,
        created_at: new Date(this.#clock.now()),
        vault_key_id: keyId,
        contact_sealed: await this.#seal(transaction, keyId, clientId, contact),
        email_hash: this.#vault.emailHash(intake.practiceId, person.email),
        ...wishesOf(answers),
      })
      .execute();
    return clientId;
  }

  #seal(
    transaction: Transaction<Tables>,
    keyId: string,
    clientId: string,
    contact: SealedContact,
  ): Promise<Buffer> {
    return this.#vault.seal(transaction, keyId, clientId, JSON.stringify(contact));
  }
}

/** Discretion means no calendar part and no reminder (rule K4), whatever else was ticked. */
function wishesOf({ discreet = false, calendarInvitations, reminders }: CompleteAnswers) {
  return {
    discreet,
    calendar_invitations: !discreet && (calendarInvitations ?? true),
    reminders: !discreet && (reminders ?? true),
  };
}
