import { defaultCrisisContacts, verificationDue } from '@gabinet/shared/care/crisisContacts';
import { AppError } from '@gabinet/shared/contracts/errors';
import type { HttpInput, HttpOutput } from '@gabinet/shared/contracts/http';
import type { CrisisContact } from '@gabinet/shared/contracts/intake';
import type { StaffMember } from '../accounts/BrowserSessions.ts';
import type { OpeningIndex } from '../availability/OpeningIndex.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { ConsentTexts } from './ConsentTexts.ts';
import { isZone } from './zones.ts';

type Settings = HttpInput<'savePracticeSettings'>;

/** The practice: its public face, what its owner sets, its crisis contacts and consent texts. */
export class PracticeService {
  readonly #database: Database;
  readonly #consents: ConsentTexts;
  readonly #openingIndex: OpeningIndex;
  readonly #publicPagesChanged: () => Promise<void>;
  readonly #clock: Clock;

  /** `publicPagesChanged` writes the static crisis page anew, after each change that it shows. */
  constructor(parts: {
    database: Database;
    consents: ConsentTexts;
    openingIndex: OpeningIndex;
    publicPagesChanged: () => Promise<void>;
    clock: Clock;
  }) {
    this.#database = parts.database;
    this.#consents = parts.consents;
    this.#openingIndex = parts.openingIndex;
    this.#publicPagesChanged = parts.publicPagesChanged;
    this.#clock = parts.clock;
  }

  /** What everybody may know; a service that was never set up answers with what it would begin with. */
  async publicFace(demo: boolean): Promise<HttpOutput<'practice'>> {
    const row = await this.#first();
    const owner = await this.#database
      .selectFrom('staff')
      .select('id')
      .where('deactivated_at', 'is', null)
      .limit(1)
      .executeTakeFirst();
    return {
      name: row?.name ?? 'Gabinet',
      language: row?.language ?? 'pl',
      zone: row?.zone ?? 'Europe/Warsaw',
      country: row?.country ?? 'PL',
      address: row?.address ?? null,
      phone: row?.phone ?? null,
      duty: {
        staffed: row?.duty_staffed ?? false,
        callWithinMinutes: row?.duty_call_within_minutes ?? null,
      },
      letterReplyDays: row?.letter_reply_days ?? null,
      demo,
      staffed: owner !== undefined,
    };
  }

  /** What the owner has set. */
  async settings(staff: StaffMember): Promise<Settings> {
    ownerOnly(staff);
    const row = await this.#database
      .selectFrom('practices')
      .selectAll()
      .where('id', '=', staff.practiceId)
      .executeTakeFirstOrThrow();
    return {
      name: row.name,
      language: row.language,
      zone: row.zone,
      country: row.country,
      address: row.address,
      phone: row.phone,
      policy: row.policy,
      minorConsentAge: row.minor_consent_age,
      duty: { staffed: row.duty_staffed, callWithinMinutes: row.duty_call_within_minutes },
      letterReplyDays: row.letter_reply_days,
    };
  }

  /** Sets the practice; the openings of all its psychologists follow in the same transaction. */
  async saveSettings(staff: StaffMember, given: Settings): Promise<Settings> {
    ownerOnly(staff);
    if (!isZone(given.zone)) throw new AppError('INVALID_INPUT', { fields: ['zone'] });
    if (given.duty.staffed && given.duty.callWithinMinutes === null) {
      throw new AppError('INVALID_INPUT', { fields: ['duty.callWithinMinutes'] });
    }
    const { practiceId } = staff;
    await this.#database.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('practices')
        .set({
          name: given.name,
          language: given.language,
          zone: given.zone,
          country: given.country,
          address: given.address,
          phone: given.phone,
          policy: JSON.stringify(given.policy),
          minor_consent_age: given.minorConsentAge,
          duty_staffed: given.duty.staffed,
          duty_call_within_minutes: given.duty.callWithinMinutes,
          letter_reply_days: given.letterReplyDays,
        })
        .where('id', '=', practiceId)
        .execute();
      await this.#openingIndex.refreshPractice(transaction, practiceId);
    });
    await this.#publicPagesChanged();
    return this.settings(staff);
  }

  /** The crisis contacts (rule K1): the practice's own, or the shipped ones. */
  async crisisContacts(): Promise<HttpOutput<'crisisContacts'>> {
    const row = await this.#first();
    const contacts: readonly CrisisContact[] = row?.crisis_contacts ?? defaultCrisisContacts;
    return {
      country: row?.country ?? 'PL',
      contacts: [...contacts],
      verificationDue: verificationDue(contacts, this.#clock.now()),
    };
  }

  async saveCrisisContacts(
    staff: StaffMember,
    contacts: readonly CrisisContact[],
  ): Promise<{ verificationDue: boolean }> {
    ownerOnly(staff);
    await this.#database
      .updateTable('practices')
      .set({ crisis_contacts: JSON.stringify(contacts) })
      .where('id', '=', staff.practiceId)
      .execute();
    await this.#publicPagesChanged();
    return { verificationDue: verificationDue(contacts, this.#clock.now()) };
  }

  /** The newest consent texts, with the date of each in the practice's zone. */
  async consentTexts(staff: StaffMember): Promise<HttpOutput<'consentTexts'>> {
    ownerOnly(staff);
    const { zone } = await this.#database
      .selectFrom('practices')
      .select('zone')
      .where('id', '=', staff.practiceId)
      .executeTakeFirstOrThrow();
    const newest = await this.#consents.newest(this.#database, staff.practiceId);
    return {
      texts: newest.map(({ createdAt, ...text }) => ({
        ...text,
        writtenOn: Temporal.Instant.fromEpochMilliseconds(createdAt)
          .toZonedDateTimeISO(zone)
          .toPlainDate()
          .toString(),
      })),
    };
  }

  async saveConsentText(
    staff: StaffMember,
    text: HttpInput<'saveConsentText'>,
  ): Promise<HttpOutput<'saveConsentText'>> {
    ownerOnly(staff);
    // One transaction: the version is counted and taken by one writer at a time, or the insert fails.
    return this.#database
      .transaction()
      .execute((transaction) => this.#consents.save(transaction, staff.practiceId, text));
  }

  async #first() {
    return this.#database
      .selectFrom('practices')
      .selectAll()
      .orderBy('created_at')
      .limit(1)
      .executeTakeFirst();
  }
}

function ownerOnly(staff: StaffMember): void {
  if (!staff.isOwner) throw new AppError('NOT_FOUND');
}
