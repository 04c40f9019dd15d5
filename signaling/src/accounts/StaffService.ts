import { AppError } from '@gabinet/shared/contracts/errors';
import type { HttpInput, HttpOutput } from '@gabinet/shared/contracts/http';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Notices } from '../notifications/Notices.ts';
import type { Vault } from '../vault/Vault.ts';
import { rolesOf } from './AccountService.ts';
import { freshStaffOf, ownerOf } from './access.ts';
import type { BrowserSession, BrowserSessions } from './BrowserSessions.ts';
import type { StaffInvitations } from './StaffInvitations.ts';

type Browser = BrowserSession | undefined;

/** Who works in the practice: the owner's to see and to change (rules A2 and A5). */
export class StaffService {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #vault: Vault;
  readonly #notices: Notices;
  readonly #browserSessions: BrowserSessions;
  readonly #invitations: StaffInvitations;

  constructor(parts: {
    database: Database;
    clock: Clock;
    vault: Vault;
    notices: Notices;
    browserSessions: BrowserSessions;
    invitations: StaffInvitations;
  }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#vault = parts.vault;
    this.#notices = parts.notices;
    this.#browserSessions = parts.browserSessions;
    this.#invitations = parts.invitations;
  }

  /** Everybody who works here, and who is invited. */
  async list(browser: Browser): Promise<HttpOutput<'staff'>> {
    const { practiceId, staffId } = ownerOf(browser);
    const rows = await this.#database
      .selectFrom('staff')
      .selectAll()
      .where('practice_id', '=', practiceId)
      .where('deactivated_at', 'is', null)
      .orderBy('created_at')
      .execute();
    const key = await this.#vault.practiceKey(this.#database, practiceId);
    const staff = rows.map(async (row) => ({
      staffId: row.id,
      displayName: row.display_name,
      email:
        row.email_sealed && (await this.#vault.open(this.#database, key, row.id, row.email_sealed)),
      roles: rolesOf(row),
      you: row.id === staffId,
    }));
    const waiting = await this.#invitations.waiting(this.#database, practiceId);
    return {
      staff: await Promise.all(staff),
      invitations: waiting.flatMap(({ invitationId, email, role, expiresAt }) =>
        email === null ? [] : [{ invitationId, email, role, expiresAt }],
      ),
    };
  }

  /** Mails a link to a new colleague; gives the invitation's id. */
  async invite(browser: Browser, input: HttpInput<'inviteStaff'>): Promise<string> {
    const { practiceId, staffId } = ownerOf(browser);
    const colleague = await this.#database
      .selectFrom('staff')
      .select('id')
      .where('practice_id', '=', practiceId)
      .where('email_hash', '=', this.#vault.emailHash(practiceId, input.email))
      .where('deactivated_at', 'is', null)
      .executeTakeFirst();
    // They work here already.
    if (colleague !== undefined) throw new AppError('INVALID_INPUT', { fields: ['email'] });
    const { display_name: invitedBy } = await this.#database
      .selectFrom('staff')
      .select('display_name')
      .where('id', '=', staffId)
      .executeTakeFirstOrThrow();
    return this.#database.transaction().execute(async (transaction) => {
      const { invitationId, token } = await this.#invitations.forColleague(transaction, {
        ...input,
        practiceId,
      });
      await this.#notices.mail(transaction, {
        practiceId,
        to: input.email,
        language: input.language,
        discreet: false,
        content: { kind: 'staff-invitation', path: `/enrol#${token}`, invitedBy },
      });
      return invitationId;
    });
  }

  /** Makes an invitation worthless. Throws NOT_FOUND when none such waits. */
  async revokeInvitation(browser: Browser, invitationId: string): Promise<void> {
    const { practiceId } = ownerOf(browser);
    const revoked = await this.#invitations.revoke(this.#database, practiceId, invitationId);
    if (!revoked) throw new AppError('NOT_FOUND');
  }

  /**
   * Ends somebody's access at once: their sign-ins, their calendar's address; no new client finds them.
   * Their appointments stay. Throws SIGN_IN_AGAIN, NOT_FOUND, LAST_OWNER.
   */
  async deactivate(browser: Browser, staffId: string): Promise<void> {
    const { practiceId } = ownerOf(browser);
    freshStaffOf(browser, this.#clock.now());
    const now = new Date(this.#clock.now());
    await this.#database.transaction().execute(async (transaction) => {
      // All owners are locked, so that two can't end each other's access at once.
      const owners = await transaction
        .selectFrom('staff')
        .select('id')
        .where('practice_id', '=', practiceId)
        .where('is_owner', '=', true)
        .where('deactivated_at', 'is', null)
        .orderBy('id')
        .forUpdate()
        .execute();
      if (owners.length === 1 && owners[0]?.id === staffId) throw new AppError('LAST_OWNER');
      const ended = await transaction
        .updateTable('staff')
        .set({ deactivated_at: now })
        .where('id', '=', staffId)
        .where('practice_id', '=', practiceId)
        .where('deactivated_at', 'is', null)
        .returning('psychologist_id')
        .executeTakeFirst();
      if (ended === undefined) throw new AppError('NOT_FOUND');
      const { psychologist_id } = ended;
      if (psychologist_id === null) return;
      await transaction
        .updateTable('psychologists')
        .set({ deactivated_at: now })
        .where('id', '=', psychologist_id)
        .execute();
      await transaction
        .deleteFrom('calendar_feeds')
        .where('psychologist_id', '=', psychologist_id)
        .execute();
      await transaction
        .deleteFrom('opening_index')
        .where('psychologist_id', '=', psychologist_id)
        .execute();
    });
    await this.#browserSessions.endAll(staffId);
  }
}
