import type { CalendarAppointment, ChangeScope } from '@gabinet/shared/contracts/appointments';
import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { AppointmentModality } from '@gabinet/shared/contracts/words';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { call } from '../../api.ts';
import { t } from '../../i18n/text.ts';
import { Button, ButtonLink } from '../../ui/controls.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field, SelectField } from '../../ui/fields.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { modalityIcons, seriesWords, stateWords, whenIn, whoComes } from './appointments.ts';
import type { Span } from './canvasEvents.ts';
import { GroupSeats } from './GroupSeats.tsx';
import { HistoryList } from './HistoryList.tsx';
import { roleWords } from './PeoplePicker.tsx';
import { SeriesDialog, TroubleNote } from './Troubles.tsx';
import { type Trouble, troubleOf } from './useMoves.ts';
import { instantOf, wallOf } from './wallClock.ts';

const minute = 60_000;
const modalities: readonly AppointmentModality[] = ['video', 'audio', 'chat', 'office'];

/** One appointment: who, when, how they are reached, its history, and what can be done with it. */
export function EventDetails(props: {
  appointment: CalendarAppointment;
  zone: string;
  now: number;
  /** The psychologist's own: only they enter the session. */
  own: boolean;
  details?: HttpOutput<'appointment'>;
  onClose: () => void;
  onMove: (to: Span) => void;
  onChanged: (sentence: string) => void;
}): JSX.Element {
  const { appointment, zone } = props;
  const [details, setDetails] = useState(props.details ?? null);
  const [doing, setDoing] = useState<'nothing' | 'moving' | 'cancelling'>('nothing');
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const shown = details?.appointment ?? appointment;
  const over = shown.endsAt <= props.now || shown.status.endsWith('cancelled');
  const state = stateWords(shown, zone);

  const load = (): Promise<void> =>
    call('appointment', { appointmentId: appointment.appointmentId }).then(setDetails, (thrown) =>
      setTrouble(troubleOf(thrown)),
    );
  useEffect(() => {
    if (!props.details) void load();
  }, [appointment.appointmentId, appointment.sequence]);

  const change = async (work: () => Promise<unknown>, sentence: string): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setTrouble(null);
    try {
      await work();
      props.onChanged(sentence);
    } catch (thrown) {
      setTrouble(troubleOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  const { appointmentId } = appointment;
  const cancel = (scope: ChangeScope): void => {
    setDoing('nothing');
    void change(() => call('cancelAppointment', { appointmentId, scope }), t('calendar.didCancel'));
  };

  const asksWhich =
    doing === 'cancelling' && shown.series !== null && shown.series.index < shown.series.of;
  return (
    <Dialog title={whoComes(shown)} onClose={props.onClose}>
      <div class="event-details">
        <p class="num event-when">{whenIn(shown, zone)}</p>
        <p class="row soft">
          <Icon name={modalityIcons[shown.modality]} size="s" />
          {t(`modality.${shown.modality}.badge`)}
          {shown.address && `, ${shown.address}`}
        </p>
        {shown.series && (
          <p class="row soft">
            <Icon name="loop" size="s" />
            {seriesWords(shown.series)}
            {shown.series.moved && `, ${t('calendar.movedAway')}`}
          </p>
        )}
        {state && <p class="cal-state">{state}</p>}
        {trouble && <TroubleNote trouble={trouble} zone={zone} />}
        {shown.status === 'requested' && !over && (
          <div class="row">
            <Button
              kind="main"
              busy={busy}
              onPress={() =>
                void change(
                  () => call('approveAppointment', { appointmentId }),
                  t('calendar.didApprove'),
                )
              }
            >
              {t('calendar.approve')}
            </Button>
            <Button
              kind="danger"
              busy={busy}
              onPress={() =>
                void change(
                  () => call('declineAppointment', { appointmentId }),
                  t('calendar.didDecline'),
                )
              }
            >
              {t('calendar.decline')}
            </Button>
          </div>
        )}
        <People appointment={shown} contacts={details?.contacts ?? []} />
        {shown.seats !== null && !over && (
          <GroupSeats
            appointment={shown}
            onChange={(work) => void change(work, t('calendar.didChange'))}
          />
        )}
        {!over && shown.status !== 'hold' && doing === 'nothing' && (
          <div class="event-acts">
            {props.own && shown.status === 'confirmed' && shown.modality !== 'office' && (
              <ButtonLink small icon="door" href={`/s/${appointmentId}#start`}>
                {t('calendar.openRoom')}
              </ButtonLink>
            )}
            <Button small icon="clock" onPress={() => setDoing('moving')}>
              {t('calendar.move')}
            </Button>
            <Button kind="danger" small onPress={() => setDoing('cancelling')}>
              {t('calendar.cancel')}
            </Button>
          </div>
        )}
        {doing === 'moving' && (
          <MoveForm
            appointment={shown}
            zone={zone}
            onCancel={() => setDoing('nothing')}
            onMove={props.onMove}
          />
        )}
        {doing === 'cancelling' && !asksWhich && (
          <section class="event-sure" aria-label={t('calendar.cancelTitle')}>
            <p>
              <b>{t('calendar.cancelTitle')}</b> {t('calendar.cancelText')}
            </p>
            <div class="row">
              <Button kind="end" small onPress={() => cancel('one')}>
                {t('calendar.cancel')}
              </Button>
              <Button kind="plain" small onPress={() => setDoing('nothing')}>
                {t('calendar.leaveIt')}
              </Button>
            </div>
          </section>
        )}
        {!over && shown.status !== 'hold' && (
          <SelectField
            label={t('calendar.changeForm')}
            value={shown.modality}
            options={modalities.map((one) => [one, t(`modality.${one}.badge`)] as const)}
            onChange={(modality) =>
              modality &&
              void change(async () => {
                await call('changeModality', { appointmentId, modality });
              }, t('calendar.didChange'))
            }
          />
        )}
        {details && <HistoryList history={details.history} zone={zone} />}
        <div class="acts">
          <Button onPress={props.onClose}>{t('common.close')}</Button>
        </div>
      </div>
      {asksWhich && (
        <SeriesDialog
          kind="cancel"
          onAnswer={(scope) => (scope ? cancel(scope) : setDoing('nothing'))}
        />
      )}
    </Dialog>
  );
}

function People(props: {
  appointment: CalendarAppointment;
  contacts: HttpOutput<'appointment'>['contacts'];
}): JSX.Element {
  const people = props.appointment.people.filter(({ role }) => role !== 'psychologist');
  return (
    <ul class="event-people" aria-label={t('calendar.people')}>
      {people.map((person) => {
        const contact = props.contacts.find((one) => one.participantId === person.participantId);
        return (
          <li key={person.participantId}>
            <b>{person.displayName}</b>{' '}
            <span class="soft">
              {person.role !== 'psychologist' && t(roleWords[person.role])}
              {person.declined && `, ${t('calendar.declined')}`}
            </span>
            {contact && (
              <span class="row small">
                {contact.phone && <a href={`tel:${contact.phone}`}>{contact.phone}</a>}
                {contact.email && <a href={`mailto:${contact.email}`}>{contact.email}</a>}
                {contact.discreet && <span class="warm">{t('calendar.discreet')}</span>}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function MoveForm(props: {
  appointment: CalendarAppointment;
  zone: string;
  onCancel: () => void;
  onMove: (to: Span) => void;
}): JSX.Element {
  const { appointment, zone } = props;
  const wall = wallOf(appointment.startsAt, zone);
  const [date, setDate] = useState(wall.date);
  const [time, setTime] = useState(wall.time);
  const [duration, setDuration] = useState(
    String(Math.round((appointment.endsAt - appointment.startsAt) / minute)),
  );
  return (
    <form
      class="event-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!date || !time || Number(duration) < 10) return;
        const startsAt = instantOf(date, time, zone);
        props.onMove({ startsAt, endsAt: startsAt + Number(duration) * minute });
      }}
    >
      <div class="pair">
        <Field label={t('form.date')} type="date" value={date} onInput={setDate} />
        <Field label={t('form.time')} type="time" value={time} onInput={setTime} />
      </div>
      <Field
        label={t('form.duration')}
        help={t('form.zone', { zone })}
        type="number"
        inputMode="numeric"
        short
        value={duration}
        onInput={setDuration}
      />
      <div class="row">
        <Button small submits>
          {t('calendar.moveHere')}
        </Button>
        <Button kind="plain" small onPress={props.onCancel}>
          {t('calendar.leaveIt')}
        </Button>
      </div>
    </form>
  );
}
