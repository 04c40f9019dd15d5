import type { AppointmentEvent } from '@gabinet/shared/contracts/appointments';
import type { JSX } from 'preact';
import type { PlainKey } from '../../i18n/catalogue.ts';
import { t } from '../../i18n/text.ts';
import { shortIn } from '../intake/times.ts';

const kinds: Readonly<Record<AppointmentEvent['kind'], PlainKey>> = {
  held: 'history.held',
  requested: 'history.requested',
  booked: 'history.booked',
  confirmed: 'history.confirmed',
  declined: 'history.declined',
  moved: 'history.moved',
  'modality-changed': 'history.modality',
  cancelled: 'history.cancelled',
  'late-cancelled': 'history.lateCancelled',
  joined: 'history.joined',
  left: 'history.left',
  released: 'history.released',
};
const people: Readonly<Record<AppointmentEvent['by'], PlainKey>> = {
  client: 'history.byClient',
  psychologist: 'history.byPsychologist',
  coordinator: 'history.byCoordinator',
  system: 'history.bySystem',
};

/** What has happened to an appointment (rule B14): when, what, who. */
export function HistoryList(props: {
  history: readonly AppointmentEvent[];
  zone: string;
}): JSX.Element {
  const { history, zone } = props;
  return (
    <details class="event-history">
      <summary>{t('history.title')}</summary>
      <ol>
        {history.map((one) => (
          <li key={`${one.at}-${one.kind}`}>
            <time class="num">{shortIn(one.at, zone)}</time>
            <span>
              {t(kinds[one.kind])}
              {one.kind === 'moved' && one.from !== null && one.to !== null && (
                <>
                  {': '}
                  {t('history.fromTo', {
                    from: shortIn(one.from, zone),
                    to: shortIn(one.to, zone),
                  })}
                </>
              )}
              <span class="soft">{` – ${one.byName ?? t(people[one.by])}`}</span>
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
