import type { Availability, Policy } from '@gabinet/shared/contracts/availability';

/** What the loop reads: the same as ours. */
interface LoopInput {
  readonly availability: Availability;
  readonly holidays: ReadonlySet<string>;
  readonly policy: Policy;
  readonly blocked: readonly { startsAt: number; endsAt: number }[];
  readonly from: string;
  readonly to: string;
  readonly now: number;
}

/**
 * The straightforward way to compute openings, as one writes it with a date library: day by day, slot by
 * slot, a zoned date for each, and every blocked time looked at for each slot. One zone, no windows over
 * midnight, no limits of forms: what a month of the bench needs, with the same answer as ours.
 */
export function openingsLoop(input: LoopInput): number[] {
  const { availability, holidays, policy, blocked, now } = input;
  const zone = availability.zones[0]?.zone ?? 'UTC';
  const earliest = Temporal.Instant.fromEpochMilliseconds(now).add({
    minutes: policy.noticeMinutes,
  });
  const lastDate = Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .add({ days: policy.horizonDays });
  const found: number[] = [];
  const to = Temporal.PlainDate.from(input.to);
  for (
    let date = Temporal.PlainDate.from(input.from);
    Temporal.PlainDate.compare(date, to) <= 0;
    date = date.add({ days: 1 })
  ) {
    if (Temporal.PlainDate.compare(date, lastDate) > 0) continue;
    const exception = availability.exceptions.find((one) => one.date === date.toString());
    const closed = availability.holidaysClosed && holidays.has(date.toString());
    const windows =
      exception?.windows ??
      (closed ? [] : availability.rules.filter(({ weekday }) => weekday === date.dayOfWeek));
    for (const window of windows) {
      const end = date.toZonedDateTime({ timeZone: zone, plainTime: window.end });
      for (
        let start = date.toZonedDateTime({ timeZone: zone, plainTime: window.start });
        Temporal.ZonedDateTime.compare(start.add({ minutes: policy.durationMinutes }), end) <= 0;
        start = start.add({ minutes: policy.stepMinutes })
      ) {
        if (Temporal.Instant.compare(start.toInstant(), earliest) < 0) continue;
        const from = start.subtract({ minutes: policy.bufferBeforeMinutes });
        const until = start.add({ minutes: policy.durationMinutes + policy.bufferAfterMinutes });
        const free = blocked.every(
          ({ startsAt, endsAt }) =>
            endsAt <= from.epochMilliseconds || startsAt >= until.epochMilliseconds,
        );
        if (free) found.push(start.epochMilliseconds);
      }
    }
  }
  return found.sort((a, b) => a - b);
}
