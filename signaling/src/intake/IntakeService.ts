import { createHash } from 'node:crypto';
import { AppError } from '@gabinet/shared/contracts/errors';
import type { HttpInput, HttpOutput } from '@gabinet/shared/contracts/http';
import type { IntakeView } from '@gabinet/shared/contracts/intake';
import type { BrowserSession } from '../accounts/BrowserSessions.ts';
import type { AppointmentService } from '../appointments/AppointmentService.ts';
import type { Database } from '../database/Database.ts';
import type { ConsentTexts } from '../practice/ConsentTexts.ts';
import type { DutyDesk } from '../practice/DutyDesk.ts';
import { isZone } from '../practice/zones.ts';
import type { CodeSubject, MailedCodes } from '../vault/MailedCodes.ts';
import type { Vault } from '../vault/Vault.ts';
import type { BookingRights } from './BookingRights.ts';
import type { IntakeRecord, IntakeStore } from './IntakeStore.ts';

export interface IntakeParts {
  readonly database: Database;
  readonly store: IntakeStore;
  readonly appointments: AppointmentService;
  readonly rights: BookingRights;
  readonly consents: ConsentTexts;
  readonly duty: DutyDesk;
  readonly codes: MailedCodes;
  readonly vault: Vault;
}

/** The intake of one browser: answers, the time that is kept for it, and what a page sees of both. */
export class IntakeService {
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** This browser's intake. Throws NOT_FOUND when it has none. */
  async of(browserSession: BrowserSession | undefined): Promise<IntakeRecord> {
    const { database, store } = this.#parts;
    const found =
      browserSession && (await store.ofBrowser(database, browserSession.browserSessionId));
    if (found === undefined) throw new AppError('NOT_FOUND');
    return found;
  }

  /** Begins an intake, or goes on with the unfinished one; a psychologist's invitation is kept with it. */
  async start(
    browserSession: BrowserSession,
    { language, zone, bookingToken }: HttpInput<'startIntake'>,
  ): Promise<IntakeView> {
    if (!isZone(zone)) throw new AppError('INVALID_INPUT', { fields: ['zone'] });
    const { database, store, rights } = this.#parts;
    const { browserSessionId } = browserSession;
    await database.transaction().execute(async (transaction) => {
      // The browser's row is the lock: two pages that open at once begin one intake.
      await transaction
        .selectFrom('browser_sessions')
        .select('id')
        .where('id', '=', browserSessionId)
        .forNoKeyUpdate()
        .execute();
      const invitation =
        bookingToken === undefined ? undefined : await rights.invitation(transaction, bookingToken);
      const found = await store.ofBrowser(transaction, browserSessionId);
      const practiceId =
        invitation?.practiceId ??
        (
          await transaction
            .selectFrom('practices')
            .select('id')
            .orderBy('created_at')
            .limit(1)
            .executeTakeFirst()
        )?.id;
      if (practiceId === undefined) throw new AppError('NOT_FOUND');
      if (found?.status === 'draft' && found.practiceId === practiceId) {
        if (invitation === undefined) return;
        await transaction
          .updateTable('intakes')
          .set({ booking_invitation_id: invitation.id })
          .where('id', '=', found.id)
          .execute();
        return;
      }
      await store.create(transaction, {
        practiceId,
        browserSessionId,
        bookingInvitationId: invitation?.id ?? null,
        language,
        zone,
      });
    });
    return this.view(await this.of(browserSession));
  }

  /**
   * Replaces the answers, sealed. Who is not safe to wait is told to the duty where there is one (rule
   * K2); nothing about it keeps anybody from booking.
   */
  async save(
    browserSession: BrowserSession | undefined,
    { answers }: HttpInput<'saveIntake'>,
  ): Promise<IntakeView> {
    if (answers.zone !== undefined && !isZone(answers.zone)) {
      throw new AppError('INVALID_INPUT', { fields: ['answers.zone'] });
    }
    const { database, store, duty } = this.#parts;
    const { id } = await this.of(browserSession);
    const called = await database.transaction().execute(async (transaction) => {
      const intake = await draft(store.locked(transaction, id));
      await store.write(transaction, intake, answers);
      return duty.raise(transaction, intake, answers.safety);
    });
    const intake = await this.of(browserSession);
    if (called) duty.tell(intake.practiceId);
    return this.view(intake);
  }

  /** Keeps a time for this intake; what it kept before is let go (rule B7). */
  async hold(
    browserSession: BrowserSession | undefined,
    wish: HttpInput<'holdOpening'>,
  ): Promise<HttpOutput<'holdOpening'>> {
    const intake = await draft(this.of(browserSession));
    if (browserSession === undefined || wish.modality === 'message') {
      throw new AppError('INVALID_INPUT', { fields: ['modality'] });
    }
    const { appointments, rights } = this.#parts;
    await rights.check(intake, browserSession, wish.psychologistId, wish.modality);
    const { skipped } = await appointments.hold({
      intakeId: intake.id,
      practiceId: intake.practiceId,
      psychologistId: wish.psychologistId,
      startsAt: wish.startsAt,
      modality: wish.modality,
      repeat: wish.repeat,
      onConflict: wish.onConflict,
    });
    const held = await appointments.heldBy(intake.id);
    if (held === null) throw new AppError('HOLD_EXPIRED');
    return { held, skipped };
  }

  async release(browserSession: BrowserSession | undefined): Promise<void> {
    const intake = await draft(this.of(browserSession));
    await this.#parts.appointments.releaseHeld(intake.id);
  }

  /**
   * Deletes what is unfinished, with its key. Of what was confirmed this browser forgets alone: the
   * appointment is cancelled on the client's own page.
   */
  async forget(browserSession: BrowserSession | undefined): Promise<void> {
    const intake = await this.of(browserSession);
    const { database, store, appointments } = this.#parts;
    if (intake.status === 'draft') await appointments.releaseHeld(intake.id);
    await database.transaction().execute(async (transaction) => {
      const now = await store.locked(transaction, intake.id);
      if (now?.status === 'draft') {
        await store.delete(transaction, now.id, now.keyId);
        return;
      }
      await transaction
        .updateTable('intakes')
        .set({ browser_session_id: null })
        .where('id', '=', intake.id)
        .execute();
    });
  }

  /** Deletes intakes whose day is over, each with its key (rule V3). */
  async sweep(): Promise<void> {
    const { database, store, appointments } = this.#parts;
    for (const id of await store.expired(database)) {
      await appointments.releaseHeld(id);
      await database.transaction().execute(async (transaction) => {
        // Answered or confirmed in the meantime, or another process was first.
        const intake = await store.locked(transaction, id);
        if (intake === undefined || !store.isExpired(intake)) return;
        await store.delete(transaction, id, intake.keyId);
      });
    }
  }

  /** An intake as its page sees it. */
  async view(intake: IntakeRecord): Promise<IntakeView> {
    const { database, appointments, consents, codes } = this.#parts;
    const { answers, status } = intake;
    const [held, consentTexts, call, sent, confirmed] = await Promise.all([
      status === 'draft' ? appointments.heldBy(intake.id) : null,
      answers.modality === undefined
        ? []
        : consents.forModality(
            database,
            { id: intake.practiceId, language: intake.practiceLanguage },
            answers.modality,
            answers.language ?? intake.language,
          ),
      database
        .selectFrom('duty_calls')
        .select(['call_before', 'acknowledged_at'])
        .where('intake_id', '=', intake.id)
        .executeTakeFirst(),
      answers.email === undefined ? false : codes.wasSent(this.codeSubject(intake, answers.email)),
      status === 'draft' ? null : this.#appointmentsOf(intake.id),
    ]);
    return {
      intakeId: intake.id,
      invitedBy: intake.invitedBy,
      keptUntil: intake.expiresAt,
      answers,
      held,
      consentTexts,
      minorConsentAge: intake.minorConsentAge,
      duty: intake.duty,
      dutyCallBefore: call?.call_before?.getTime() ?? null,
      dutyAcknowledgedAt: call?.acknowledged_at?.getTime() ?? null,
      codeSentTo: sent ? (answers.email ?? null) : null,
      emailProved: this.isProved(intake),
      confirmed:
        status === 'draft' || confirmed === null ? null : { status, appointmentIds: confirmed },
    };
  }

  /** Whether a person came by the link that was mailed to the address of the answers. */
  isProved({ practiceId, answers, provedEmailHash }: IntakeRecord): boolean {
    if (answers.email === undefined || provedEmailHash === null) return false;
    return provedEmailHash.equals(this.#parts.vault.emailHash(practiceId, answers.email));
  }

  /** A code counts for one intake and one address: who changes the address needs another code. */
  codeSubject(intake: IntakeRecord, email: string): CodeSubject {
    const subject = createHash('sha256')
      .update(intake.id)
      .update(this.#parts.vault.emailHash(intake.practiceId, email))
      .digest();
    return { practiceId: intake.practiceId, purpose: 'intake', subject };
  }

  async #appointmentsOf(intakeId: string): Promise<string[]> {
    const rows = await this.#parts.database
      .selectFrom('appointments')
      .select('id')
      .where('intake_id', '=', intakeId)
      .where('status', '!=', 'hold')
      .orderBy('during')
      .execute();
    return rows.map(({ id }) => id);
  }
}

/** Only what is unfinished can be changed. Throws NOT_FOUND for what is confirmed. */
async function draft(found: Promise<IntakeRecord | undefined>): Promise<IntakeRecord> {
  const intake = await found;
  if (intake?.status !== 'draft') throw new AppError('NOT_FOUND');
  return intake;
}
