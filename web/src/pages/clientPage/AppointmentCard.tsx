import type { ClientAppointment } from '@gabinet/shared/contracts/appointments';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { call, failureCode } from '../../api.ts';
import { useNow } from '../../clock.ts';
import { errorText, t } from '../../i18n/text.ts';
import { Button, ButtonLink } from '../../ui/controls.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Banner } from '../../ui/words.tsx';
import { formIcons } from '../intake/steps/FormStep.tsx';
import { browserZone, clocksDiffer, dayIn, timeIn, timeRangeIn } from '../intake/times.ts';

/** One appointment: when, with whom and how; the way in when it is time, and what may be changed. */
export function AppointmentCard(props: {
  appointment: ClientAppointment;
  onDo: (what: 'cancel' | 'decline' | 'form' | 'move') => void;
  onClosed: () => void;
}): JSX.Element {
  const { appointment: one, onDo } = props;
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [elsewhere, setElsewhere] = useState(false);
  const now = useNow(15_000);
  const zone = browserZone();
  const open = one.opensAt !== null && now >= one.opensAt && one.status === 'confirmed';

  const join = async (moveHere: boolean): Promise<void> => {
    setBusy(true);
    setTrouble(null);
    try {
      const entry = await call('clientJoin', { appointmentId: one.appointmentId, moveHere });
      // A whole page: only a document loaded there may use camera and microphone.
      location.assign(`/s/${entry.invitation.session.sessionId}`);
    } catch (thrown) {
      setBusy(false);
      const code = failureCode(thrown);
      if (code === 'SIGN_IN_REQUIRED') props.onClosed();
      else if (code === 'SEAT_TAKEN') setElsewhere(true);
      else setTrouble(code === 'OFFLINE' ? t('state.offlineText') : errorText(code));
    }
  };
  return (
    <article class="me-card sheet">
      <h2>
        {dayIn(one.startsAt, zone, now)}{' '}
        <span class="num nowrap">{timeRangeIn(one.startsAt, one.endsAt, zone)}</span>
      </h2>
      {clocksDiffer(one.startsAt, zone, one.zone) && (
        <p class="small soft">{t('intake.time.there', { time: timeIn(one.startsAt, one.zone) })}</p>
      )}
      <p>{t('me.with', { name: one.psychologistName })}</p>
      <p class="row">
        <span class="badge">
          <Icon name={formIcons[one.modality]} />
          {t(`modality.${one.modality}.badge`)}
        </span>
        {one.series && (
          <span class="small soft num">
            {t('me.seriesOf', { index: one.series.index, of: one.series.of })}
          </span>
        )}
        {one.status === 'requested' && <span class="small warm">{t('me.requested')}</span>}
      </p>
      {one.address && <p class="soft">{one.address}</p>}
      {elsewhere && (
        <Banner icon="device" tone="warm">
          <p>{t('me.moveHere')}</p>
          <Button onPress={() => void join(true)}>{t('me.moveHereYes')}</Button>
        </Banner>
      )}
      {trouble && (
        <Banner icon="warning" tone="warm">
          {trouble}
        </Banner>
      )}
      {open ? (
        <Button kind="main" icon="door" busy={busy} onPress={() => void join(false)}>
          {busy ? t('me.joining') : t('me.join')}
        </Button>
      ) : (
        one.opensAt !== null &&
        one.status === 'confirmed' && (
          <p class="small soft">{t('me.opensAt', { time: timeIn(one.opensAt, zone) })}</p>
        )
      )}
      <div class="row me-acts">
        <Button kind="quiet" small onPress={() => onDo('move')}>
          {t('me.move')}
        </Button>
        {one.modalities.some((form) => form !== one.modality) && (
          <Button kind="quiet" small onPress={() => onDo('form')}>
            {t('me.form')}
          </Button>
        )}
        <ButtonLink
          kind="quiet"
          small
          href={`/api/client/appointments/${one.appointmentId}/calendar.ics`}
        >
          {t('me.calendar')}
        </ButtonLink>
        {one.withOthers && (
          <Button kind="quiet" small onPress={() => onDo('decline')}>
            {t('me.decline')}
          </Button>
        )}
        <Button kind="danger" small onPress={() => onDo('cancel')}>
          {t('me.cancel')}
        </Button>
      </div>
    </article>
  );
}
