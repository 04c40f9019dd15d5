import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { call, type FailureCode, failureCode } from '../../api.ts';
import { setClock } from '../../clock.ts';
import type { DayChannel } from '../../live/DayChannel.ts';
import { browserZone } from '../intake/times.ts';
import type { CalendarChoice, CalendarData } from './appointments.ts';
import { type ViewName, visibleRange, wallOf } from './wallClock.ts';

export interface CalendarState {
  readonly calendars: Signal<readonly CalendarChoice[]>;
  readonly chosen: Signal<CalendarChoice | null>;
  readonly data: Signal<CalendarData | null>;
  readonly failure: Signal<FailureCode | null>;
  readonly connected: Signal<boolean>;
  readonly view: Signal<ViewName>;
  readonly date: Signal<string>;
  load: () => Promise<void>;
  show: (view: ViewName, date: string) => void;
  choose: (psychologistId: string) => void;
}

const phone = '(max-width: 899px)';

/** A calendar's visible range, kept fresh by the socket: a change made elsewhere is read at once. */
export function useCalendar(): CalendarState {
  const calendars = useSignal<readonly CalendarChoice[]>([]);
  const chosen = useSignal<CalendarChoice | null>(null);
  const data = useSignal<CalendarData | null>(null);
  const failure = useSignal<FailureCode | null>(null);
  const connected = useSignal(true);
  const view = useSignal<ViewName>(matchMedia(phone).matches ? 'list' : 'week');
  const date = useSignal(wallOf(Date.now(), browserZone()).date);
  // An answer for a range that is no longer shown is dropped.
  const asked = useRef(0);
  const socketUp = useRef(true);

  const load = async (): Promise<void> => {
    asked.current += 1;
    const question = asked.current;
    try {
      if (!chosen.peek()) {
        const known = (await call('calendars', {})).calendars;
        calendars.value = known;
        const [first] = known;
        chosen.value = first ?? null;
        if (first) date.value = wallOf(Date.now(), first.zone).date;
      }
      const calendar = chosen.peek();
      if (!calendar) {
        failure.value = 'NOT_FOUND';
        return;
      }
      const range = visibleRange(view.peek(), date.peek(), calendar.zone);
      const { psychologistId } = calendar;
      const next = await call('calendar', { psychologistId, from: range.from, to: range.to });
      if (question !== asked.current) return;
      setClock(next.now);
      failure.value = null;
      connected.value = socketUp.current;
      data.value = next;
    } catch (thrown) {
      if (question !== asked.current) return;
      const code = failureCode(thrown);
      // With a calendar on screen an outage is said beside it.
      if (!data.peek() || code === 'SIGN_IN_REQUIRED') failure.value = code;
      else connected.value = false;
    }
  };

  useEffect(() => {
    let channel: DayChannel | null = null;
    let stop: (() => void) | undefined;
    let gone = false;
    void load().then(async () => {
      if (failure.peek()) return;
      const { createDayChannel } = await import('../../live/DayChannel.ts');
      if (gone) return;
      channel = createDayChannel({
        getTicket: async () => (await call('dayTicket', {})).ticket,
        onChange: () => void load(),
        onCalendar: ({ psychologistId }) => {
          if (psychologistId === chosen.peek()?.psychologistId) void load();
        },
      });
      stop = channel.connected.subscribe((isConnected) => {
        socketUp.current = isConnected;
        connected.value = isConnected;
      });
    });
    return () => {
      gone = true;
      stop?.();
      channel?.close();
    };
  }, []);

  return {
    calendars,
    chosen,
    data,
    failure,
    connected,
    view,
    date,
    load,
    show: (nextView, nextDate) => {
      view.value = nextView;
      date.value = nextDate;
      void load();
    },
    choose: (psychologistId) => {
      chosen.value =
        calendars.peek().find((one) => one.psychologistId === psychologistId) ?? chosen.peek();
      data.value = null;
      void load();
    },
  };
}
