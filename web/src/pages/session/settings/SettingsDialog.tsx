import { loadWords } from '../../../i18n/text.ts';
import { later } from '../../../ui/later.tsx';

/** Which devices, and what becomes of sound and picture; before the call and within it. */
export const SettingsDialog = later(async () => {
  const [sheet] = await Promise.all([import('./SettingsSheet.tsx'), loadWords('devices')]);
  return sheet.SettingsSheet;
});
