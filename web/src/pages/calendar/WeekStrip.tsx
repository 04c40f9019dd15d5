import type { JSX } from 'preact';
import { locale } from '../../i18n/text.ts';
import { plusDays } from './wallClock.ts';

/** The seven days of an agenda in a row, on a phone. */
export function WeekStrip(props: {
  date: string;
  today: string;
  onDay: (date: string) => void;
}): JSX.Element {
  const days = [0, 1, 2, 3, 4, 5, 6].map((count) => plusDays(props.date, count));
  const format = (day: string, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale(), { ...options, timeZone: 'UTC' }).format(
      Date.parse(`${day}T12:00:00Z`),
    );
  return (
    <ul class="week-strip only-phone">
      {days.map((day) => (
        <li key={day}>
          <button
            type="button"
            aria-current={day === props.today ? 'date' : undefined}
            onClick={() => props.onDay(day)}
          >
            <span class="said">
              {format(day, { weekday: 'long', day: 'numeric', month: 'long' })}
            </span>
            <span aria-hidden="true">{format(day, { weekday: 'short' })}</span>
            <b class="num" aria-hidden="true">
              {format(day, { day: 'numeric' })}
            </b>
          </button>
        </li>
      ))}
    </ul>
  );
}
