import type { Availability, Policy } from '@gabinet/shared/contracts/availability';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { call } from '../../../api.ts';
import { t } from '../../../i18n/text.ts';
import { dateAfter, dateIn, dayIn } from '../../intake/times.ts';
import { timeIn } from '../appointments.ts';

const pauseMilliseconds = 400;
const days = 14;

/** What clients will see of the next two weeks with the draft, asked anew after a pause in typing. */
export function Preview(props: {
  psychologistId: string;
  availability: Availability;
  ownPolicy: Partial<Policy>;
  zone: string;
  now: number;
  /** The gallery's answer. */
  openings?: readonly number[];
}): JSX.Element {
  const { psychologistId, availability, ownPolicy, zone, now } = props;
  const [openings, setOpenings] = useState<readonly number[] | null>(props.openings ?? null);
  const today = dateIn(now, zone);
  useEffect(() => {
    if (props.openings) return;
    let gone = false;
    const timer = setTimeout(() => {
      call('previewOpenings', {
        psychologistId,
        availability,
        ownPolicy,
        from: today,
        to: dateAfter(today, days - 1),
      }).then(
        (found) => !gone && setOpenings(found.openings),
        // Without an answer the column says so; the form stays as it is.
        () => !gone && setOpenings(null),
      );
    }, pauseMilliseconds);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [psychologistId, availability, ownPolicy, today]);

  const byDay = new Map<string, number[]>();
  for (const at of openings ?? []) {
    const date = dateIn(at, zone);
    byDay.set(date, [...(byDay.get(date) ?? []), at]);
  }
  return (
    <section class="preview sheet" aria-label={t('availability.preview')}>
      <h2>{t('availability.preview')}</h2>
      <p class="small soft">{t('availability.previewText')}</p>
      {openings === null && <p class="soft">{t('availability.previewNone')}</p>}
      {openings?.length === 0 && <p>{t('availability.previewEmpty')}</p>}
      <ol>
        {[...byDay].map(([date, times]) => (
          <li key={date}>
            <h3>{dayIn(times[0] ?? now, zone, now)}</h3>
            <ul class="num">
              {times.map((at) => (
                <li key={at}>{timeIn(at, zone)}</li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}
