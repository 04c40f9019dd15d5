import { AppError } from '@gabinet/shared/contracts/errors';
import type { HttpInput } from '@gabinet/shared/contracts/http';
import type { Profile, PublicPsychologist } from '@gabinet/shared/contracts/http/availability';
import { sql } from 'kysely';
import { mayScheduleFor, staffOf } from '../accounts/access.ts';
import type { BrowserSession } from '../accounts/BrowserSessions.ts';
import type { Database } from '../database/Database.ts';
import type { OpeningIndex } from './OpeningIndex.ts';
import {
  type PublicRow,
  publicColumns,
  publicPsychologist,
  spokenLanguages,
} from './publicPsychologist.ts';

/** What clients read of a psychologist, and its editing. */
export class ProfileService {
  readonly #database: Database;
  readonly #index: OpeningIndex;

  constructor(parts: { database: Database; index: OpeningIndex }) {
    this.#database = parts.database;
    this.#index = parts.index;
  }

  /** The public profile, whether listed or not. Throws NOT_FOUND for who isn't there (any more). */
  async publicOf(psychologistId: string): Promise<PublicPsychologist> {
    const { rows } = await sql<PublicRow>`
      SELECT ${publicColumns} FROM psychologists AS y JOIN practices AS p ON p.id = y.practice_id
      WHERE y.id = ${psychologistId} AND y.deactivated_at IS NULL`.execute(this.#database);
    const [row] = rows;
    if (row === undefined) throw new AppError('NOT_FOUND');
    return publicPsychologist(row);
  }

  /** The profile as it is edited, with forms that the practice can't offer at the moment. */
  async profile(
    browserSession: BrowserSession | undefined,
    psychologistId: string,
  ): Promise<Profile> {
    const row = await this.#rowFor(browserSession, psychologistId);
    return {
      displayName: row.display_name,
      title: row.title,
      about: row.about,
      approaches: row.approaches,
      problems: row.problems,
      languages: spokenLanguages(row),
      modalities: row.modalities,
      listed: row.listed,
    };
  }

  /** Saves the profile; the search follows in the same transaction. */
  async save(
    browserSession: BrowserSession | undefined,
    { psychologistId, profile }: HttpInput<'saveProfile'>,
  ): Promise<void> {
    await this.#rowFor(browserSession, psychologistId);
    await this.#database.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('psychologists')
        .set({
          display_name: profile.displayName,
          title: profile.title,
          about: JSON.stringify(profile.about),
          approaches: profile.approaches,
          problems: profile.problems,
          languages: [...new Set(profile.languages)],
          modalities: [...new Set(profile.modalities)],
          listed: profile.listed,
        })
        .where('id', '=', psychologistId)
        .execute();
      await this.#index.refresh(transaction, psychologistId);
    });
  }

  async #rowFor(browserSession: BrowserSession | undefined, psychologistId: string) {
    const staff = staffOf(browserSession);
    const row = await this.#database
      .selectFrom('psychologists')
      .selectAll()
      .where('id', '=', psychologistId)
      .executeTakeFirst();
    if (row === undefined) throw new AppError('NOT_FOUND');
    mayScheduleFor(staff, { psychologistId, practiceId: row.practice_id });
    return row;
  }
}
