import type { Approach, Problem } from '@gabinet/shared/contracts/specialities';
import type { Language } from '@gabinet/shared/contracts/words';
import type { PlainKey } from '../../i18n/catalogue.ts';
import { locale, t } from '../../i18n/text.ts';

/** What approaches and problems are called on screens; the words are those of the area `intake`. */

export const approachNames: Readonly<Record<Approach, PlainKey>> = {
  cbt: 'approach.cbt',
  act: 'approach.act',
  dbt: 'approach.dbt',
  schema: 'approach.schema',
  psychodynamic: 'approach.psychodynamic',
  humanistic: 'approach.humanistic',
  systemic: 'approach.systemic',
  'solution-focused': 'approach.solution',
  emdr: 'approach.emdr',
  integrative: 'approach.integrative',
};

export const problemNames: Readonly<Record<Problem, PlainKey>> = {
  anxiety: 'problem.anxiety',
  'low-mood': 'problem.lowMood',
  stress: 'problem.stress',
  sleep: 'problem.sleep',
  relationships: 'problem.relationships',
  'self-esteem': 'problem.selfEsteem',
  grief: 'problem.grief',
  trauma: 'problem.trauma',
  anger: 'problem.anger',
  eating: 'problem.eating',
  addiction: 'problem.addiction',
  parenting: 'problem.parenting',
  child: 'problem.child',
  change: 'problem.change',
  neurodiversity: 'problem.neurodiversity',
  illness: 'problem.illness',
  violence: 'problem.violence',
  identity: 'problem.identity',
};

const spoken: Readonly<Record<Language, PlainKey>> = {
  pl: 'spoken.pl',
  en: 'spoken.en',
  uk: 'spoken.uk',
  ru: 'spoken.ru',
};

/** `po polsku i po angielsku` */
export function languagesOf(languages: readonly Language[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(
    languages.map((one) => t(spoken[one])),
  );
}
