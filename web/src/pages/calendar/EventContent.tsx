import type { CalendarAppointment } from '@gabinet/shared/contracts/appointments';
import type { EventDisplayInfo } from 'fullcalendar';
import type { JSX } from 'preact';
import { t } from '../../i18n/text.ts';
import { Icon } from '../../ui/Icon.tsx';
import {
  type CalendarData,
  modalityIcons,
  seriesWords,
  stateWords,
  timeIn,
  whenIn,
  whoComes,
} from './appointments.ts';
import { appointmentOf, type CanvasKind } from './canvasEvents.ts';
import type { ViewName } from './wallClock.ts';

/** The classes of an event on the canvas; each look also has its word in the content. */
export function eventClass(
  info: EventDisplayInfo,
  page: { data: CalendarData; view: ViewName },
): string {
  const { kind } = info.event.extendedProps as { kind: CanvasKind };
  if (info.event.display === 'background') return '';
  const appointment = appointmentOf(info.event.extendedProps);
  if (!appointment) return page.view === 'list' ? 'cal-row cal-row-busy' : `cal-ev cal-ev-${kind}`;
  if (page.view === 'list') return 'cal-row';
  const { now } = page.data;
  return [
    'cal-ev',
    page.view === 'month' && 'cal-ev-month',
    appointment.endsAt <= now && 'cal-ev-past',
    appointment.startsAt <= now && appointment.endsAt > now && 'cal-ev-now',
    appointment.status !== 'confirmed' && `cal-ev-${appointment.status}`,
    info.isMirror && 'cal-ev-mirror',
    info.isDraggable && 'cal-ev-movable',
  ]
    .filter(Boolean)
    .join(' ');
}

/** What an event says. In the list it holds a button of its own, as its row is an item of a list. */
export function EventContent(props: {
  info: EventDisplayInfo;
  zone: string;
  onOpen: (appointment: CalendarAppointment) => void;
}): JSX.Element | null {
  const { info, zone } = props;
  const { event, view } = info;
  const { kind } = event.extendedProps as { kind: CanvasKind };
  const appointment = appointmentOf(event.extendedProps);
  const startsAt = Number(event.start);
  const inList = view.type === 'agenda';
  // While hours are edited an appointment is a place that is taken, no more.
  if (kind === 'open' || (appointment && event.display === 'background')) return null;
  if (kind === 'external') {
    return inList ? (
      <p class="cal-row-line">
        <time>{timeIn(startsAt, zone)}</time>
        <span class="soft">{t('calendar.busyPrivate')}</span>
      </p>
    ) : (
      <span class="cal-busy-word">{t('calendar.busy')}</span>
    );
  }
  if (!appointment) {
    return (
      <>
        <b>{kind === 'window' ? t('calendar.openHours') : t('calendar.new')}</b>
        <small class="num">{`${timeIn(startsAt, zone)}–${timeIn(Number(event.end), zone)}`}</small>
      </>
    );
  }
  const state = stateWords(appointment, zone);
  const { series } = appointment;
  const place = series && (
    <em title={seriesWords(series)}>
      <Icon name="loop" size="s" />
      <span aria-hidden="true">{`${series.index}/${series.of}`}</span>
      <span class="said">{seriesWords(series)}</span>
    </em>
  );
  if (inList) {
    return (
      <button type="button" class="cal-row-line" onClick={() => props.onOpen(appointment)}>
        <time>{timeIn(startsAt, zone)}</time>
        <span>
          {whoComes(appointment)}
          {state && <b class="cal-state">{state}</b>}
        </span>
        <span class="cal-row-form">
          {place}
          <Icon name={modalityIcons[appointment.modality]} size="s" />
          <span class="said">{t(`modality.${appointment.modality}.short`)}</span>
        </span>
      </button>
    );
  }
  return (
    <>
      <b>{whoComes(appointment)}</b>
      <small class="num">
        {!state && <Icon name={modalityIcons[appointment.modality]} size="s" />}
        <span class="said">{t(`modality.${appointment.modality}.inline`)}</span>
        <span aria-hidden="true">{timeIn(startsAt, zone)}</span>
        <span class="said">{whenIn({ startsAt, endsAt: Number(event.end) }, zone)}</span>
        {state && <span class="cal-state">{state}</span>}
        {!state && place}
      </small>
    </>
  );
}
