import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { ComponentChildren, JSX } from 'preact';
import { t } from '../i18n/text.ts';
import { type CalendarChoice, type CalendarData, whenIn } from '../pages/calendar/appointments.ts';
import { CalendarView } from '../pages/calendar/CalendarView.tsx';
import type { Span } from '../pages/calendar/canvasEvents.ts';
import { HoursBar, WindowDialog } from '../pages/calendar/EditHours.tsx';
import { EventDetails } from '../pages/calendar/EventDetails.tsx';
import { EventForm } from '../pages/calendar/EventForm.tsx';
import { SeriesDialog, TroubleBanner, UndoToast } from '../pages/calendar/Troubles.tsx';
import type { Trouble } from '../pages/calendar/useMoves.ts';
import type { ViewName } from '../pages/calendar/wallClock.ts';
import { editableWindows } from '../pages/calendar/windows.ts';
import { StaffPage } from '../ui/StaffTop.tsx';
import { availabilityOf } from './fakeAvailability.ts';
import { at, calendar, chosen, colleague, marta, minute, uuid, zone } from './fakeCalendar.ts';
import { galleryNow } from './fakes.ts';
import '../ui/fields.css';
import '../pages/calendar/calendar.css';
import '../pages/calendar/canvas.css';
import '../pages/calendar/agenda.css';
import '../pages/calendar/forms.css';

const nothing = (): void => undefined;
const done = async (): Promise<void> => undefined;

function shown(
  view: ViewName,
  options: {
    data?: CalendarData;
    connected?: boolean;
    calendars?: readonly CalendarChoice[];
    draft?: Span;
    editing?: boolean;
    children?: ComponentChildren;
  } = {},
): JSX.Element {
  const days = [11, 12, 13, 14, 15, 16, 17].map((day) => `2027-01-${day}`);
  return (
    <StaffPage current="/calendar" roles={['psychologist']}>
      <CalendarView
        calendars={options.calendars ?? [chosen]}
        chosen={chosen}
        data={options.data ?? calendar()}
        view={view}
        date="2027-01-14"
        connected={options.connected ?? true}
        draft={options.draft ?? null}
        windows={options.editing ? editableWindows(availabilityOf(), days, zone) : null}
        onShow={nothing}
        onChoose={nothing}
        onNew={nothing}
        onEditHours={nothing}
        onChanged={done}
        onSelect={nothing}
        onOpen={nothing}
        onMove={nothing}
        onOpenWindow={nothing}
        onMoveWindow={nothing}
        onDay={nothing}
      >
        {options.children}
      </CalendarView>
    </StaffPage>
  );
}

const taken: Trouble = {
  code: 'OPENING_TAKEN',
  conflicts: [
    {
      index: 4,
      startsAt: at(15, 9),
      endsAt: at(15, 9) + 50 * minute,
      reason: 'busy',
      sentence: '',
    },
  ],
};
const details: HttpOutput<'appointment'> = {
  appointment: marta,
  history: [
    { at: at(4, 12), kind: 'booked', by: 'client', byName: null, from: null, to: null },
    {
      at: at(8, 9),
      kind: 'moved',
      by: 'psychologist',
      byName: 'Anna Nowak',
      from: at(14, 12),
      to: at(14, 16),
    },
  ],
  contacts: [
    {
      participantId: marta.people[0]?.participantId ?? uuid(1),
      email: 'marta@example.org',
      phone: '+48 600 123 456',
      discreet: true,
    },
  ],
};
const form = (trouble?: Trouble): JSX.Element =>
  shown('week', {
    draft: { startsAt: at(15, 13), endsAt: at(15, 13) + 50 * minute },
    children: (
      <EventForm
        psychologistId={uuid(3)}
        zone={zone}
        span={{ startsAt: at(15, 13), endsAt: at(15, 13) + 50 * minute }}
        openHours={calendar().openHours}
        {...(trouble ? { trouble } : {})}
        onClose={nothing}
        onBooked={nothing}
      />
    ),
  });

/** The week with something over it, and the same while its hours are being edited. */
const over = (children: ComponentChildren): JSX.Element => shown('week', { children });
const overHours = (children: ComponentChildren): JSX.Element =>
  shown('week', { editing: true, children });

/** The calendar with made-up appointments. */
export const calendarStates: Record<string, () => JSX.Element> = {
  'calendar-week': () => shown('week'),
  'calendar-day': () => shown('day'),
  'calendar-month': () => shown('month'),
  'calendar-list': () => shown('list'),
  'calendar-coordinator': () =>
    shown('week', {
      calendars: [chosen, colleague],
      data: calendar({ holidays: [{ date: '2027-01-16', name: 'Dzień wolny' }] }),
    }),
  'calendar-empty': () => shown('list', { data: calendar({ appointments: [], external: [] }) }),
  'calendar-offline': () => shown('week', { connected: false }),
  'calendar-form': () => form(),
  'calendar-form-conflict': () => form(taken),
  'calendar-conflict': () => over(<TroubleBanner trouble={taken} zone={zone} onClose={nothing} />),
  'calendar-undo': () =>
    over(
      <UndoToast
        text={t('calendar.moved', { when: whenIn(marta, zone) })}
        onUndo={nothing}
        onGone={nothing}
        stays
      />,
    ),
  'calendar-series': () => over(<SeriesDialog kind="move" onAnswer={nothing} />),
  'calendar-details': () =>
    over(
      <EventDetails
        appointment={marta}
        zone={zone}
        now={galleryNow}
        own
        details={details}
        onClose={nothing}
        onMove={nothing}
        onChanged={nothing}
      />,
    ),
  'calendar-hours': () =>
    overHours(
      <HoursBar
        scope="weekly"
        busy={false}
        trouble={null}
        zone={zone}
        onScope={nothing}
        onSave={nothing}
        onLeave={nothing}
        onAgain={nothing}
      />,
    ),
  'calendar-hours-window': () =>
    overHours(
      <WindowDialog
        window={{
          key: '2027-01-14/0',
          date: '2027-01-14',
          exception: false,
          startsAt: at(14, 9),
          endsAt: at(14, 19),
        }}
        zone={zone}
        onRemove={nothing}
        onClose={nothing}
      />,
    ),
};
