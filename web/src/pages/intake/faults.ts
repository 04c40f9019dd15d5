import { t } from '../../i18n/text.ts';
import type { Faults } from './flow.ts';

/** The sentence about a field, when there is something to mend. */
export function faultText(faults: Faults, field: string): string | undefined {
  const key = faults[field];
  return key && t(key);
}
