import type { Policy } from '@gabinet/shared/contracts/availability';
import type { PublicPsychologist } from '@gabinet/shared/contracts/http/availability';
import type { AppointmentModality, Language } from '@gabinet/shared/contracts/words';
import { sql } from 'kysely';

/** A psychologist's columns as clients may read them, with what the practice adds. */
export interface PublicRow {
  id: string;
  display_name: string;
  title: string | null;
  about: Partial<Record<Language, string>>;
  approaches: string[];
  problems: string[];
  languages: Language[];
  language: Language;
  modalities: AppointmentModality[];
  zone: string;
  policy: Partial<Policy>;
  practice_policy: Policy;
  address: string | null;
  letter_reply_days: number | null;
}

/** The columns of {@link PublicRow}, of `psychologists AS y` and `practices AS p`. */
export const publicColumns = sql`y.id, y.display_name, y.title, y.about, y.approaches, y.problems,
  y.languages, y.language, y.modalities, y.zone, y.policy, p.policy AS practice_policy, p.address,
  p.letter_reply_days`;

/** What clients read of a psychologist: only forms that the practice can offer, and the rules that count. */
export function publicPsychologist(row: PublicRow): PublicPsychologist {
  const policy = { ...row.practice_policy, ...row.policy };
  return {
    psychologistId: row.id,
    displayName: row.display_name,
    title: row.title,
    about: row.about,
    approaches: row.approaches,
    problems: row.problems,
    languages: spokenLanguages(row),
    modalities: offeredForms(row),
    zone: row.zone,
    whoMayBook: policy.whoMayBook,
    approval: policy.approval,
    durationMinutes: policy.durationMinutes,
    cancellationMinutes: policy.cancellationMinutes,
  };
}

/** The forms that can be offered: an office needs an address, letters need somebody who answers in time. */
export function offeredForms(row: {
  modalities: readonly AppointmentModality[];
  address: string | null;
  letter_reply_days: number | null;
}): AppointmentModality[] {
  return row.modalities.filter(
    (one) =>
      (one !== 'office' || row.address !== null) &&
      (one !== 'message' || row.letter_reply_days !== null),
  );
}

/** Until a profile says what is spoken, it is the language that the psychologist works with here. */
export function spokenLanguages(row: { languages: Language[]; language: Language }): Language[] {
  return row.languages.length > 0 ? row.languages : [row.language];
}
