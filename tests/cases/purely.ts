import type { Blocked, OpeningsQuery, Plan } from '@gabinet/shared/scheduling/openings';
import { openingsOf } from '@gabinet/shared/scheduling/openings';
import { occurrencesOf } from '@gabinet/shared/scheduling/series';
import { Holidays } from '../../signaling/src/availability/Holidays.ts';
import type { Busy, Case, OpeningsCase } from './form.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const holdMs = 10 * minuteMs;

/** The answer of the rules themselves, without a database. */
export function answerPurely(one: Case): number[] {
  if ('series' in one) return occurrencesOf(one.series).map(({ startsAt }) => startsAt);
  const { plan, blocked, query } = questionOf(one);
  return openingsOf(plan, blocked, query);
}

/** A case in the words of the rules. */
function questionOf(one: OpeningsCase): {
  plan: Plan;
  blocked: Blocked[];
  query: OpeningsQuery;
} {
  const { given, from, to, datesIn, modality } = one;
  return {
    plan: {
      availability: {
        zones: given.zones,
        rules: given.rules,
        exceptions: given.exceptions,
        holidaysClosed: areHolidaysClosed(given),
      },
      holidays: holidaysOf(given),
      policy: given,
      modalities: given.modalities,
    },
    blocked: given.busy.filter((each) => isTaken(each, given)).map((each) => blockOf(each, given)),
    query: { from, to, datesIn, modality, now: given.now },
  };
}

/** Transparent, cancelled and expired ones block nothing (rules B2 and B7). */
export function isTaken(busy: Busy, given: OpeningsCase['given']): boolean {
  if (busy.transparent || busy.status === 'cancelled' || busy.status === 'late_cancelled') {
    return false;
  }
  return busy.status !== 'hold' || holdExpiry(busy, given) > given.now;
}

/** Appointments block with their own buffers, events of outside calendars as they are (rule B2). */
export function blockOf(
  busy: Busy,
  given: OpeningsCase['given'],
): Blocked & { source: Busy['kind'] } {
  if (busy.kind === 'external') {
    return { startsAt: busy.start, endsAt: busy.end, source: 'external' };
  }
  const before = busy.bufferBeforeMinutes ?? given.bufferBeforeMinutes;
  const after = busy.bufferAfterMinutes ?? given.bufferAfterMinutes;
  return {
    startsAt: busy.start - before * minuteMs,
    endsAt: busy.end + after * minuteMs,
    source: 'appointment',
  };
}

export function holdExpiry(busy: Busy, given: OpeningsCase['given']): number {
  return busy.holdExpiresAt ?? given.now + holdMs;
}

/** Naming holidays closes them, unless the case says otherwise. */
export function areHolidaysClosed(given: OpeningsCase['given']): boolean {
  return given.holidaysClosed ?? given.holidays.length > 0;
}

function holidaysOf(given: OpeningsCase['given']): ReadonlySet<string> {
  if (given.holidays.length > 0) return new Set(given.holidays);
  const year = (at: number) => new Date(at).getUTCFullYear();
  return new Holidays().datesOf(
    given.country,
    year(given.now - dayMs),
    year(given.now + (given.horizonDays + 1) * dayMs),
  );
}
