import type { AppointmentModality } from '@gabinet/shared/contracts/words';
import { dateOf, dayOf, minutesOfDay } from '@gabinet/shared/scheduling/dates';
import { openingsOf } from '@gabinet/shared/scheduling/openings';
import {
  localDateOf,
  localDayOf,
  minuteOfLocal,
  startOfDay,
} from '@gabinet/shared/scheduling/zones';
import { type BlockedTime, type PsychologistPlan, zoneAt } from './Availabilities.ts';

type TimeOfDay = 'any' | 'morning' | 'afternoon' | 'evening';

/** The first starts of a psychologist by form and time of day, as the index keeps them (rule B15). */
export interface IndexRow {
  readonly modality: AppointmentModality | 'any';
  readonly timeOfDay: TimeOfDay;
  readonly starts: readonly number[];
}

const minuteMs = 60_000;
/** How many starts a row keeps; with this many left of them it is made anew. */
const keptStarts = 6;
const fewStarts = 2;
const timesOfDay: readonly TimeOfDay[] = ['any', 'morning', 'afternoon', 'evening'];

/** The first openings by form and time of day; only rows that have some. */
export function indexRows(
  plan: PsychologistPlan,
  blocked: readonly BlockedTime[],
  now: number,
): IndexRow[] {
  const today = localDateOf(now, plan.zone);
  const query = {
    from: today,
    to: dateOf(dayOf(today) + plan.policy.horizonDays),
    datesIn: plan.zone,
    now,
  };
  const windows = [
    ...plan.availability.rules,
    ...plan.availability.exceptions.flatMap((one) => one.windows),
  ];
  // Letters need no time.
  const forms = plan.modalities.filter((one) => one !== 'message');
  const alike = windows.every((one) => one.modalities === undefined);
  const times = new Map<number, TimeOfDay>();
  const timeOf = (start: number): TimeOfDay => {
    const known = times.get(start) ?? timeOfDay(start, plan);
    times.set(start, known);
    return known;
  };
  const openings = (modality: AppointmentModality) =>
    openingsOf(plan, blocked, { ...query, modality });
  if (alike && forms[0] !== undefined) {
    const rows = byTimeOfDay(openings(forms[0]), timeOf);
    return (['any', ...forms] as const).flatMap((modality) =>
      rows.map((row) => ({ modality, ...row })),
    );
  }
  const each = forms.map((modality) => ({ modality, starts: openings(modality) }));
  const any = [...new Set(each.flatMap((one) => one.starts))].sort((a, b) => a - b);
  return [{ modality: 'any' as const, starts: any }, ...each].flatMap(({ modality, starts }) =>
    byTimeOfDay(starts, timeOf).map((row) => ({ modality, ...row })),
  );
}

function byTimeOfDay(
  starts: readonly number[],
  timeOf: (start: number) => TimeOfDay,
): Omit<IndexRow, 'modality'>[] {
  const kept = new Map<TimeOfDay, number[]>(timesOfDay.map((one) => [one, []]));
  const missing = new Set(timesOfDay);
  for (const start of starts) {
    for (const one of ['any', timeOf(start)] as const) {
      const list = kept.get(one);
      if (list === undefined || list.length === keptStarts) continue;
      list.push(start);
      if (list.length === keptStarts) missing.delete(one);
    }
    if (missing.size === 0) break;
  }
  return [...kept].flatMap(([one, list]) =>
    list.length === 0 ? [] : [{ timeOfDay: one, starts: list }],
  );
}

/** In the psychologist's zone: before 12, from 12 to 17, from 17. */
function timeOfDay(start: number, plan: PsychologistPlan): TimeOfDay {
  const { zones } = plan.availability;
  const zone = zones.length === 1 ? plan.zone : zoneAt(zones, start);
  const minute = start / minuteMs;
  const midnight = localDayOf(zone, minute) * minutesOfDay;
  if (minute < minuteOfLocal(zone, midnight + 12 * 60)) return 'morning';
  return minute < minuteOfLocal(zone, midnight + 17 * 60) ? 'afternoon' : 'evening';
}

/**
 * When the rows must be made anew though nobody changes anything: at the psychologist's next midnight, when
 * the horizon moves; when a hold lets go; when a full row runs low.
 */
export function dueAt(
  plan: PsychologistPlan,
  blocked: readonly BlockedTime[],
  rows: readonly IndexRow[],
  now: number,
): number {
  const tomorrow = localDayOf(plan.zone, Math.floor(now / minuteMs)) + 1;
  const midnight = startOfDay(plan.zone, tomorrow) * minuteMs;
  const low = rows.flatMap(({ starts }) => {
    const last = starts[keptStarts - 1 - fewStarts];
    return starts.length === keptStarts && last !== undefined
      ? [last - plan.policy.noticeMinutes * minuteMs + 1]
      : [];
  });
  const holds = blocked.flatMap(({ expiresAt }) => (expiresAt === null ? [] : [expiresAt]));
  return Math.min(midnight, ...low, ...holds);
}
