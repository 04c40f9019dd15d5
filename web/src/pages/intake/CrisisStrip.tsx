import type { JSX } from 'preact';
import { t } from '../../i18n/text.ts';
import { telephone, useCrisisContacts } from '../HelpNumbers.tsx';

/** The strip above every step: 112 (or what it is there), one more number, and the way to all (rule K1). */
export function CrisisStrip(props: { country?: string | undefined }): JSX.Element {
  const [first, second] = useCrisisContacts(props.country);
  return (
    <aside class="crisis" aria-label={t('nav.help')}>
      <span>{t('nav.help')}</span>
      {[first, second].map(
        (one) =>
          one && (
            <a key={one.number} class="crisis-number num" href={telephone(one.number)}>
              {one.number}
            </a>
          ),
      )}
      <a href="/help">{t('intake.allNumbers')}</a>
    </aside>
  );
}
