import { loadWords } from '../../../i18n/text.ts';
import { later } from '../../../ui/later.tsx';

/** What is to be said of one's own devices in a call, for as long as its cause lasts. */
export const DeviceWords = later(async () => {
  const [banners] = await Promise.all([import('./DeviceBanners.tsx'), loadWords('devices')]);
  return banners.DeviceBanners;
});
