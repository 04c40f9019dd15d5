import type { Availability } from '@gabinet/shared/contracts/availability';
import { AppError } from '@gabinet/shared/contracts/errors';
import type { HttpInput, HttpOutput } from '@gabinet/shared/contracts/http';
import { dayOf } from '@gabinet/shared/scheduling/dates';
import { openingsOf } from '@gabinet/shared/scheduling/openings';
import { mayScheduleFor, staffOf } from '../accounts/access.ts';
import type { BrowserSession } from '../accounts/BrowserSessions.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import { isZone } from '../practice/zones.ts';
import type {
  Availabilities,
  BlockedTime,
  CalendarChanged,
  Handle,
  PsychologistPlan,
} from './Availabilities.ts';
import type { OpeningIndex } from './OpeningIndex.ts';
import { ownWithoutUndefined } from './ownPolicy.ts';

type Range = Pick<HttpInput<'openings'>, 'from' | 'to' | 'datesIn' | 'modality'>;

const dayMs = 24 * 60 * 60_000;
/** How many dates one question for openings may span. */
const mostDays = 62;

/** A psychologist's openings, and the windows that they come from (rules B1 to B4). */
export class AvailabilityService {
  readonly #database: Database;
  readonly #availabilities: Availabilities;
  readonly #index: OpeningIndex;
  readonly #calendarChanged: CalendarChanged;
  readonly #clock: Clock;

  constructor(parts: {
    database: Database;
    availabilities: Availabilities;
    index: OpeningIndex;
    calendarChanged: CalendarChanged;
    clock: Clock;
  }) {
    this.#database = parts.database;
    this.#availabilities = parts.availabilities;
    this.#index = parts.index;
    this.#calendarChanged = parts.calendarChanged;
    this.#clock = parts.clock;
  }

  /**
   * The start times that anybody could book now.
   * @throws NOT_FOUND for a psychologist who isn't there (any more), INVALID_INPUT beyond 62 dates
   */
  async openings(input: HttpInput<'openings'>): Promise<HttpOutput<'openings'>> {
    checkRange(input);
    const [plan, blocked] = await Promise.all([
      this.#availabilities.planOf(this.#database, input.psychologistId),
      this.#blockedIn(input.psychologistId, input),
    ]);
    if (!plan.active) throw new AppError('NOT_FOUND');
    return {
      zone: plan.zone,
      durationMinutes: plan.policy.durationMinutes,
      openings: this.#openingsOf(plan, blocked, input),
    };
  }

  /** What a draft would offer: computed as `openings` will be once it is saved. */
  async preview(
    browserSession: BrowserSession | undefined,
    input: HttpInput<'previewOpenings'>,
  ): Promise<HttpOutput<'previewOpenings'>> {
    const plan = await this.#planFor(this.#database, browserSession, input.psychologistId);
    checkRange(input);
    checkAvailability(input.availability);
    const draft = this.#availabilities.planWith(plan, input.availability, input.ownPolicy);
    const blocked = await this.#blockedIn(input.psychologistId, input);
    return { openings: this.#openingsOf(draft, blocked, input) };
  }

  /** All that the editor of windows shows. */
  async availability(
    browserSession: BrowserSession | undefined,
    psychologistId: string,
  ): Promise<HttpOutput<'availability'>> {
    const plan = await this.#planFor(this.#database, browserSession, psychologistId);
    const calendars = await this.#database
      .selectFrom('external_calendars')
      .select(['id', 'name', 'fetched_at', 'failed_at'])
      .where('psychologist_id', '=', psychologistId)
      .orderBy('name')
      .orderBy('id')
      .execute();
    const year = new Date(this.#clock.now()).getUTCFullYear();
    const { holidays } = this.#availabilities;
    return {
      availability: plan.availability,
      ownPolicy: plan.ownPolicy,
      practicePolicy: plan.practicePolicy,
      holidays: [year, year + 1].flatMap((one) =>
        holidays.ofYear(plan.country, one, plan.language).map((day) => ({ ...day })),
      ),
      version: plan.version,
      externalCalendars: calendars.map((one) => ({
        calendarId: one.id,
        name: one.name,
        fetchedAt: one.fetched_at?.getTime() ?? null,
        failing: one.failed_at !== null,
      })),
    };
  }

  /**
   * Replaces windows, exceptions, zones and own policy as a whole; appointments stay where they are.
   * @throws VERSION_STALE when somebody else has saved since `version` was read
   */
  async save(
    browserSession: BrowserSession | undefined,
    input: HttpInput<'saveAvailability'>,
  ): Promise<HttpOutput<'saveAvailability'>> {
    const { psychologistId, availability } = input;
    const plan = await this.#planFor(this.#database, browserSession, psychologistId);
    checkAvailability(availability);
    const [first, ...laterZones] = availability.zones;
    const version = await this.#database.transaction().execute(async (transaction) => {
      const updated = await transaction
        .updateTable('psychologists')
        .set({
          zone: first?.zone ?? plan.zone,
          holidays_closed: availability.holidaysClosed,
          policy: JSON.stringify(ownWithoutUndefined(input.ownPolicy)),
          availability_version: input.version + 1,
        })
        .where('id', '=', psychologistId)
        // The one condition that decides between two who save at once.
        .where('availability_version', '=', input.version)
        .returning('availability_version')
        .executeTakeFirst();
      if (updated === undefined) throw new AppError('VERSION_STALE');
      // What outside calendars block depends on the zone and on how far one may book.
      await transaction
        .updateTable('external_calendars')
        .set({ etag: null, next_fetch_at: new Date(this.#clock.now()) })
        .where('psychologist_id', '=', psychologistId)
        .execute();
      await replaceWindows(transaction, psychologistId, { ...availability, zones: laterZones });
      await this.#index.refresh(transaction, psychologistId);
      return updated.availability_version;
    });
    this.#calendarChanged(plan);
    return { version };
  }

  /** The access rule of everything about one calendar: the plan, or NOT_FOUND. */
  async #planFor(
    handle: Handle,
    browserSession: BrowserSession | undefined,
    psychologistId: string,
  ): Promise<PsychologistPlan> {
    const staff = staffOf(browserSession);
    const plan = await this.#availabilities.planOf(handle, psychologistId);
    mayScheduleFor(staff, plan);
    return plan;
  }

  /** What is taken around a range of dates, wherever in the world they are. */
  #blockedIn(psychologistId: string, { from, to }: Range): Promise<BlockedTime[]> {
    // Zones reach 14 hours; appointments with their buffers 16.
    const start = (dayOf(from) - 2) * dayMs;
    const end = (dayOf(to) + 3) * dayMs;
    return this.#availabilities.blockedOf(this.#database, psychologistId, start, end);
  }

  #openingsOf(plan: PsychologistPlan, blocked: readonly BlockedTime[], range: Range): number[] {
    return openingsOf(plan, blocked, {
      from: range.from,
      to: range.to,
      datesIn: range.datesIn ?? plan.zone,
      now: this.#clock.now(),
      modality: range.modality,
    });
  }
}

function checkRange({ from, to, datesIn }: Range): void {
  const days = dayOf(to) - dayOf(from) + 1;
  if (days < 1 || days > mostDays) throw new AppError('INVALID_INPUT', { fields: ['to'] });
  if (datesIn !== undefined && !isZone(datesIn)) {
    throw new AppError('INVALID_INPUT', { fields: ['datesIn'] });
  }
}

/** What the schema can't say: spans in order, each with a zone that exists; a date only once. */
function checkAvailability({ zones, exceptions }: Availability): void {
  const inOrder = zones.every(({ from, zone }, index) => {
    const before = zones[index - 1]?.from ?? '';
    return isZone(zone) && (index === 0 ? from === null : from !== null && from > before);
  });
  if (!inOrder) throw new AppError('INVALID_INPUT', { fields: ['availability.zones'] });
  if (new Set(exceptions.map(({ date }) => date)).size < exceptions.length) {
    throw new AppError('INVALID_INPUT', { fields: ['availability.exceptions'] });
  }
}

/** Writes windows, exceptions and the zones to come; `zones` without the first span. */
async function replaceWindows(
  transaction: Handle,
  psychologistId: string,
  { rules, exceptions, zones }: Availability,
): Promise<void> {
  const psychologist_id = psychologistId;
  for (const table of [
    'availability_rules',
    'availability_exceptions',
    'psychologist_zones',
  ] as const) {
    await transaction.deleteFrom(table).where('psychologist_id', '=', psychologistId).execute();
  }
  if (rules.length > 0) {
    await transaction
      .insertInto('availability_rules')
      .values(
        rules.map((one) => ({
          psychologist_id,
          weekday: one.weekday,
          start_time: one.start,
          end_time: one.end,
          modalities: one.modalities ?? null,
        })),
      )
      .execute();
  }
  if (exceptions.length > 0) {
    await transaction
      .insertInto('availability_exceptions')
      .values(
        exceptions.map(({ date, windows }) => ({
          psychologist_id,
          date,
          windows: JSON.stringify(windows),
        })),
      )
      .execute();
  }
  const spans = zones.flatMap(({ from, zone }) =>
    from === null ? [] : [{ psychologist_id, from_date: from, zone }],
  );
  if (spans.length > 0) await transaction.insertInto('psychologist_zones').values(spans).execute();
}
