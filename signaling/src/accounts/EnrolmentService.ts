import { AppError } from '@gabinet/shared/contracts/errors';
import type { HttpInput, HttpOutput } from '@gabinet/shared/contracts/http';
import type { StaffRole } from '@gabinet/shared/contracts/http/accounts';
import type { Transaction } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Tables } from '../database/tables.ts';
import { isZone } from '../practice/zones.ts';
import type { Vault } from '../vault/Vault.ts';
import type { Challenges } from './Challenges.ts';
import type { Passkeys } from './Passkeys.ts';
import type { RecoveryCodes } from './RecoveryCodes.ts';
import type { StaffInvitation, StaffInvitations } from './StaffInvitations.ts';
import { browserName } from './userAgents.ts';
import { checkCreation, creationOptions, type RelyingParty } from './webAuthn.ts';

export interface Enrolled {
  readonly staffId: string;
  readonly passkeyId: string;
  readonly recoveryCodes: string[];
}

/** From a link to an account with its first passkey (rules A1 and A2). */
export class EnrolmentService {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #vault: Vault;
  readonly #challenges: Challenges;
  readonly #passkeys: Passkeys;
  readonly #recoveryCodes: RecoveryCodes;
  readonly #invitations: StaffInvitations;

  constructor(parts: {
    database: Database;
    clock: Clock;
    vault: Vault;
    challenges: Challenges;
    passkeys: Passkeys;
    recoveryCodes: RecoveryCodes;
    invitations: StaffInvitations;
  }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#vault = parts.vault;
    this.#challenges = parts.challenges;
    this.#passkeys = parts.passkeys;
    this.#recoveryCodes = parts.recoveryCodes;
    this.#invitations = parts.invitations;
  }

  /** Looks at a link without using it up. Throws LINK_EXPIRED for every link that opens nothing. */
  async begin(
    relyingParty: RelyingParty,
    browser: () => Promise<string>,
    input: HttpInput<'beginEnrolment'>,
  ): Promise<HttpOutput<'beginEnrolment'>> {
    const invitation = await this.#open(input.token);
    const staffId = crypto.randomUUID();
    const displayName = input.displayName ?? invitation.displayName;
    const challenge = await this.#challenges.give(await browser(), 'enrol', {
      staffId,
      staffInvitationId: invitation.invitationId,
    });
    return {
      practiceName: invitation.practiceName,
      roles: [invitation.role],
      displayName: invitation.displayName,
      language: invitation.language,
      options: await creationOptions({
        relyingParty,
        practiceName: invitation.practiceName,
        challenge,
        staffId,
        displayName: displayName ?? invitation.practiceName,
        known: [],
      }),
    };
  }

  /** Makes the account and uses the link up, both or neither. */
  async finish(
    relyingParty: RelyingParty,
    browserSessionId: string | undefined,
    userAgent: string | null,
    input: HttpInput<'finishEnrolment'>,
  ): Promise<Enrolled> {
    const invitation = await this.#open(input.token);
    const email = invitation.email ?? input.email;
    if (email === undefined) throw new AppError('INVALID_INPUT', { fields: ['email'] });
    if (!isZone(input.zone)) throw new AppError('INVALID_INPUT', { fields: ['zone'] });
    const given = await this.#challenges.take(browserSessionId, 'enrol');
    const { staffId } = given;
    if (staffId === null || given.staffInvitationId !== invitation.invitationId) {
      throw new AppError('PASSKEY_REFUSED');
    }
    const passkey = await checkCreation(relyingParty, given.challenge, input.response);
    return this.#database.transaction().execute(async (transaction) => {
      const used = await this.#invitations.use(transaction, invitation.invitationId);
      if (!used) throw new AppError('LINK_EXPIRED');
      await this.#addStaff(transaction, invitation, { ...input, staffId, email });
      const name = browserName(userAgent);
      const passkeyId = await this.#passkeys.add(transaction, staffId, name, passkey);
      const recoveryCodes = await this.#recoveryCodes.renew(transaction, staffId);
      return { staffId, passkeyId, recoveryCodes };
    });
  }

  async #open(token: string): Promise<StaffInvitation> {
    const invitation = await this.#invitations.byToken(this.#database, token);
    if (invitation === undefined) throw new AppError('LINK_EXPIRED');
    return invitation;
  }

  async #addStaff(
    transaction: Transaction<Tables>,
    invitation: StaffInvitation,
    person: HttpInput<'finishEnrolment'> & { staffId: string; email: string },
  ): Promise<void> {
    const { practiceId } = invitation;
    const role: StaffRole = invitation.role;
    const created_at = new Date(this.#clock.now());
    const isPsychologist = role === 'psychologist' || (role === 'owner' && person.alsoPsychologist);
    const psychologist = isPsychologist
      ? await transaction
          .insertInto('psychologists')
          .values({
            practice_id: practiceId,
            display_name: person.displayName,
            language: person.language,
            languages: [person.language],
            zone: person.zone,
            created_at,
          })
          .returning('id')
          .executeTakeFirstOrThrow()
      : undefined;
    const key = await this.#vault.practiceKey(transaction, practiceId);
    const added = await transaction
      .insertInto('staff')
      .values({
        id: person.staffId,
        practice_id: practiceId,
        display_name: person.displayName,
        language: person.language,
        is_owner: role === 'owner',
        is_coordinator: role === 'coordinator',
        psychologist_id: psychologist?.id ?? null,
        email_sealed: await this.#vault.seal(transaction, key, person.staffId, person.email),
        email_hash: this.#vault.emailHash(practiceId, person.email),
        created_at,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    // Somebody with this address works here already.
    if (added.numInsertedOrUpdatedRows !== 1n) {
      throw new AppError('INVALID_INPUT', { fields: ['email'] });
    }
  }
}
