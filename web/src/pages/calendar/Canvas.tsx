import type { CalendarAppointment } from '@gabinet/shared/contracts/appointments';
import { Calendar, type EventDisplayInfo, type EventInput } from 'fullcalendar';
import dayGrid from 'fullcalendar/daygrid';
import interaction from 'fullcalendar/interaction';
import list from 'fullcalendar/list';
import timeGrid from 'fullcalendar/timegrid';
import 'fullcalendar/skeleton.css';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useNow } from '../../clock.ts';
import { language, locale, plural, t } from '../../i18n/text.ts';
import type { CalendarData } from './appointments.ts';
import { appointmentOf, type EditableWindow, type Span } from './canvasEvents.ts';
import { EventContent, eventClass } from './EventContent.tsx';
import { type ViewName, wallOf } from './wallClock.ts';

const viewTypes: Readonly<Record<ViewName, string>> = {
  week: 'timeGridWeek',
  day: 'timeGridDay',
  month: 'dayGridMonth',
  list: 'agenda',
};

/** How the canvas tells that something was dragged; `revert` puts it back where it was. */
export interface CanvasChanges {
  onSelect: (span: Span) => void;
  onOpen: (appointment: CalendarAppointment) => void;
  onMove: (appointment: CalendarAppointment, to: Span, revert: () => void) => void;
  onOpenWindow: (window: EditableWindow) => void;
  onMoveWindow: (window: EditableWindow, to: Span) => void;
  onDay: (date: string) => void;
}

/**
 * FullCalendar in our own clothes: no theme of its own, every class is ours (canvas.css). It writes
 * styles through the CSSOM alone, so the strict CSP holds (shared/decisions/calendar-canvas.md).
 */
export function Canvas(
  props: CanvasChanges & {
    data: CalendarData;
    view: ViewName;
    date: string;
    events: readonly EventInput[];
    hours: { first: number; last: number };
    /** Today's instant, by the service's clock; the gallery's stands still. */
    editing: boolean;
  },
): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const calendar = useRef<Calendar | null>(null);
  // The calendar is made once; what it calls later must see the page of now.
  const latest = useRef(props);
  latest.current = props;
  const now = useRef(0);
  now.current = useNow(60_000);
  const shown = language();
  const { data, view, date, hours } = props;

  useEffect(() => {
    if (!place.current) return;
    const made = new Calendar(place.current, {
      plugins: [timeGrid, dayGrid, list, interaction],
      initialView: viewTypes[latest.current.view],
      initialDate: latest.current.date,
      timeZone: data.zone,
      now: () => now.current,
      locale: locale(),
      firstDay: 1,
      views: { agenda: { type: 'list', duration: { days: 7 } } },
      headerToolbar: false,
      height: 'auto',
      allDaySlot: false,
      nowIndicator: true,
      slotDuration: '00:30:00',
      snapDuration: '00:10:00',
      slotMinHeight: 30,
      slotHeaderFormat: { hour: 'numeric', minute: '2-digit', hour12: false },
      slotHeaderInterval: '01:00',
      dayMaxEvents: 3,
      eventResizableFromStart: true,
      eventShortHeight: 34,
      eventMinHeight: 24,
      longPressDelay: 300,
      dragRevertDuration: 160,
      selectable: true,
      selectMirror: true,
      selectMinDistance: 4,
      unselectAuto: false,
      ...texts(),
      ...looks(() => latest.current),
      events: (_info, give) => give([...latest.current.events]),
      lazyFetching: false,
      select: (info) => {
        made.unselect();
        if (info.allDay) latest.current.onDay(info.startStr.slice(0, 10));
        else latest.current.onSelect({ startsAt: +info.start, endsAt: +info.end });
      },
      eventClick: (info) => {
        const { window } = info.event.extendedProps;
        const appointment = appointmentOf(info.event.extendedProps);
        if (appointment) latest.current.onOpen(appointment);
        else if (window) latest.current.onOpenWindow(window as EditableWindow);
      },
      eventDrop: (info) => dropped(info),
      eventResize: (info) => dropped(info),
    });
    const dropped = (info: Parameters<NonNullable<Parameters<typeof made.on>[1]>>[0]): void => {
      const { event, revert } = info as unknown as {
        event: { start: Date; end: Date; extendedProps: Record<string, unknown> };
        revert: () => void;
      };
      const to = { startsAt: +event.start, endsAt: +event.end };
      const appointment = appointmentOf(event.extendedProps);
      if (appointment) latest.current.onMove(appointment, to, revert);
      else latest.current.onMoveWindow(event.extendedProps.window as EditableWindow, to);
    };
    made.render();
    calendar.current = made;
    return () => {
      calendar.current = null;
      made.destroy();
    };
  }, [data.zone, shown]);

  useEffect(() => {
    calendar.current?.changeView(viewTypes[view], date);
  }, [view, date]);
  useEffect(() => {
    calendar.current?.setOption('slotMinTime', `${hours.first}:00:00`);
    calendar.current?.setOption('slotMaxTime', `${hours.last}:00:00`);
  }, [hours.first, hours.last]);
  useEffect(() => {
    calendar.current?.refetchEvents();
  }, [props.events]);

  return (
    <div ref={place} class={`canvas canvas-${view}${props.editing ? ' canvas-editing' : ''}`} />
  );
}

/** Every word that the calendar may say is ours. */
function texts() {
  return {
    moreLinkText: (count: number) => plural('calendar.more', count),
    moreLinkHint: (count: number) => plural('calendar.more', count),
    noEventsText: t('calendar.emptyText'),
    closeHint: t('common.close'),
    eventsHint: t('calendar.appointments'),
    timedText: t('calendar.hours'),
    weekTextLong: t('calendar.week'),
  };
}

function looks(page: () => { data: CalendarData; view: ViewName } & CanvasChanges) {
  const holidayOf = (date: Date): string | undefined => {
    const day = wallOf(Number(date), page().data.zone).date;
    return page().data.holidays.find((one) => one.date === day)?.name;
  };
  return {
    dayHeaderClass: (info: { isToday: boolean }) =>
      info.isToday ? 'cal-head cal-today' : 'cal-head',
    dayHeaderContent: (info: { weekdayText: string; dayNumberText: string; date: Date }) => (
      <>
        <span>{info.weekdayText}</span>
        {info.dayNumberText && <b class="num">{info.dayNumberText}</b>}
        {info.dayNumberText && holidayOf(info.date) && <small>{holidayOf(info.date)}</small>}
      </>
    ),
    dayLaneClass: 'cal-lane',
    dayCellClass: (info: { isToday: boolean; isOther: boolean }) =>
      ['cal-cell', info.isToday && 'cal-today', info.isOther && 'cal-other']
        .filter(Boolean)
        .join(' '),
    dayCellTopClass: 'cal-cell-top',
    // A name that its own content contradicts is no name; as a description it helps.
    dayCellDidMount: ({ el }: { el: HTMLElement }) => {
      el.setAttribute('aria-description', el.getAttribute('aria-label') ?? '');
      el.removeAttribute('aria-label');
    },
    slotLaneClass: (info: { isMinor: boolean }) => (info.isMinor ? 'cal-slot-minor' : 'cal-slot'),
    slotHeaderClass: 'cal-hour',
    nowIndicatorLineClass: 'cal-now',
    highlightClass: 'cal-highlight',
    backgroundEventClass: (info: EventDisplayInfo) =>
      `cal-back cal-${info.event.extendedProps.kind}`,
    backgroundEventContent: (info: EventDisplayInfo) => (
      <EventContent info={info} zone={page().data.zone} onOpen={page().onOpen} />
    ),
    eventClass: (info: EventDisplayInfo) => eventClass(info, page()),
    eventContent: (info: EventDisplayInfo) => (
      <EventContent info={info} zone={page().data.zone} onOpen={page().onOpen} />
    ),
    listDayClass: 'cal-day',
    listDayHeaderClass: 'cal-day-head',
    listDayBodyClass: 'cal-day-list',
    listDayFormat: { weekday: 'long' as const, day: 'numeric' as const, month: 'long' as const },
    listDayAltFormat: false as const,
    listDayHeaderContent: (info: { text: string; level: number }) =>
      info.level === 0 ? info.text : '',
    moreLinkClass: 'cal-more',
    popoverClass: 'cal-popover sheet',
    popoverCloseClass: 'btn btn-plain btn-small',
    popoverCloseContent: () => t('common.close'),
    noEventsClass: 'cal-none',
    columnEventBeforeClass: 'cal-resize cal-resize-start',
    columnEventAfterClass: 'cal-resize cal-resize-end',
  };
}
