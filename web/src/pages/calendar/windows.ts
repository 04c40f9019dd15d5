import type {
  Availability,
  TimeWindow,
  WeeklyWindow,
} from '@gabinet/shared/contracts/availability';
import type { EditableWindow, Span } from './canvasEvents.ts';
import { instantOf, plusDays, wallOf, weekdayOf } from './wallClock.ts';

/** Open hours as they are edited on the canvas: every change gives a new availability. */

/** For every week, or for this date alone. */
export type HoursScope = 'weekly' | 'date';

/** The windows of a date, and whether they are an exception's. */
export function windowsOn(
  availability: Availability,
  date: string,
): { windows: readonly TimeWindow[]; exception: boolean } {
  const exception = availability.exceptions.find((one) => one.date === date);
  if (exception) return { windows: exception.windows, exception: true };
  const weekday = weekdayOf(date);
  return {
    windows: availability.rules.filter((rule) => rule.weekday === weekday),
    exception: false,
  };
}

/** The windows of some days as things that can be dragged; the key says which one it is. */
export function editableWindows(
  availability: Availability,
  dates: readonly string[],
  zone: string,
): EditableWindow[] {
  return dates.flatMap((date) => {
    const { windows, exception } = windowsOn(availability, date);
    return windows.map((one, index) => ({
      key: `${date}/${index}`,
      date,
      exception,
      startsAt: instantOf(date, one.start, zone),
      // An end at or before the start is on the next day (rule B1).
      endsAt: instantOf(one.end <= one.start ? plusDays(date, 1) : date, one.end, zone),
    }));
  });
}

/** Adds a window where somebody has dragged. */
export function withAdded(
  availability: Availability,
  span: Span,
  zone: string,
  scope: HoursScope,
): Availability {
  const { date, window } = windowOf(span, zone);
  return replaced(availability, date, scope, (windows) => [...windows, window]);
}

/** Moves or stretches a window; to another day it leaves its own. */
export function withMoved(
  availability: Availability,
  moved: EditableWindow,
  to: Span,
  zone: string,
  scope: HoursScope,
): Availability {
  const { date, window } = windowOf(to, zone);
  const before = windowsOn(availability, moved.date).windows[indexOf(moved)];
  const after: TimeWindow = {
    ...window,
    ...(before?.modalities ? { modalities: before.modalities } : {}),
  };
  if (date === moved.date) {
    return replaced(availability, date, scope, (windows) =>
      windows.map((one, index) => (index === indexOf(moved) ? after : one)),
    );
  }
  const without = withRemoved(availability, moved, scope);
  return replaced(without, date, scope, (windows) => [...windows, after]);
}

/** Takes a window away. */
export function withRemoved(
  availability: Availability,
  removed: EditableWindow,
  scope: HoursScope,
): Availability {
  return replaced(availability, removed.date, scope, (windows) =>
    windows.filter((_, index) => index !== indexOf(removed)),
  );
}

function indexOf({ key }: EditableWindow): number {
  return Number(key.split('/')[1]);
}

function windowOf(span: Span, zone: string): { date: string; window: TimeWindow } {
  const start = wallOf(span.startsAt, zone);
  const end = wallOf(span.endsAt, zone);
  const atMidnight = end.time === '00:00';
  return { date: start.date, window: { start: start.time, end: atMidnight ? '24:00' : end.time } };
}

/** A date that already has an exception keeps it: there the weekly hours are not what one sees. */
function replaced(
  availability: Availability,
  date: string,
  scope: HoursScope,
  change: (windows: readonly TimeWindow[]) => readonly TimeWindow[],
): Availability {
  const { windows, exception } = windowsOn(availability, date);
  const next = [...change(windows)].sort((one, other) => one.start.localeCompare(other.start));
  if (exception || scope === 'date') {
    const others = availability.exceptions.filter((one) => one.date !== date);
    const own = { date, windows: next.map(plain) };
    return {
      ...availability,
      exceptions: [...others, own].sort((one, other) => one.date.localeCompare(other.date)),
    };
  }
  const weekday = weekdayOf(date);
  const rules: WeeklyWindow[] = [
    ...availability.rules.filter((rule) => rule.weekday !== weekday),
    ...next.map((one) => ({ ...plain(one), weekday })),
  ];
  return { ...availability, rules: rules.sort((one, other) => one.weekday - other.weekday) };
}

/** Without the weekday of a weekly window. */
function plain({ start, end, modalities }: TimeWindow): TimeWindow {
  return { start, end, ...(modalities ? { modalities } : {}) };
}
