import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@gabinet/shared/contracts/errors';
import type { Language } from '@gabinet/shared/contracts/words';
import type { Database } from '../database/Database.ts';
import type { Notices } from '../notifications/Notices.ts';
import type { MailedCodes } from '../vault/MailedCodes.ts';
import type { Vault } from '../vault/Vault.ts';
import type { AccountNotices } from './AccountNotices.ts';
import type { Challenges } from './Challenges.ts';
import type { Passkeys } from './Passkeys.ts';
import type { RecoveryCodes } from './RecoveryCodes.ts';
import { browserName } from './userAgents.ts';
import { checkCreation, creationOptions, type RelyingParty } from './webAuthn.ts';

/** Longer than the work for an address that is known, so that waiting tells nothing. */
const answerAfterMs = 250;

interface Recoverer {
  readonly staffId: string;
  readonly practiceId: string;
  readonly practiceName: string;
  readonly displayName: string;
  readonly language: Language;
  readonly emailHash: Buffer;
}

/** Coming back after all passkeys are lost: a mailed code and a code on paper together (rule A4). */
export class RecoveryService {
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #notices: Notices;
  readonly #challenges: Challenges;
  readonly #passkeys: Passkeys;
  readonly #recoveryCodes: RecoveryCodes;
  readonly #mailedCodes: MailedCodes;
  readonly #accountNotices: AccountNotices;

  constructor(parts: {
    database: Database;
    vault: Vault;
    notices: Notices;
    challenges: Challenges;
    passkeys: Passkeys;
    recoveryCodes: RecoveryCodes;
    mailedCodes: MailedCodes;
    accountNotices: AccountNotices;
  }) {
    this.#database = parts.database;
    this.#vault = parts.vault;
    this.#notices = parts.notices;
    this.#challenges = parts.challenges;
    this.#passkeys = parts.passkeys;
    this.#recoveryCodes = parts.recoveryCodes;
    this.#mailedCodes = parts.mailedCodes;
    this.#accountNotices = parts.accountNotices;
  }

  /** Mails a code to somebody who works here; for any other address nothing, and no one can tell. */
  async request(email: string): Promise<void> {
    await Promise.all([this.#mailCode(email), delay(answerAfterMs)]);
  }

  /**
   * Opens the making of a new passkey. The paper code is only looked at; finishing uses it up.
   * Throws RECOVERY_REFUSED whichever of the three is wrong.
   */
  async begin(
    relyingParty: RelyingParty,
    browser: () => Promise<string>,
    input: { email: string; code: string; recoveryCode: string },
  ): Promise<Record<string, unknown>> {
    const person = await this.#find(input.email);
    if (person === undefined) throw new AppError('RECOVERY_REFUSED');
    const isRight = await this.#mailedCodes.check(aboutMail(person), input.code).then(
      () => true,
      (thrown: unknown) => {
        if (thrown instanceof AppError && thrown.code === 'CODE_WRONG') return false;
        throw thrown;
      },
    );
    const { staffId } = person;
    const recoveryCodeId = await this.#recoveryCodes.find(
      this.#database,
      staffId,
      input.recoveryCode,
    );
    if (!isRight || recoveryCodeId === undefined) throw new AppError('RECOVERY_REFUSED');
    const challenge = await this.#challenges.give(await browser(), 'recover', {
      staffId,
      recoveryCodeId,
    });
    return creationOptions({
      relyingParty,
      practiceName: person.practiceName,
      challenge,
      staffId,
      displayName: person.displayName,
      known: await this.#passkeys.of(this.#database, staffId),
    });
  }

  /** Keeps the new passkey and uses both codes up. The caller ends every other sign-in. */
  async finish(
    relyingParty: RelyingParty,
    browserSessionId: string | undefined,
    userAgent: string | null,
    response: unknown,
  ): Promise<{ staffId: string; passkeyId: string }> {
    const { challenge, staffId, recoveryCodeId } = await this.#challenges.take(
      browserSessionId,
      'recover',
    );
    if (staffId === null || recoveryCodeId === null) throw new AppError('RECOVERY_REFUSED');
    const passkey = await checkCreation(relyingParty, challenge, response);
    const passkeyId = await this.#database.transaction().execute(async (transaction) => {
      if (!(await this.#recoveryCodes.use(transaction, recoveryCodeId))) {
        throw new AppError('RECOVERY_REFUSED');
      }
      const person = await transaction
        .selectFrom('staff')
        .select('email_hash')
        .where('id', '=', staffId)
        .where('deactivated_at', 'is', null)
        .executeTakeFirst();
      if (person?.email_hash == null) throw new AppError('RECOVERY_REFUSED');
      await transaction
        .deleteFrom('mailed_codes')
        .where('purpose', '=', 'recovery')
        .where('subject', '=', person.email_hash)
        .execute();
      await this.#accountNotices.changed(transaction, staffId);
      return this.#passkeys.add(transaction, staffId, browserName(userAgent), passkey);
    });
    return { staffId, passkeyId };
  }

  async #mailCode(email: string): Promise<void> {
    const person = await this.#find(email);
    if (person === undefined) return;
    try {
      await this.#database.transaction().execute(async (transaction) => {
        const code = await this.#mailedCodes.issue(
          transaction,
          aboutMail(person),
          person.emailHash,
        );
        await this.#notices.mail(transaction, {
          practiceId: person.practiceId,
          to: email,
          language: person.language,
          discreet: false,
          content: { kind: 'recovery-code', code },
        });
      });
    } catch (thrown) {
      // Too many for this address: said aloud, it would tell that the address is known.
      if (!(thrown instanceof AppError && thrown.code === 'TOO_MANY_REQUESTS')) throw thrown;
    }
  }

  /** Who works here under this address. An address is hashed with its practice, so each is tried. */
  async #find(email: string): Promise<Recoverer | undefined> {
    const practices = await this.#database.selectFrom('practices').select('id').execute();
    const hashes = practices.map(({ id }) => this.#vault.emailHash(id, email));
    if (hashes.length === 0) return undefined;
    const row = await this.#database
      .selectFrom('staff as s')
      .innerJoin('practices as r', 'r.id', 's.practice_id')
      .select(['s.id', 's.practice_id', 's.display_name', 's.language', 's.email_hash', 'r.name'])
      .where('s.email_hash', 'in', hashes)
      .where('s.deactivated_at', 'is', null)
      .executeTakeFirst();
    if (row?.email_hash == null) return undefined;
    return {
      staffId: row.id,
      practiceId: row.practice_id,
      practiceName: row.name,
      displayName: row.display_name,
      language: row.language,
      emailHash: row.email_hash,
    };
  }
}

function aboutMail(person: Recoverer) {
  return {
    practiceId: person.practiceId,
    purpose: 'recovery',
    subject: person.emailHash,
  } as const;
}
