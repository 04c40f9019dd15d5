import { AppError } from '@gabinet/shared/contracts/errors';
import type { HttpInput } from '@gabinet/shared/contracts/http';
import type { IntakeView } from '@gabinet/shared/contracts/intake';
import type { AppointmentModality } from '@gabinet/shared/contracts/words';
import type { Transaction } from 'kysely';
import type { BrowserSession } from '../accounts/BrowserSessions.ts';
import type { HeldPerson } from '../appointments/requests.ts';
import type { Clock } from '../clock.ts';
import type { Tables } from '../database/tables.ts';
import type { Notices } from '../notifications/Notices.ts';
import type { StaffAddresses } from '../practice/StaffAddresses.ts';
import { hashToken, newToken } from '../transport/cookies.ts';
import type { IntakeClients } from './IntakeClients.ts';
import type { IntakeParts, IntakeService } from './IntakeService.ts';
import type { IntakeRecord } from './IntakeStore.ts';
import { type CompleteAnswers, consentsOf, isComplete, missingFields, peopleOf } from './rules.ts';

const tokenBytes = 20;
/** Where the psychologist finds who wrote. */
const staffPath = '/day';

/** From answers to an appointment: the mailed code or link, and the one transaction behind it (rule K6). */
export class IntakeConfirmation {
  readonly #parts: IntakeParts;
  readonly #intakes: IntakeService;
  readonly #clients: IntakeClients;
  readonly #notices: Notices;
  readonly #addresses: StaffAddresses;
  readonly #clock: Clock;

  constructor(
    parts: IntakeParts & {
      intakes: IntakeService;
      clients: IntakeClients;
      notices: Notices;
      addresses: StaffAddresses;
      clock: Clock;
    },
  ) {
    this.#parts = parts;
    this.#intakes = parts.intakes;
    this.#clients = parts.clients;
    this.#notices = parts.notices;
    this.#addresses = parts.addresses;
    this.#clock = parts.clock;
  }

  /** Mails a code and a link. Throws ANSWERS_MISSING, CONSENT_MISSING, TOO_MANY_REQUESTS. */
  async sendCode(browserSession: BrowserSession | undefined): Promise<{ codeSentTo: string }> {
    const { id } = await this.#intakes.of(browserSession);
    const { database, store, codes, vault } = this.#parts;
    return database.transaction().execute(async (transaction) => {
      const intake = await store.locked(transaction, id);
      if (intake?.status !== 'draft') throw new AppError('NOT_FOUND');
      const answers = complete(intake);
      await this.#consents(transaction, intake, answers.modality);
      const emailHash = vault.emailHash(intake.practiceId, answers.email);
      const subject = this.#intakes.codeSubject(intake, answers.email);
      const code = await codes.issue(transaction, subject, emailHash);
      const { token, hash } = newToken(tokenBytes);
      await transaction
        .updateTable('intakes')
        .set({ resume_hash: hash, resume_email_hash: emailHash, resumed_at: null })
        .where('id', '=', intake.id)
        .execute();
      await this.#notices.mail(transaction, {
        practiceId: intake.practiceId,
        to: answers.email,
        language: answers.language ?? intake.language,
        discreet: answers.discreet ?? false,
        content: { kind: 'intake-code', code, resumePath: `/intake#${token}` },
      });
      return { codeSentTo: answers.email };
    });
  }

  /**
   * A person's click on the mailed link: the intake goes to their browser, and the address is theirs. The
   * link serves one browser; there it may be clicked again. Throws LINK_EXPIRED.
   */
  async resume(browser: () => Promise<BrowserSession>, token: string): Promise<IntakeView> {
    const { database, store } = this.#parts;
    const hash = hashToken(token);
    const { browserSession, intake } = await database.transaction().execute(async (transaction) => {
      const found = await store.byResumeHash(transaction, hash);
      if (found === undefined) throw new AppError('LINK_EXPIRED');
      // Made only now: a wrong link costs no row.
      const browserSession = await browser();
      const { browserSessionId } = browserSession;
      if (found.used && found.browserSessionId !== browserSessionId) {
        throw new AppError('LINK_EXPIRED');
      }
      // Something else that was begun here would hide what the person came back for.
      await transaction
        .updateTable('intakes')
        .set({ browser_session_id: null })
        .where('browser_session_id', '=', browserSessionId)
        .where('id', '!=', found.id)
        .execute();
      await transaction
        .updateTable('intakes')
        .set({ browser_session_id: browserSessionId, resumed_at: new Date(this.#clock.now()) })
        .where('id', '=', found.id)
        .execute();
      return { browserSession, intake: found.id };
    });
    const view = await this.#intakes.view(await this.#intakes.of(browserSession));
    if (view.intakeId !== intake) throw new AppError('LINK_EXPIRED');
    return view;
  }

  /**
   * The code turns what is held into an appointment, or a request for one. A repeat finds it done and gives
   * the same. Throws CODE_WRONG, HOLD_EXPIRED, ANSWERS_MISSING, CONSENT_MISSING and what confirming throws.
   */
  async confirm(
    browserSession: BrowserSession | undefined,
    { code, psychologistId }: HttpInput<'confirmIntake'>,
  ): Promise<IntakeView> {
    const found = await this.#intakes.of(browserSession);
    if (browserSession === undefined) throw new AppError('NOT_FOUND');
    if (found.status === 'draft') {
      try {
        await this.#confirm(found, browserSession, code, psychologistId);
      } catch (thrown) {
        const now = await this.#intakes.of(browserSession);
        // Another request of the same page was first: what it did is the answer.
        if (now.id !== found.id || now.status === 'draft') throw thrown;
      }
    }
    return this.#intakes.view(await this.#intakes.of(browserSession));
  }

  async #confirm(
    found: IntakeRecord,
    browserSession: BrowserSession,
    code: string | undefined,
    wished: string | undefined,
  ): Promise<void> {
    const { appointments, codes, rights } = this.#parts;
    const answers = complete(found);
    let codeId: string | null = null;
    if (code !== undefined) {
      codeId = await codes.check(this.#intakes.codeSubject(found, answers.email), code);
    } else if (!this.#intakes.isProved(found)) {
      throw new AppError('CODE_WRONG');
    }
    const letters = answers.modality === 'message';
    const psychologistId = wished ?? answers.psychologistId ?? found.invitedBy;
    if (letters) {
      if (psychologistId == null) {
        throw new AppError('ANSWERS_MISSING', { fields: ['psychologistId'] });
      }
      await rights.check(found, browserSession, psychologistId, 'message');
    } else {
      const held = await appointments.heldBy(found.id);
      if (held === null) throw new AppError('HOLD_EXPIRED');
      await rights.checkAccess(found, browserSession, held.psychologistId);
    }
    await appointments.transact(async (transaction) => {
      const intake = await this.#parts.store.locked(transaction, found.id);
      if (intake?.status !== 'draft') throw new AppError('NOT_FOUND');
      if (intake.answers.email !== answers.email) throw new AppError('CODE_WRONG');
      if (codeId !== null) await codes.use(transaction, codeId);
      if (letters && psychologistId != null) {
        await this.#beginLetters(transaction, intake, psychologistId);
      } else {
        await this.#confirmHeld(transaction, intake);
      }
    });
  }

  async #confirmHeld(transaction: Transaction<Tables>, intake: IntakeRecord): Promise<void> {
    const held = await transaction
      .selectFrom('appointments')
      .select('modality')
      .where('intake_id', '=', intake.id)
      .where('status', '=', 'hold')
      .limit(1)
      .executeTakeFirst();
    if (held === undefined) throw new AppError('HOLD_EXPIRED');
    const answers = complete(intake);
    const { clientId, others } = await this.#people(transaction, intake, held.modality);
    const { role } = peopleOf(answers);
    const people: HeldPerson[] = [{ role, clientId, displayName: answers.displayName }, ...others];
    const { status } = await this.#parts.appointments.confirmHeld(transaction, intake.id, people);
    await this.#finish(transaction, intake, { status, clientId, psychologistId: null });
  }

  /** Letters need no time: the psychologist is told that somebody wants to write to them. */
  async #beginLetters(
    transaction: Transaction<Tables>,
    intake: IntakeRecord,
    psychologistId: string,
  ): Promise<void> {
    const { practiceId } = intake;
    const { clientId } = await this.#people(transaction, intake, 'message');
    await this.#finish(transaction, intake, { status: 'letters', clientId, psychologistId });
    const addresses = await this.#addresses.ofPsychologist(transaction, practiceId, psychologistId);
    for (const { email, language } of addresses) {
      await this.#notices.mail(transaction, {
        practiceId,
        to: email,
        language,
        discreet: false,
        content: { kind: 'letters-begun', path: staffPath },
      });
    }
  }

  /** Makes the clients, gives them the sealed answers, and writes down who consented to what. */
  async #people(
    transaction: Transaction<Tables>,
    intake: IntakeRecord,
    modality: AppointmentModality,
  ): Promise<{ clientId: string; others: HeldPerson[] }> {
    const answers = complete(intake);
    const { textIds, givenBy } = await this.#consents(transaction, intake, modality);
    const { clientId, keyId } = await this.#clients.whoAnswered(transaction, intake, answers);
    if (keyId !== intake.keyId) {
      // One key a client: so one key that is destroyed takes all with it (rule V3).
      await this.#parts.store.write(transaction, intake, answers, keyId);
      await this.#parts.vault.destroyKey(transaction, intake.keyId);
    }
    const others: HeldPerson[] = [];
    for (const person of peopleOf(answers).others) {
      const { role, displayName } = person;
      const otherId = await this.#clients.whoTakesPart(transaction, intake, answers, person);
      others.push({ role, displayName, clientId: otherId });
    }
    await transaction
      .insertInto('consents')
      .values(
        textIds.flatMap((consent_text_id) =>
          givenBy.map((given_by) => ({
            client_id: clientId,
            consent_text_id,
            given_by,
            given_at: new Date(this.#clock.now()),
            withdrawn_at: null,
          })),
        ),
      )
      .execute();
    return { clientId, others };
  }

  /** The texts that were accepted for a form, and whose yes it was. Throws CONSENT_MISSING. */
  async #consents(
    transaction: Transaction<Tables>,
    intake: IntakeRecord,
    modality: AppointmentModality,
  ) {
    const { givenBy, missing } = consentsOf(intake.answers, intake.minorConsentAge);
    const newest = await this.#parts.consents.newest(transaction, intake.practiceId);
    const accepted = newest.filter(
      (one) => one.modality === modality && (intake.answers.consents ?? []).includes(one.consentId),
    );
    if (accepted.length === 0) missing.push('consents');
    if (missing.length > 0) throw new AppError('CONSENT_MISSING', { fields: missing });
    return { textIds: accepted.map((one) => one.consentId), givenBy };
  }

  async #finish(
    transaction: Transaction<Tables>,
    intake: IntakeRecord,
    outcome: {
      status: 'confirmed' | 'requested' | 'letters';
      clientId: string;
      psychologistId: string | null;
    },
  ): Promise<void> {
    await transaction
      .updateTable('intakes')
      .set({
        status: outcome.status,
        client_id: outcome.clientId,
        psychologist_id: outcome.psychologistId,
        // The link has done its work.
        resume_hash: null,
      })
      .where('id', '=', intake.id)
      .execute();
    if (intake.bookingInvitationId === null || intake.invitedBy === null) return;
    const used = await transaction
      .updateTable('booking_invitations')
      .set({ used_at: new Date(this.#clock.now()) })
      .where('id', '=', intake.bookingInvitationId)
      .where('used_at', 'is', null)
      .executeTakeFirst();
    // Two intakes of one link at once: the second one comes too late.
    if (used.numUpdatedRows !== 1n) throw new AppError('BOOKING_NOT_OPEN');
  }
}

function complete({ answers }: IntakeRecord): CompleteAnswers {
  if (isComplete(answers)) return answers;
  throw new AppError('ANSWERS_MISSING', { fields: missingFields(answers) });
}
