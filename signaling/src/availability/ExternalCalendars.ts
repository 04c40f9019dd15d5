import { AppError } from '@gabinet/shared/contracts/errors';
import type { HttpInput, HttpOutput } from '@gabinet/shared/contracts/http';
import { staffOf } from '../accounts/access.ts';
import type { BrowserSession, StaffMember } from '../accounts/BrowserSessions.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Vault } from '../vault/Vault.ts';
import type { CalendarChanged } from './Availabilities.ts';
import type { CalendarFetcher } from './CalendarFetcher.ts';
import type { OpeningIndex } from './OpeningIndex.ts';

interface ExternalCalendarsParts {
  readonly database: Database;
  readonly vault: Vault;
  readonly index: OpeningIndex;
  readonly fetcher: CalendarFetcher;
  readonly calendarChanged: CalendarChanged;
  readonly clock: Clock;
}

/** A psychologist's list of calendars elsewhere. Their addresses are secrets, and sealed (rule V1). */
export class ExternalCalendars {
  readonly #parts: ExternalCalendarsParts;

  constructor(parts: ExternalCalendarsParts) {
    this.#parts = parts;
  }

  /** Adds a calendar and has it fetched at once, in the background; the list says how that went. */
  async add(
    browserSession: BrowserSession | undefined,
    { psychologistId, name, url }: HttpInput<'addExternalCalendar'>,
  ): Promise<HttpOutput<'addExternalCalendar'>> {
    const staff = ownCalendar(browserSession, psychologistId);
    const { database, vault, clock, fetcher } = this.#parts;
    const calendarId = crypto.randomUUID();
    await database.transaction().execute(async (transaction) => {
      const keyId = await vault.practiceKey(transaction, staff.practiceId);
      await transaction
        .insertInto('external_calendars')
        .values({
          id: calendarId,
          psychologist_id: psychologistId,
          name,
          url_sealed: await vault.seal(transaction, keyId, calendarId, url),
          etag: null,
          read_at: null,
          fetched_at: null,
          failed_at: null,
          next_fetch_at: new Date(clock.now()),
        })
        .execute();
    });
    fetcher.wake();
    return { calendarId };
  }

  /** Forgets a calendar and what it blocked. Throws NOT_FOUND for somebody else's. */
  async remove(
    browserSession: BrowserSession | undefined,
    { psychologistId, calendarId }: HttpInput<'removeExternalCalendar'>,
  ): Promise<void> {
    const { practiceId } = ownCalendar(browserSession, psychologistId);
    const { database, index, calendarChanged } = this.#parts;
    await database.transaction().execute(async (transaction) => {
      const removed = await transaction
        .deleteFrom('external_calendars')
        .where('id', '=', calendarId)
        .where('psychologist_id', '=', psychologistId)
        .executeTakeFirst();
      if (removed.numDeletedRows === 0n) throw new AppError('NOT_FOUND');
      await index.refresh(transaction, psychologistId);
    });
    calendarChanged({ psychologistId, practiceId });
  }
}

/** Outside calendars are private: only the psychologist adds and removes them. */
function ownCalendar(
  browserSession: BrowserSession | undefined,
  psychologistId: string,
): StaffMember {
  const staff = staffOf(browserSession);
  if (staff.psychologistId !== psychologistId) throw new AppError('NOT_FOUND');
  return staff;
}
