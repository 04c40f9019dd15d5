import type { CalendarAppointment } from '@gabinet/shared/contracts/appointments';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { call } from '../../api.ts';
import { plural, t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { announce } from '../../ui/words.tsx';
import { seriesWords, whenIn, whoComes } from './appointments.ts';
import { TroubleBanner } from './Troubles.tsx';
import { type Trouble, troubleOf } from './useMoves.ts';

/** Bookings that wait for the psychologist's yes; of a series its first stands for all. */
export function Requests(props: {
  appointments: readonly CalendarAppointment[];
  zone: string;
  onChanged: () => Promise<void>;
}): JSX.Element | null {
  const [busy, setBusy] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const seen = new Set<string>();
  const shown = props.appointments.filter(({ series }) => {
    if (!series) return true;
    if (seen.has(series.seriesId)) return false;
    seen.add(series.seriesId);
    return true;
  });
  if (shown.length === 0) return null;
  const decide = async (
    name: 'approveAppointment' | 'declineAppointment',
    appointmentId: string,
  ): Promise<void> => {
    setBusy(appointmentId);
    try {
      await call(name, { appointmentId });
      setTrouble(null);
      announce(name === 'approveAppointment' ? t('calendar.didApprove') : t('calendar.didDecline'));
      await props.onChanged();
    } catch (thrown) {
      setTrouble(troubleOf(thrown));
    } finally {
      setBusy(null);
    }
  };
  return (
    <section class="cal-requests" aria-labelledby="cal-requests">
      <h2 id="cal-requests">{plural('calendar.requests', shown.length)}</h2>
      {trouble && (
        <TroubleBanner trouble={trouble} zone={props.zone} onClose={() => setTrouble(null)} />
      )}
      <ul>
        {shown.map((one) => (
          <li key={one.appointmentId}>
            <div>
              <b>{whoComes(one)}</b>
              <p class="small soft num">
                {whenIn(one, props.zone)}, {t(`modality.${one.modality}.inline`)}
                {one.series && `, ${seriesWords(one.series)}`}
              </p>
            </div>
            <div class="row">
              <Button
                small
                icon="check"
                busy={busy === one.appointmentId}
                label={t('calendar.approveOf', { name: whoComes(one) })}
                onPress={() => void decide('approveAppointment', one.appointmentId)}
              >
                {t('calendar.approve')}
              </Button>
              <Button
                kind="plain"
                small
                busy={busy === one.appointmentId}
                label={t('calendar.declineOf', { name: whoComes(one) })}
                onPress={() => void decide('declineAppointment', one.appointmentId)}
              >
                {t('calendar.decline')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
