import type { CalendarAppointment } from '@gabinet/shared/contracts/appointments';
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { plural, t } from '../../i18n/text.ts';
import { StaffPage } from '../../ui/StaffTop.tsx';
import { announce, useTitle } from '../../ui/words.tsx';
import { NotRead } from '../reading.tsx';
import { whenIn } from './appointments.ts';
import { CalendarView, proposedSpan } from './CalendarView.tsx';
import type { EditableWindow, Span } from './canvasEvents.ts';
import { HoursBar, WindowDialog } from './EditHours.tsx';
import { EventDetails } from './EventDetails.tsx';
import { EventForm } from './EventForm.tsx';
import { SeriesDialog, TroubleBanner, UndoToast } from './Troubles.tsx';
import { useCalendar } from './useCalendar.ts';
import { useHours } from './useHours.ts';
import { useMoves } from './useMoves.ts';
import { mondayOf, plusDays } from './wallClock.ts';
import { editableWindows, withAdded, withMoved, withRemoved } from './windows.ts';
import '../../ui/fields.css';
import './calendar.css';
import './canvas.css';
import './agenda.css';
import './forms.css';

const nothing = (): void => undefined;

/** `/calendar`: a psychologist's calendar; coordinators and owners choose whose. */
export default function CalendarPage(): JSX.Element {
  const state = useCalendar();
  const calendar = state.chosen.value;
  const data = state.data.value;
  const zone = data?.zone ?? calendar?.zone ?? 'UTC';
  const moves = useMoves(zone, state.load);
  const hours = useHours(calendar?.psychologistId ?? null, state.load);
  const making = useSignal<Span | null>(null);
  const opened = useSignal<CalendarAppointment | null>(null);
  const openedWindow = useSignal<EditableWindow | null>(null);
  useTitle(t('calendar.title'));

  const availability = hours.draft.value;
  const date = state.date.value;
  const windows = useMemo(() => {
    if (!availability) return null;
    const monday = mondayOf(date);
    const dates = [0, 1, 2, 3, 4, 5, 6].map((count) => plusDays(monday, count));
    return editableWindows(availability, dates, zone);
  }, [availability, date, zone]);

  if (state.failure.value || !data || !calendar) {
    return <NotRead failure={state.failure.value} again={state.load} />;
  }

  const select = (span: Span): void => {
    if (availability) hours.change(withAdded(availability, span, zone, hours.scope.peek()));
    else making.value = span;
  };
  return (
    <StaffPage current="/calendar">
      <CalendarView
        calendars={state.calendars.value}
        chosen={calendar}
        data={data}
        view={state.view.value}
        date={date}
        connected={state.connected.value}
        draft={making.value}
        windows={windows}
        onShow={state.show}
        onChoose={(id) => {
          hours.leave();
          state.choose(id);
        }}
        onNew={() => {
          making.value = proposedSpan(data, date, data.appointments);
        }}
        onEditHours={() => void hours.start()}
        onChanged={state.load}
        onSelect={select}
        onOpen={(appointment) => {
          opened.value = appointment;
        }}
        onMove={moves.move}
        onOpenWindow={(window) => {
          openedWindow.value = window;
        }}
        onMoveWindow={(window, to) => {
          if (!availability) return;
          hours.change(withMoved(availability, window, to, zone, hours.scope.peek()));
        }}
        onDay={(day) => state.show('day', day)}
      >
        {(availability || hours.trouble.value) && (
          <HoursBar
            scope={hours.scope.value}
            busy={hours.busy.value}
            trouble={hours.trouble.value}
            zone={zone}
            onScope={(scope) => {
              hours.scope.value = scope;
            }}
            onSave={() => void hours.save()}
            onLeave={hours.leave}
            onAgain={() => void hours.start()}
          />
        )}
        {moves.trouble.value && (
          <TroubleBanner
            trouble={moves.trouble.value}
            zone={zone}
            onClose={() => {
              moves.trouble.value = null;
            }}
          />
        )}
      </CalendarView>
      {making.value && (
        <EventForm
          psychologistId={calendar.psychologistId}
          zone={zone}
          span={making.value}
          openHours={data.openHours}
          onClose={() => {
            making.value = null;
          }}
          onBooked={(booked, skipped) => {
            making.value = null;
            announce(
              skipped > 0
                ? plural('calendar.didBookSkipped', booked.length, { skipped })
                : plural('calendar.didBook', booked.length),
            );
            void state.load();
          }}
        />
      )}
      {opened.value && (
        <EventDetails
          appointment={opened.value}
          zone={zone}
          now={data.now}
          own={calendar.own}
          onClose={() => {
            opened.value = null;
          }}
          onMove={(to) => {
            const appointment = opened.peek();
            opened.value = null;
            if (appointment) moves.move(appointment, to, nothing);
          }}
          onChanged={(sentence) => {
            opened.value = null;
            announce(sentence);
            void state.load();
          }}
        />
      )}
      {openedWindow.value && availability && (
        <WindowDialog
          window={openedWindow.value}
          zone={zone}
          onClose={() => {
            openedWindow.value = null;
          }}
          onRemove={(scope) => {
            const gone = openedWindow.peek();
            openedWindow.value = null;
            if (gone) hours.change(withRemoved(availability, gone, scope));
          }}
        />
      )}
      {moves.asked.value && <SeriesDialog kind="move" onAnswer={moves.answer} />}
      {moves.undoable.value && (
        <UndoToast
          key={moves.undoable.value.appointment.sequence}
          text={t('calendar.moved', { when: whenIn(moves.undoable.value.appointment, zone) })}
          onUndo={moves.undo}
          onGone={() => {
            moves.undoable.value = null;
          }}
        />
      )}
    </StaffPage>
  );
}
