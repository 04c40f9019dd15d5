/**
 * The words by which psychologists are found (rule B15): one list each, so that a profile and a
 * search mean the same. The screens' names for them are `approach.*` and `problem.*` of the words
 * of the area `intake`.
 */
export const approaches = [
  'cbt',
  'act',
  'dbt',
  'schema',
  'psychodynamic',
  'humanistic',
  'systemic',
  'solution-focused',
  'emdr',
  'integrative',
] as const;
export type Approach = (typeof approaches)[number];

export const problems = [
  'anxiety',
  'low-mood',
  'stress',
  'sleep',
  'relationships',
  'self-esteem',
  'grief',
  'trauma',
  'anger',
  'eating',
  'addiction',
  'parenting',
  'child',
  'change',
  'neurodiversity',
  'illness',
  'violence',
  'identity',
] as const;
export type Problem = (typeof problems)[number];
