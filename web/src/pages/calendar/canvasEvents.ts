import type { CalendarAppointment } from '@gabinet/shared/contracts/appointments';
import type { EventInput } from 'fullcalendar';
import { type CalendarData, isLive } from './appointments.ts';
import { type ViewName, wallOf } from './wallClock.ts';

/** What lies on the canvas, as FullCalendar takes it. Kinds are told apart by `kind`. */
export type CanvasKind = 'appointment' | 'external' | 'open' | 'window' | 'draft';

/** A time span that a person is just making or editing. */
export interface Span {
  readonly startsAt: number;
  readonly endsAt: number;
}

/** An open window that can be moved and stretched while open hours are edited. */
export interface EditableWindow extends Span {
  readonly key: string;
  readonly date: string;
  readonly exception: boolean;
}

export function appointmentOf(extended: Record<string, unknown>): CalendarAppointment | null {
  return (extended.appointment as CalendarAppointment | undefined) ?? null;
}

/** The canvas of a calendar; while open hours are edited, appointments lie still. */
export function canvasEvents(
  data: CalendarData,
  options: {
    readonly view: ViewName;
    readonly draft: Span | null;
    readonly windows: readonly EditableWindow[] | null;
  },
): EventInput[] {
  const { view, draft, windows } = options;
  const editing = windows !== null;
  const inGrid = view === 'week' || view === 'day';
  const events: EventInput[] = data.appointments.filter(isLive).map((appointment) => ({
    id: appointment.appointmentId,
    start: appointment.startsAt,
    end: appointment.endsAt,
    // While hours are edited, appointments lie behind the windows.
    display: editing ? 'background' : 'auto',
    editable: !editing && inGrid && appointment.status !== 'hold' && appointment.endsAt > data.now,
    interactive: view !== 'list' && !editing,
    extendedProps: { kind: 'appointment', appointment },
  }));
  for (const [index, { startsAt, endsAt }] of data.external.entries()) {
    if (view === 'month') continue;
    events.push({
      id: `external-${index}`,
      start: startsAt,
      end: endsAt,
      display: inGrid ? 'background' : 'auto',
      editable: false,
      interactive: false,
      extendedProps: { kind: 'external' },
    });
  }
  if (inGrid && !editing) {
    for (const { startsAt, endsAt } of data.openHours) {
      events.push({
        start: startsAt,
        end: endsAt,
        display: 'background',
        extendedProps: { kind: 'open' },
      });
    }
  }
  for (const one of windows ?? []) {
    events.push({
      id: one.key,
      start: one.startsAt,
      end: one.endsAt,
      editable: true,
      interactive: true,
      extendedProps: { kind: 'window', window: one },
    });
  }
  if (draft && inGrid) {
    events.push({
      id: 'draft',
      start: draft.startsAt,
      end: draft.endsAt,
      editable: false,
      interactive: false,
      extendedProps: { kind: 'draft' },
    });
  }
  return events;
}

/** The hours of the day that the grid shows: what is there and what is open, at least 8 to 20. */
export function shownHours(
  data: CalendarData,
  windows: readonly Span[] | null,
): { first: number; last: number } {
  if (windows) return { first: 6, last: 23 };
  let first = 8;
  let last = 20;
  for (const { startsAt, endsAt } of [...data.appointments.filter(isLive), ...data.openHours]) {
    const start = wallOf(startsAt, data.zone);
    const end = wallOf(endsAt, data.zone);
    first = Math.min(first, Number(start.time.slice(0, 2)));
    if (end.date !== start.date) last = 24;
    else
      last = Math.max(
        last,
        Math.ceil(Number(end.time.slice(0, 2)) + Number(end.time.slice(3)) / 60),
      );
  }
  return { first, last };
}
