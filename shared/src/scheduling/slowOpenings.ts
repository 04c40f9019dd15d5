import type { TimeWindow } from '../contracts/availability.ts';
import type { Blocked, OpeningsQuery, Plan } from './plan.ts';

/**
 * The rules B1 to B4 written down once more, with a Temporal object for everything and nothing clever:
 * what the tests compare the real engine with. It looks three weeks back for the beginning of windows
 * that touch, and no further.
 */
export function slowOpenings(
  plan: Plan,
  blocked: readonly Blocked[],
  query: OpeningsQuery,
): number[] {
  const { policy } = plan;
  const duration = query.durationMinutes ?? policy.durationMinutes;
  const first = Temporal.PlainDate.from(query.from).subtract({ days: 21 });
  const until = Temporal.PlainDate.from(query.to).add({ days: 3 });
  const today = localDate(plan, query.now);
  const lastDate = today.add({ days: policy.horizonDays });
  const starts: number[] = [];
  for (const window of merge(windowsBetween(plan, query, first, until))) {
    for (
      let start = window.start;
      start + minutes(duration) <= window.end;
      start += minutes(policy.stepMinutes)
    ) {
      const date =
        query.datesIn === undefined
          ? localDate(plan, start)
          : Temporal.Instant.fromEpochMilliseconds(start)
              .toZonedDateTimeISO(query.datesIn)
              .toPlainDate();
      const low = start - minutes(policy.bufferBeforeMinutes);
      const high = start + minutes(duration + policy.bufferAfterMinutes);
      const isOffered =
        date.toString() >= query.from &&
        date.toString() <= query.to &&
        start - query.now >= minutes(policy.noticeMinutes) &&
        Temporal.PlainDate.compare(localDate(plan, start), lastDate) <= 0 &&
        blocked.every(
          (one) => one.startsAt >= one.endsAt || one.endsAt <= low || one.startsAt >= high,
        );
      if (isOffered) starts.push(start);
    }
  }
  return starts;
}

interface Span {
  start: number;
  end: number;
}

const minutes = (count: number) => count * 60_000;

function windowsBetween(
  plan: Plan,
  query: OpeningsQuery,
  first: Temporal.PlainDate,
  until: Temporal.PlainDate,
): Span[] {
  const windows: Span[] = [];
  for (
    let date = first;
    Temporal.PlainDate.compare(date, until) <= 0;
    date = date.add({ days: 1 })
  ) {
    const next = date.add({ days: 1 });
    for (const window of windowsOf(plan, date)) {
      const forms = (window.modalities ?? plan.modalities).filter((form) =>
        plan.modalities.includes(form),
      );
      if (query.modality === undefined ? forms.length === 0 : !forms.includes(query.modality)) {
        continue;
      }
      const endsNextDay = window.end === '24:00' || window.end <= window.start;
      const start = edge(plan, date, date, window.start);
      let end = edge(plan, date, endsNextDay ? next : date, window.end.replace('24:', '00:'));
      if (isReplaced(plan, next)) end = Math.min(end, beginOf(plan, next));
      if (start < end) windows.push({ start, end });
    }
  }
  return windows;
}

/** Both edges of a window are in the zone of the date it belongs to. */
function edge(
  plan: Plan,
  owner: Temporal.PlainDate,
  date: Temporal.PlainDate,
  time: string,
): number {
  return date.toZonedDateTime({ timeZone: zoneOn(plan, owner), plainTime: time }).epochMilliseconds;
}

function windowsOf(plan: Plan, date: Temporal.PlainDate): readonly TimeWindow[] {
  const exception = plan.availability.exceptions.find((one) => one.date === date.toString());
  if (exception) return exception.windows;
  if (isReplaced(plan, date)) return [];
  return plan.availability.rules.filter((rule) => rule.weekday === date.dayOfWeek);
}

function isReplaced(plan: Plan, date: Temporal.PlainDate): boolean {
  const { exceptions, holidaysClosed } = plan.availability;
  return (
    exceptions.some((one) => one.date === date.toString()) ||
    (holidaysClosed && plan.holidays.has(date.toString()))
  );
}

function zoneOn(plan: Plan, date: Temporal.PlainDate): string {
  const spans = plan.availability.zones.filter(
    ({ from }) => from === null || from <= date.toString(),
  );
  return spans.at(-1)?.zone ?? 'UTC';
}

function beginOf(plan: Plan, date: Temporal.PlainDate): number {
  return date.toZonedDateTime(zoneOn(plan, date)).epochMilliseconds;
}

/** The last local date that has begun. */
function localDate(plan: Plan, instant: number): Temporal.PlainDate {
  let date = Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO('UTC')
    .toPlainDate()
    .add({ days: 2 });
  while (beginOf(plan, date) > instant) date = date.subtract({ days: 1 });
  return date;
}

function merge(windows: Span[]): Span[] {
  const merged: Span[] = [];
  for (const window of windows.sort((one, other) => one.start - other.start)) {
    const last = merged.at(-1);
    if (last && window.start <= last.end) last.end = Math.max(last.end, window.end);
    else merged.push({ ...window });
  }
  return merged;
}
