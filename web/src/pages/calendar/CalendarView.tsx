import type { CalendarAppointment } from '@gabinet/shared/contracts/appointments';
import type { ComponentChildren, JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { locale, t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { SelectField } from '../../ui/fields.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Banner, Heading } from '../../ui/words.tsx';
import { browserZone, clocksDiffer, zoneName } from '../intake/times.ts';
import { type CalendarChoice, type CalendarData, isLive } from './appointments.ts';
import { Canvas, type CanvasChanges } from './Canvas.tsx';
import { canvasEvents, type EditableWindow, type Span, shownHours } from './canvasEvents.ts';
import { Requests } from './Requests.tsx';
import { Segments } from './Segments.tsx';
import { WeekStrip } from './WeekStrip.tsx';
import { instantOf, step, type ViewName, visibleRange, wallOf } from './wallClock.ts';

const views: readonly ViewName[] = ['week', 'day', 'month', 'list'];

/** The calendar as it is shown; the page around it holds the data and carries the changes out. */
export function CalendarView(
  props: CanvasChanges & {
    calendars: readonly CalendarChoice[];
    chosen: CalendarChoice;
    data: CalendarData;
    view: ViewName;
    date: string;
    connected: boolean;
    draft: Span | null;
    /** Open hours while they are edited. */
    windows: readonly EditableWindow[] | null;
    onShow: (view: ViewName, date: string) => void;
    onChoose: (psychologistId: string) => void;
    onNew: () => void;
    onEditHours: () => void;
    onChanged: () => Promise<void>;
    /** What is said beside the canvas. */
    children?: ComponentChildren;
  },
): JSX.Element {
  const { data, view, date, windows, draft } = props;
  const today = wallOf(data.now, data.zone).date;
  const events = useMemo(
    () => canvasEvents(data, { view, draft, windows }),
    [data, view, draft, windows],
  );
  const hours = shownHours(data, windows);
  const requested = data.appointments.filter(({ status }) => status === 'requested');
  const nothing = data.appointments.filter(isLive).length === 0;
  return (
    <main class={`cal cal-${view}`}>
      <div class="cal-bar">
        <Heading class="num">{titleOf(view, date, data.zone)}</Heading>
        <div class="cal-steps">
          <Button
            small
            class="square"
            icon="back"
            label={t('calendar.earlier')}
            onPress={() => props.onShow(view, step(view, date, -1))}
          >
            {''}
          </Button>
          <Button small onPress={() => props.onShow(view, today)}>
            {t('calendar.today')}
          </Button>
          <Button
            small
            class="square"
            icon="forward"
            label={t('calendar.later')}
            onPress={() => props.onShow(view, step(view, date, 1))}
          >
            {''}
          </Button>
        </div>
        {windows === null && (
          <Button kind="main" small icon="plus" class="cal-new" onPress={props.onNew}>
            {t('calendar.book')}
          </Button>
        )}
      </div>
      <div class="cal-tools">
        <Segments
          label={t('calendar.views')}
          value={view}
          options={views.map((one) => [one, t(`calendar.${one}`)] as const)}
          onChoose={(one) => props.onShow(one, date)}
        />
        {props.calendars.length > 1 && (
          <SelectField
            label={t('calendar.whose')}
            value={props.chosen.psychologistId}
            options={props.calendars.map((one) => [one.psychologistId, one.displayName] as const)}
            onChange={(id) => id && props.onChoose(id)}
          />
        )}
        {windows === null && view === 'week' && (
          <Button kind="quiet" small icon="clock" class="only-wide" onPress={props.onEditHours}>
            {t('calendar.editHours')}
          </Button>
        )}
        <Key />
      </div>
      {(clocksDiffer(data.now, data.zone, browserZone()) || props.calendars.length > 1) && (
        <p class="small soft">{t('calendar.zone', { zone: zoneName(data.zone, data.now) })}</p>
      )}
      {!props.connected && (
        <Banner icon="networkWeak" tone="warm">
          <b>{t('day.lostTitle')}</b> {t('calendar.lost')}
        </Banner>
      )}
      {props.children}
      {windows === null && (
        <Requests appointments={requested} zone={data.zone} onChanged={props.onChanged} />
      )}
      {view === 'list' && (
        <WeekStrip date={date} today={today} onDay={(day) => props.onShow('day', day)} />
      )}
      {nothing && windows === null && view === 'list' && (
        <section class="empty">
          <Icon name="leaf" />
          <h2>{t('calendar.emptyTitle')}</h2>
          <p class="soft">{t('calendar.emptyText')}</p>
        </section>
      )}
      {data.holidays.length > 0 && view !== 'month' && (
        <p class="small cal-holidays">
          <Icon name="leaf" size="s" />
          {data.holidays.map((one) => `${shortDate(one.date, data.zone)}: ${one.name}`).join(', ')}
        </p>
      )}
      <section class="cal-scroll" aria-label={t('calendar.title')}>
        <Canvas {...props} events={events} hours={hours} editing={windows !== null} />
      </section>
    </main>
  );
}

function Key(): JSX.Element {
  return (
    <ul class="cal-key only-wide" aria-label={t('calendar.key')}>
      <li>
        <i class="key-open" />
        {t('calendar.keyOpen')}
      </li>
      <li>
        <i class="key-busy" />
        {t('calendar.keyBusy')}
      </li>
      <li>
        <Icon name="loop" size="s" />
        {t('calendar.keySeries')}
      </li>
    </ul>
  );
}

function shortDate(date: string, zone: string): string {
  return new Intl.DateTimeFormat(locale(), {
    timeZone: zone,
    day: 'numeric',
    month: 'long',
  }).format(instantOf(date, '12:00', zone));
}

/** `11–17 stycznia 2027`, `Czwartek, 14 stycznia`, `Styczeń 2027` */
function titleOf(view: ViewName, date: string, zone: string): string {
  const noon = (day: string): number => instantOf(day, '12:00', zone);
  const text =
    view === 'month'
      ? new Intl.DateTimeFormat(locale(), {
          timeZone: zone,
          month: 'long',
          year: 'numeric',
        }).format(noon(date))
      : view === 'day'
        ? new Intl.DateTimeFormat(locale(), {
            timeZone: zone,
            weekday: 'long',
            day: 'numeric',
            month: 'long',
          }).format(noon(date))
        : weekTitle(view, date, zone, noon);
  return text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1);
}

function weekTitle(
  view: ViewName,
  date: string,
  zone: string,
  noon: (day: string) => number,
): string {
  const { firstDate, lastDate } = visibleRange(view, date, zone);
  return new Intl.DateTimeFormat(locale(), {
    timeZone: zone,
    day: 'numeric',
    month: 'long',
  }).formatRange(noon(firstDate), noon(lastDate));
}

/** The next whole hour within what is shown: where a form without a dragged time begins. */
export function proposedSpan(
  data: CalendarData,
  date: string,
  appointments: readonly CalendarAppointment[],
): Span {
  const length = data.durationMinutes * 60_000;
  const from = Math.max(data.now, instantOf(date, '00:00', data.zone));
  const taken = [...appointments.filter(isLive), ...data.external];
  for (const open of data.openHours) {
    for (let startsAt = open.startsAt; startsAt + length <= open.endsAt; startsAt += 3_600_000) {
      const endsAt = startsAt + length;
      const free = !taken.some((one) => one.startsAt < endsAt && startsAt < one.endsAt);
      if (startsAt >= from && free) return { startsAt, endsAt };
    }
  }
  const startsAt = Math.ceil(from / 3_600_000) * 3_600_000;
  return { startsAt, endsAt: startsAt + length };
}
