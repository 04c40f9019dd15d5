import type { ConsentText } from '@gabinet/shared/contracts/intake';
import {
  type AppointmentModality,
  appointmentModality,
  type Language,
  language,
} from '@gabinet/shared/contracts/words';
import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Handle } from '../vault/Vault.ts';
import { en } from './consentWords/en.ts';
import { pl } from './consentWords/pl.ts';
import { ru } from './consentWords/ru.ts';
import { uk } from './consentWords/uk.ts';
import { type ConsentWords, consentBody } from './consentWords/words.ts';

const shipped: Record<Language, ConsentWords> = { pl, en, uk, ru };

/** What a practice asks consent to (rule K5): per form of contact and language, in versions that stay. */
export class ConsentTexts {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The newest version of each form and language; a practice without any gets the shipped ones. */
  async newest(
    handle: Handle,
    practiceId: string,
  ): Promise<(ConsentText & { createdAt: number })[]> {
    const found = await this.#read(handle, practiceId);
    if (found.length > 0) return found;
    await this.#ship(handle, practiceId);
    return this.#read(handle, practiceId);
  }

  /** The text to accept for a form, in the reader's language or else in the practice's. */
  async forModality(
    handle: Handle,
    practice: { id: string; language: Language },
    modality: AppointmentModality,
    wanted: Language,
  ): Promise<ConsentText[]> {
    const ofForm = (await this.newest(handle, practice.id)).filter(
      (one) => one.modality === modality,
    );
    const found =
      ofForm.find((one) => one.language === wanted) ??
      ofForm.find((one) => one.language === practice.language);
    if (found === undefined) return [];
    const { createdAt: _, ...text } = found;
    return [text];
  }

  /** A new version; what was agreed to before stays as it was. */
  async save(
    handle: Handle,
    practiceId: string,
    text: { modality: AppointmentModality; language: Language; title: string; text: string },
  ): Promise<{ consentId: string; version: number }> {
    // The shipped ones first: otherwise one own text would leave every other form without any.
    await this.newest(handle, practiceId);
    const row = await handle
      .insertInto('consent_texts')
      .values({
        practice_id: practiceId,
        modality: text.modality,
        language: text.language,
        version: sql<number>`(SELECT coalesce(max(version), 0) + 1 FROM consent_texts
          WHERE practice_id = ${practiceId} AND modality = ${text.modality} AND language = ${text.language})`,
        title: text.title,
        body: text.text,
        created_at: new Date(this.#clock.now()),
      })
      .returning(['id', 'version'])
      .executeTakeFirstOrThrow();
    return { consentId: row.id, version: row.version };
  }

  async #read(
    handle: Handle,
    practiceId: string,
  ): Promise<(ConsentText & { createdAt: number })[]> {
    const rows = await handle
      .selectFrom('consent_texts')
      .selectAll()
      .distinctOn(['modality', 'language'])
      .where('practice_id', '=', practiceId)
      .orderBy('modality')
      .orderBy('language')
      .orderBy('version', 'desc')
      .execute();
    return rows.map((row) => ({
      consentId: row.id,
      modality: row.modality,
      version: row.version,
      language: row.language,
      title: row.title,
      text: row.body,
      createdAt: row.created_at.getTime(),
    }));
  }

  /** Two at once may ship: the first one's rows count. */
  async #ship(handle: Handle, practiceId: string): Promise<void> {
    const created_at = new Date(this.#clock.now());
    await handle
      .insertInto('consent_texts')
      .values(
        language.options.flatMap((code) =>
          appointmentModality.options.map((modality) => ({
            practice_id: practiceId,
            modality,
            language: code,
            version: 1,
            title: shipped[code].titles[modality],
            body: consentBody(shipped[code], modality),
            created_at,
          })),
        ),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
