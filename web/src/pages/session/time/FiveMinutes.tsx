import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../../../i18n/text.ts';
import { announce, Banner } from '../../../ui/words.tsx';

/** The soft sign: for the minute in which five are left, to both; nothing is cut off (rule S13). */
export function FiveMinutes({ minutesLeft }: { minutesLeft: number }): JSX.Element | null {
  const due = minutesLeft === 5;
  useEffect(() => {
    if (due) announce(`${t('time.fiveTitle')} ${t('time.fiveText')}`);
  }, [due]);
  return due ? (
    <Banner icon="clock" tone="surface">
      <b>{t('time.fiveTitle')}</b> {t('time.fiveText')}
    </Banner>
  ) : null;
}
