import { createRequire } from 'node:module';
import type { Language } from '@gabinet/shared/contracts/words';
import type DateHolidays from 'date-holidays';

export interface PublicHoliday {
  /** The local calendar date, `2027-05-03`. */
  readonly date: string;
  readonly name: string;
}

const dayMs = 24 * 60 * 60_000;
const require = createRequire(import.meta.url);

/**
 * Public holidays by country and year (rule B3). They are dates of the calendar, not instants: one closes
 * that local date, whatever zone the psychologist works in. Computed once for each country and year.
 */
export class Holidays {
  readonly #calendars = new Map<string, DateHolidays>();
  readonly #years = new Map<string, readonly PublicHoliday[]>();

  /**
   * The public holidays of a country, sorted by date.
   * @param country ISO 3166-1 code; one that the library doesn't know has no holidays
   * @param language of the names
   */
  ofYear(country: string, year: number, language: Language): readonly PublicHoliday[] {
    const key = `${country} ${year} ${language}`;
    const known = this.#years.get(key);
    if (known) return known;
    const found = this.#calendar(country)
      .getHolidays(year, language)
      .flatMap((one) => datesOf(one).map((date) => ({ date, name: one.name })))
      .sort((a, b) => a.date.localeCompare(b.date));
    this.#years.set(key, found);
    return found;
  }

  /** The closed dates of several years, both inclusive. */
  datesOf(country: string, fromYear: number, toYear: number): ReadonlySet<string> {
    const dates = new Set<string>();
    for (let year = fromYear; year <= toYear; year += 1) {
      for (const { date } of this.ofYear(country, year, 'en')) dates.add(date);
    }
    return dates;
  }

  #calendar(country: string): DateHolidays {
    const known = this.#calendars.get(country);
    if (known) return known;
    // Loaded when the first calendar is asked for: it carries the rules of every country there is.
    const Library: typeof DateHolidays = require('date-holidays');
    const made = new Library(country, { types: ['public'] });
    this.#calendars.set(country, made);
    return made;
  }
}

/** Every date of a holiday: some last for days. The library writes the local date first. */
function datesOf(holiday: { date: string; start: Date; end: Date }): string[] {
  const first = Temporal.PlainDate.from(holiday.date.slice(0, 10));
  const days = Math.max(1, Math.round((holiday.end.getTime() - holiday.start.getTime()) / dayMs));
  return Array.from({ length: days }, (_, index) => first.add({ days: index }).toString());
}
