import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { JSX } from 'preact';
import { languageNames, t } from '../../i18n/text.ts';
import { time } from '../../i18n/time.ts';
import { Button } from '../../ui/controls.tsx';
import { Icon } from '../../ui/Icon.tsx';

export type DutyCall = HttpOutput<'dutyCalls'>['calls'][number];

/** People who said that they are not safe, or want to talk: above everything else (rule K2). */
export function DutyCalls(props: {
  calls: readonly DutyCall[];
  onAcknowledge: (callId: string) => void;
}): JSX.Element | null {
  if (props.calls.length === 0) return null;
  return (
    <section class="duty-calls" aria-labelledby="duty-calls">
      <h2 id="duty-calls">{t('duty.title')}</h2>
      <ul>
        {props.calls.map((one) => (
          <li key={one.callId}>
            <div>
              <b class="duty-name">{one.displayName ?? t('duty.noName')}</b>
              <p>{one.answer === 'no' ? t('duty.no') : t('duty.talk')}</p>
              <p class="num">
                {one.callBefore !== null && t('duty.callBefore', { time: time(one.callBefore) })}{' '}
                {t('duty.language', { language: languageNames[one.language] })}
              </p>
              {one.phone ? (
                <a class="btn" href={`tel:${one.phone}`}>
                  <Icon name="phone" size="s" />
                  {one.phone}
                </a>
              ) : (
                <p>{t('duty.noPhone')}</p>
              )}
            </div>
            <Button kind="main" onPress={() => props.onAcknowledge(one.callId)}>
              {t('duty.acknowledge')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
