import type { Policy } from '@gabinet/shared/contracts/availability';
import type { Approach, Problem } from '@gabinet/shared/contracts/specialities';
import type { AppointmentModality, Language } from '@gabinet/shared/contracts/words';
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../database/tables.ts';

interface DemoPsychologist {
  readonly displayName: string;
  readonly title: string;
  readonly about: Partial<Record<Language, string>>;
  readonly approaches: readonly Approach[];
  readonly problems: readonly Problem[];
  readonly languages: readonly Language[];
  readonly modalities: readonly AppointmentModality[];
  readonly policy: Partial<Policy>;
  readonly windows: readonly { weekdays: readonly number[]; start: string; end: string }[];
}

/** Whom a visitor of the demo finds; the first one's day is the one that is shown. */
const demoPsychologists: readonly DemoPsychologist[] = [
  {
    displayName: 'Anna Nowak',
    title: 'psycholożka',
    about: {
      pl: 'Pracuję z dorosłymi i z parami. Zaczynamy od tego, co teraz najtrudniejsze.',
      en: 'I work with adults and couples. We begin with what is hardest now.',
    },
    approaches: ['cbt'],
    problems: ['anxiety', 'low-mood', 'relationships'],
    languages: ['pl', 'en'],
    modalities: ['video', 'audio', 'chat', 'message', 'office'],
    policy: {},
    windows: [
      { weekdays: [1, 2, 3, 4, 5], start: '09:00', end: '13:00' },
      { weekdays: [1, 3], start: '15:00', end: '19:00' },
    ],
  },
  {
    displayName: 'Tomasz Wolny',
    title: 'psycholog',
    about: {
      pl: 'Rozmawiam z dziećmi, młodzieżą i ich rodzicami.',
      uk: 'Розмовляю з дітьми, підлітками та їхніми батьками.',
    },
    approaches: ['systemic'],
    problems: ['child', 'parenting'],
    languages: ['pl', 'uk', 'ru'],
    modalities: ['video', 'audio', 'chat', 'office'],
    policy: { approval: true },
    windows: [{ weekdays: [2, 4, 6], start: '10:00', end: '18:00' }],
  },
];

/**
 * Makes the demo's psychologists with profiles and windows where they are missing; gives the id of
 * the first. Older demo practices get what came later.
 */
export async function makeDemoPsychologists(
  transaction: Transaction<Tables>,
  practice: { practiceId: string; zone: string; createdAt: Date },
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const one of demoPsychologists) {
    const known = await transaction
      .selectFrom('psychologists')
      .select('id')
      .where('practice_id', '=', practice.practiceId)
      .where('display_name', '=', one.displayName)
      .executeTakeFirst();
    const id = known?.id ?? (await insert(transaction, practice, one.displayName));
    ids.push(id);
    const rule = await transaction
      .selectFrom('availability_rules')
      .select('id')
      .where('psychologist_id', '=', id)
      .limit(1)
      .executeTakeFirst();
    if (rule === undefined) await describe(transaction, id, one);
  }
  return ids;
}

async function insert(
  transaction: Transaction<Tables>,
  practice: { practiceId: string; zone: string; createdAt: Date },
  displayName: string,
): Promise<string> {
  const row = await transaction
    .insertInto('psychologists')
    .values({
      practice_id: practice.practiceId,
      display_name: displayName,
      title: null,
      language: 'pl',
      zone: practice.zone,
      created_at: practice.createdAt,
      deactivated_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

async function describe(
  transaction: Transaction<Tables>,
  psychologistId: string,
  one: DemoPsychologist,
): Promise<void> {
  await transaction
    .updateTable('psychologists')
    .set({
      title: one.title,
      about: JSON.stringify(one.about),
      policy: JSON.stringify(one.policy),
      approaches: [...one.approaches],
      problems: [...one.problems],
      languages: [...one.languages],
      modalities: [...one.modalities],
      availability_version: sql`availability_version + 1`,
    })
    .where('id', '=', psychologistId)
    .execute();
  const rows = one.windows.flatMap(({ weekdays, start, end }) =>
    weekdays.map((weekday) => ({
      psychologist_id: psychologistId,
      weekday,
      start_time: start,
      end_time: end,
      modalities: null,
    })),
  );
  await transaction.insertInto('availability_rules').values(rows).execute();
}
