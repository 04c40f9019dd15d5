/** One appointment of a series. */
export interface Occurrence {
  /** From 0. */
  readonly index: number;
  /** The psychologist's wall time, `2027-03-14T02:30`, the same hour in every occurrence. */
  readonly wallStart: string;
  /** Epoch milliseconds. */
  readonly startsAt: number;
}

/** No series is longer: what is asked for beyond it is refused (rule B9). */
export const longestSeries = 60;

/**
 * The occurrences of a series that keeps a zone's wall time (rule B9). `wallStart` is the first one's
 * local date and time; `count` of them, or as many as begin on local dates up to `until`, inclusive.
 * A wall time that a gap swallows is shifted by the gap (`compatible`), not skipped.
 */
export function occurrencesOf(series: {
  readonly wallStart: string;
  readonly zone: string;
  readonly everyWeeks: number;
  readonly count?: number | undefined;
  readonly until?: string | undefined;
}): Occurrence[] {
  const first = Temporal.PlainDateTime.from(series.wallStart);
  const most = Math.min(series.count ?? longestSeries, longestSeries);
  const occurrences: Occurrence[] = [];
  for (let index = 0; index < most; index += 1) {
    // Always from the first: adding to a shifted one would carry its shift on.
    const wall = first.add({ weeks: index * series.everyWeeks });
    if (series.until !== undefined && wall.toPlainDate().toString() > series.until) break;
    occurrences.push({
      index,
      wallStart: wall.toString({ smallestUnit: 'minute' }),
      startsAt: wall.toZonedDateTime(series.zone, { disambiguation: 'compatible' })
        .epochMilliseconds,
    });
  }
  return occurrences;
}

const weekMs = 7 * 24 * 60 * 60_000;

/** Whether a series from a local date on would have more than so many occurrences. */
export function isLongerThan(
  most: number,
  series: {
    /** `2027-03-28` */
    readonly firstDate: string;
    readonly everyWeeks: number;
    readonly count?: number | undefined;
    readonly until?: string | undefined;
  },
): boolean {
  if (series.until === undefined) return (series.count ?? 1) > most;
  // Dates alone, both as UTC: no zone and no change of clocks comes into it.
  const weeks = (Date.parse(series.until) - Date.parse(series.firstDate)) / weekMs;
  return Math.floor(weeks / series.everyWeeks) + 1 > most;
}

/** The wall time at an instant, as {@link occurrencesOf} takes it: `2027-03-28T12:00`. */
export function wallStartOf(startsAt: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(startsAt)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
}
