import type { CalendarAppointment } from '@gabinet/shared/contracts/appointments';
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
import { galleryNow } from './fakes.ts';
import '../ui/fields.css';
import '../pages/calendar/calendar.css';
import '../pages/calendar/canvas.css';
import '../pages/calendar/agenda.css';
import '../pages/calendar/forms.css';

const minute = 60_000;
const nothing = (): void => undefined;
const done = async (): Promise<void> => undefined;
const uuid = (last: number): string => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
const zone = 'Europe/Warsaw';
/** So many hours after midnight of a day of January 2027 in Warsaw. */
const at = (day: number, hour: number): number => Date.UTC(2027, 0, day, hour - 1);

const chosen: CalendarChoice = {
  psychologistId: uuid(3),
  displayName: 'Anna Nowak',
  zone,
  own: true,
};

function appointment(
  last: number,
  day: number,
  hour: number,
  name: string,
  changes: Partial<CalendarAppointment> = {},
): CalendarAppointment {
  return {
    appointmentId: uuid(100 + last),
    psychologistId: uuid(3),
    status: 'confirmed',
    modality: 'video',
    startsAt: at(day, hour),
    endsAt: at(day, hour) + 50 * minute,
    sequence: 0,
    series: null,
    seats: null,
    address: null,
    holdExpiresAt: null,
    people: name
      ? [
          {
            participantId: uuid(200 + last),
            clientId: uuid(300 + last),
            role: 'client',
            displayName: name,
            declined: false,
          },
        ]
      : [],
    ...changes,
  };
}

const series = (last: number, index: number, of: number): CalendarAppointment['series'] => ({
  seriesId: uuid(400 + last),
  everyWeeks: 1,
  index,
  of,
  originalStart: at(14, 16),
  moved: false,
});
const couple = (one: CalendarAppointment, other: string): CalendarAppointment => ({
  ...one,
  people: [
    ...one.people,
    {
      ...(one.people[0] as CalendarAppointment['people'][0]),
      participantId: uuid(290),
      displayName: other,
      role: 'partner',
    },
  ],
});
const marta = appointment(1, 14, 16, 'Marta Zielińska', { series: series(1, 12, 16) });

function calendar(changes: Partial<CalendarData> = {}): CalendarData {
  return {
    zone,
    now: galleryNow,
    durationMinutes: 50,
    appointments: [
      appointment(2, 11, 9, 'Piotr Maj', { series: series(2, 3, 12) }),
      appointment(3, 11, 10, 'Kinga Wójt', { modality: 'audio' }),
      appointment(4, 12, 13, 'Ewa Kurek', { modality: 'audio', series: series(4, 5, 12) }),
      appointment(5, 12, 14, 'Marek Sowa', { modality: 'chat' }),
      appointment(6, 12, 17, 'Igor Zych', { seats: 8, series: series(6, 2, 8) }),
      appointment(7, 13, 9, 'Nadia Koval', { modality: 'chat' }),
      appointment(8, 14, 13, 'Oleksandra Bondar', { modality: 'chat', series: series(8, 2, 12) }),
      marta,
      couple(appointment(9, 14, 17, 'Hanna Lis'), 'Tomasz Lis'),
      appointment(10, 14, 18, 'Grzegorz Pawlak', { modality: 'audio' }),
      appointment(11, 15, 9, 'Zofia Baran', {
        modality: 'office',
        address: 'ul. Lipowa 12',
        series: series(11, 7, 12),
      }),
      appointment(12, 15, 10, 'Leon Mika', { status: 'requested' }),
      appointment(13, 15, 12, '', { status: 'hold', holdExpiresAt: galleryNow + 8 * minute }),
    ],
    external: [
      { startsAt: at(11, 11) + 30 * minute, endsAt: at(11, 13) - 20 * minute },
      { startsAt: at(13, 11), endsAt: at(13, 12) + 30 * minute },
      { startsAt: at(15, 15), endsAt: at(15, 18) },
    ],
    openHours: [
      { startsAt: at(11, 9), endsAt: at(11, 15), modalities: undefined },
      { startsAt: at(12, 12), endsAt: at(12, 20), modalities: undefined },
      { startsAt: at(13, 9), endsAt: at(13, 13), modalities: undefined },
      { startsAt: at(13, 15), endsAt: at(13, 19), modalities: undefined },
      { startsAt: at(14, 9), endsAt: at(14, 19), modalities: undefined },
      { startsAt: at(15, 9), endsAt: at(15, 14), modalities: undefined },
    ],
    holidays: [],
    ...changes,
  };
}

const colleague: CalendarChoice = { ...chosen, psychologistId: uuid(4), displayName: 'Jan Wilk' };

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
