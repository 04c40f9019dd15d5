import { AppError } from '@gabinet/shared/contracts/errors';
import type { AppointmentModality, Language } from '@gabinet/shared/contracts/words';
import { mayScheduleFor } from '../accounts/access.ts';
import type { BrowserSession, StaffMember } from '../accounts/BrowserSessions.ts';
import type { ClientDirectory } from '../appointments/ClientDirectory.ts';
import type { Availabilities, PsychologistPlan } from '../availability/Availabilities.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Notices } from '../notifications/Notices.ts';
import { hashToken, newToken } from '../transport/cookies.ts';
import type { Handle } from '../vault/Vault.ts';
import type { IntakeRecord } from './IntakeStore.ts';

const tokenBytes = 20;
const invitedForMs = 14 * 24 * 60 * 60_000;

/** Who may book with whom: anyone, by invitation, or own clients alone. */
export class BookingRights {
  readonly #database: Database;
  readonly #availabilities: Availabilities;
  readonly #clients: ClientDirectory;
  readonly #notices: Notices;
  readonly #clock: Clock;

  constructor(parts: {
    database: Database;
    availabilities: Availabilities;
    clients: ClientDirectory;
    notices: Notices;
    clock: Clock;
  }) {
    this.#database = parts.database;
    this.#availabilities = parts.availabilities;
    this.#clients = parts.clients;
    this.#notices = parts.notices;
    this.#clock = parts.clock;
  }

  /** Mails one person a link with which they may book with a psychologist; it serves one booking. */
  async invite(
    staff: StaffMember,
    given: { psychologistId: string; email: string; language: Language },
  ): Promise<void> {
    const plan = await this.#availabilities.planOf(this.#database, given.psychologistId);
    mayScheduleFor(staff, plan);
    const { token, hash } = newToken(tokenBytes);
    const now = this.#clock.now();
    await this.#database.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('booking_invitations')
        .values({
          practice_id: plan.practiceId,
          psychologist_id: plan.psychologistId,
          token_hash: hash,
          created_at: new Date(now),
          expires_at: new Date(now + invitedForMs),
          used_at: null,
        })
        .execute();
      await this.#notices.mail(transaction, {
        practiceId: plan.practiceId,
        to: given.email,
        language: given.language,
        discreet: false,
        content: {
          kind: 'booking-invitation',
          path: `/book#${token}`,
          psychologist: plan.displayName,
        },
      });
    });
  }

  /** An invitation that may still be used. Throws LINK_EXPIRED. Reading it uses nothing up. */
  async invitation(handle: Handle, token: string): Promise<{ id: string; practiceId: string }> {
    const row = await handle
      .selectFrom('booking_invitations')
      .select(['id', 'practice_id'])
      .where('token_hash', '=', hashToken(token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', new Date(this.#clock.now()))
      .executeTakeFirst();
    if (row === undefined) throw new AppError('LINK_EXPIRED');
    return { id: row.id, practiceId: row.practice_id };
  }

  /**
   * The psychologist that an intake may be booked with, in a form that they offer.
   * Throws NOT_FOUND, BOOKING_NOT_OPEN, MODALITY_NOT_OFFERED.
   */
  async check(
    intake: IntakeRecord,
    browserSession: BrowserSession,
    psychologistId: string,
    modality: AppointmentModality,
  ): Promise<PsychologistPlan> {
    const plan = await this.checkAccess(intake, browserSession, psychologistId);
    if (!plan.modalities.includes(modality)) throw new AppError('MODALITY_NOT_OFFERED');
    return plan;
  }

  /** The same, whatever the form. */
  async checkAccess(
    intake: IntakeRecord,
    browserSession: BrowserSession,
    psychologistId: string,
  ): Promise<PsychologistPlan> {
    const plan = await this.#availabilities.planOf(this.#database, psychologistId);
    if (plan.practiceId !== intake.practiceId || !plan.active) throw new AppError('NOT_FOUND');
    if (!(await this.#mayBook(intake, browserSession, plan))) {
      throw new AppError('BOOKING_NOT_OPEN');
    }
    return plan;
  }

  async #mayBook(
    intake: IntakeRecord,
    { clientId }: BrowserSession,
    { policy, psychologistId }: PsychologistPlan,
  ): Promise<boolean> {
    // Who was invited by the psychologist may book, whoever else may.
    if (policy.whoMayBook === 'anyone' || intake.invitedBy === psychologistId) return true;
    return clientId !== null && this.#clients.isOwnClient(this.#database, clientId, psychologistId);
  }
}
