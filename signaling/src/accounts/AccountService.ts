import { AppError } from '@gabinet/shared/contracts/errors';
import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { StaffRole } from '@gabinet/shared/contracts/http/accounts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Vault } from '../vault/Vault.ts';
import type { AccountNotices } from './AccountNotices.ts';
import { freshStaffOf, staffOf } from './access.ts';
import type { BrowserSession, BrowserSessions } from './BrowserSessions.ts';
import type { Challenges } from './Challenges.ts';
import type { Passkeys } from './Passkeys.ts';
import type { RecoveryCodes } from './RecoveryCodes.ts';
import { browserName } from './userAgents.ts';
import { checkCreation, creationOptions, type RelyingParty } from './webAuthn.ts';

type Browser = BrowserSession | undefined;

/** What somebody of the staff does with their own account (rule A1). */
export class AccountService {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #vault: Vault;
  readonly #browserSessions: BrowserSessions;
  readonly #challenges: Challenges;
  readonly #passkeys: Passkeys;
  readonly #recoveryCodes: RecoveryCodes;
  readonly #accountNotices: AccountNotices;

  constructor(parts: {
    database: Database;
    clock: Clock;
    vault: Vault;
    browserSessions: BrowserSessions;
    challenges: Challenges;
    passkeys: Passkeys;
    recoveryCodes: RecoveryCodes;
    accountNotices: AccountNotices;
  }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#vault = parts.vault;
    this.#browserSessions = parts.browserSessions;
    this.#challenges = parts.challenges;
    this.#passkeys = parts.passkeys;
    this.#recoveryCodes = parts.recoveryCodes;
    this.#accountNotices = parts.accountNotices;
  }

  /** One's own account. */
  async account(browser: Browser): Promise<HttpOutput<'account'>> {
    const { staffId, practiceId } = staffOf(browser);
    const [row, passkeys, browsers, recoveryCodesLeft] = await Promise.all([
      this.#row(staffId),
      this.#passkeys.of(this.#database, staffId),
      this.#browserSessions.of(staffId),
      this.#recoveryCodes.left(this.#database, staffId),
    ]);
    const email =
      row.email_sealed &&
      (await this.#vault.open(
        this.#database,
        await this.#vault.practiceKey(this.#database, practiceId),
        staffId,
        row.email_sealed,
      ));
    return {
      staffId,
      displayName: row.display_name,
      email,
      roles: rolesOf(row),
      psychologistId: row.psychologist_id,
      practiceName: row.practice_name,
      language: row.language,
      passkeys: passkeys.map(({ passkeyId, name, createdAt, lastUsedAt }) => ({
        passkeyId,
        name,
        createdAt,
        lastUsedAt,
      })),
      browsers: browsers.map(({ userAgent, ...one }) => ({
        ...one,
        name: browserName(userAgent),
        current: one.browserId === browser?.browserSessionId,
      })),
      recoveryCodesLeft,
    };
  }

  /** What one is here, for the pages to know where to go. */
  async roles(staffId: string): Promise<StaffRole[]> {
    return rolesOf(await this.#row(staffId));
  }

  /** Begins one more passkey. Throws SIGN_IN_AGAIN when the sign-in is not fresh. */
  async beginPasskey(
    relyingParty: RelyingParty,
    browser: Browser,
  ): Promise<Record<string, unknown>> {
    const { staff, browserSessionId } = freshStaffOf(browser, this.#clock.now());
    const row = await this.#row(staff.staffId);
    const challenge = await this.#challenges.give(browserSessionId, 'add', {
      staffId: staff.staffId,
    });
    return creationOptions({
      relyingParty,
      practiceName: row.practice_name,
      challenge,
      staffId: staff.staffId,
      displayName: row.display_name,
      known: await this.#passkeys.of(this.#database, staff.staffId),
    });
  }

  /** Keeps one more passkey; gives its id. */
  async finishPasskey(
    relyingParty: RelyingParty,
    browser: Browser,
    input: { name: string; response: unknown },
  ): Promise<string> {
    const { staffId } = staffOf(browser);
    const given = await this.#challenges.take(browser?.browserSessionId, 'add');
    // The browser may have changed hands since the passkey was begun.
    if (given.staffId !== staffId) throw new AppError('PASSKEY_REFUSED');
    const passkey = await checkCreation(relyingParty, given.challenge, input.response);
    return this.#database.transaction().execute(async (transaction) => {
      await this.#accountNotices.changed(transaction, staffId);
      return this.#passkeys.add(transaction, staffId, input.name, passkey);
    });
  }

  /** Removes a passkey and signs out the browsers that came in by it. Throws LAST_PASSKEY. */
  async removePasskey(browser: Browser, passkeyId: string): Promise<void> {
    const { staffId } = staffOf(browser);
    const cutOff = await this.#database.transaction().execute(async (transaction) => {
      // First the sessions: the passkey's own deletion would take them along unheard.
      const ended = await this.#browserSessions.endByPasskey(transaction, passkeyId);
      await this.#passkeys.remove(transaction, staffId, passkeyId);
      await this.#accountNotices.changed(transaction, staffId);
      return ended;
    });
    cutOff();
  }

  /** New codes for paper. Throws SIGN_IN_AGAIN when the sign-in is not fresh. */
  async renewRecoveryCodes(browser: Browser): Promise<string[]> {
    const { staff } = freshStaffOf(browser, this.#clock.now());
    return this.#database.transaction().execute(async (transaction) => {
      await this.#accountNotices.changed(transaction, staff.staffId);
      return this.#recoveryCodes.renew(transaction, staff.staffId);
    });
  }

  /** Signs one of one's own browsers out. Throws NOT_FOUND for anybody else's. */
  async revokeBrowser(browser: Browser, browserId: string): Promise<void> {
    const { staffId } = staffOf(browser);
    if (!(await this.#browserSessions.endOne(staffId, browserId))) throw new AppError('NOT_FOUND');
  }

  /** Signs every browser of one's own out, this one too. */
  async signOutEverywhere(browser: Browser): Promise<void> {
    const { staffId } = staffOf(browser);
    await this.#browserSessions.endAll(staffId);
  }

  #row(staffId: string) {
    return this.#database
      .selectFrom('staff as s')
      .innerJoin('practices as r', 'r.id', 's.practice_id')
      .selectAll('s')
      .select('r.name as practice_name')
      .where('s.id', '=', staffId)
      .executeTakeFirstOrThrow();
  }
}

/** The roles of a row, the widest first. */
export function rolesOf(row: {
  is_owner: boolean;
  is_coordinator: boolean;
  psychologist_id: string | null;
}): StaffRole[] {
  return [
    ...(row.is_owner ? (['owner'] as const) : []),
    ...(row.psychologist_id !== null ? (['psychologist'] as const) : []),
    ...(row.is_coordinator ? (['coordinator'] as const) : []),
  ];
}
