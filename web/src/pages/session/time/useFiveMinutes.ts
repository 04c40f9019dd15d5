import { useEffect } from 'preact/hooks';
import { t } from '../../../i18n/text.ts';
import { announce } from '../../../ui/words.tsx';

/**
 * The soft sign, due for the minute in which five are left, and said once; nothing is cut off then
 * (rule S13).
 */
export function useFiveMinutes(minutesLeft: number): boolean {
  const due = minutesLeft === 5;
  useEffect(() => {
    if (due) announce(`${t('time.fiveTitle')} ${t('time.fiveText')}`);
  }, [due]);
  return due;
}
