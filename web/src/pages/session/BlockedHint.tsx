import { loadWords } from '../../i18n/text.ts';
import { later } from '../../ui/later.tsx';

/** The way back for a person whose browser blocks a device; loaded only for them. */
export const BlockedHint = later(async () => {
  const [help] = await Promise.all([import('./settings/BlockedHelp.tsx'), loadWords('devices')]);
  return help.BlockedHelp;
});
