import type { Availability, Policy } from '@gabinet/shared/contracts/availability';
import { AppError } from '@gabinet/shared/contracts/errors';
import type { AppointmentModality, Language } from '@gabinet/shared/contracts/words';
import type { Blocked, Plan } from '@gabinet/shared/scheduling/openings';
import { localDateOf } from '@gabinet/shared/scheduling/zones';
import { type Kysely, sql } from 'kysely';
import type { Clock } from '../clock.ts';
import { prepared } from '../database/Database.ts';
import type { Tables } from '../database/tables.ts';
import { Holidays } from './Holidays.ts';
import { ownWithoutUndefined } from './ownPolicy.ts';
import { offeredForms, spokenLanguages } from './publicPsychologist.ts';

/** The pool, or a transaction on it. */
export type Handle = Kysely<Tables>;

/** What openings are computed from, and whose it is. */
export interface PsychologistPlan extends Plan {
  /** The practice's with the psychologist's own parts over it. */
  readonly policy: Policy;
  readonly psychologistId: string;
  readonly practiceId: string;
  readonly displayName: string;
  readonly title: string | null;
  readonly language: Language;
  /** The zone that counts today. */
  readonly zone: string;
  readonly country: string;
  /** Where `office` appointments take place; null: none are offered. */
  readonly address: string | null;
  readonly about: Partial<Record<Language, string>>;
  readonly approaches: readonly string[];
  readonly problems: readonly string[];
  readonly languages: readonly Language[];
  readonly listed: boolean;
  readonly active: boolean;
  /** Names the state of the availability that was read. */
  readonly version: number;
  readonly ownPolicy: Partial<Policy>;
  readonly practicePolicy: Policy;
}

/** A time that no appointment may touch, and what it comes from. */
export interface BlockedTime extends Blocked {
  readonly source: 'appointment' | 'external';
  /** Of a hold: when it lets go by itself; null for everything else. */
  readonly expiresAt: number | null;
}

/** Tells open pages, after a commit, that a psychologist's calendar looks different now. */
export type CalendarChanged = (calendar: {
  readonly psychologistId: string;
  readonly practiceId: string;
}) => void;

interface RuleRow {
  weekday: number;
  start: string;
  end: string;
  modalities: AppointmentModality[] | null;
}

/** Reads what openings come from: windows, exceptions, zones, holidays, policies and what is taken. */
export class Availabilities {
  readonly #clock: Clock;
  readonly holidays = new Holidays();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Everything that a psychologist's openings are computed from but what is taken.
   * @throws NOT_FOUND when there is no such psychologist
   */
  async planOf(handle: Handle, psychologistId: string): Promise<PsychologistPlan> {
    // One statement: the parts belong to one state, and a page waits for one round trip.
    const row = await handle
      .selectFrom('psychologists as y')
      .innerJoin('practices as p', 'p.id', 'y.practice_id')
      .select([
        'y.practice_id',
        'y.display_name',
        'y.title',
        'y.language',
        'y.zone',
        'y.policy',
        'y.modalities',
        'y.about',
        'y.approaches',
        'y.problems',
        'y.languages',
        'y.listed',
        'y.holidays_closed',
        'y.availability_version',
        'y.deactivated_at',
        'p.policy as practice_policy',
        'p.country',
        'p.address',
        'p.letter_reply_days',
        sql<RuleRow[]>`(SELECT coalesce(json_agg(json_build_object('weekday', weekday,
          'start', start_time, 'end', end_time, 'modalities', modalities)
          ORDER BY weekday, start_time, end_time, id), '[]')
          FROM availability_rules WHERE psychologist_id = y.id)`.as('rules'),
        sql<Availability['exceptions']>`(SELECT coalesce(json_agg(json_build_object('date', date,
          'windows', windows) ORDER BY date), '[]')
          FROM availability_exceptions WHERE psychologist_id = y.id)`.as('exceptions'),
        sql<Availability['zones']>`(SELECT coalesce(json_agg(json_build_object('from', from_date,
          'zone', zone) ORDER BY from_date), '[]')
          FROM psychologist_zones WHERE psychologist_id = y.id)`.as('zones'),
      ])
      .where('y.id', '=', psychologistId)
      .modifyFront(prepared)
      .executeTakeFirst();
    if (row === undefined) throw new AppError('NOT_FOUND');
    const availability: Availability = {
      zones: [{ from: null, zone: row.zone }, ...row.zones],
      rules: row.rules.map(({ modalities, ...rule }) =>
        modalities === null ? rule : { ...rule, modalities },
      ),
      exceptions: row.exceptions,
      holidaysClosed: row.holidays_closed,
    };
    const policy = { ...row.practice_policy, ...row.policy };
    return {
      psychologistId,
      practiceId: row.practice_id,
      displayName: row.display_name,
      title: row.title,
      language: row.language,
      zone: zoneAt(availability.zones, this.#clock.now()),
      country: row.country,
      address: row.address,
      about: row.about,
      approaches: row.approaches,
      problems: row.problems,
      languages: spokenLanguages(row),
      listed: row.listed,
      active: row.deactivated_at === null,
      version: row.availability_version,
      ownPolicy: row.policy,
      practicePolicy: row.practice_policy,
      availability,
      policy,
      modalities: offeredForms(row),
      holidays: this.holidaysOf(availability, row.country, policy.horizonDays),
    };
  }

  /**
   * The plan that a draft would make of a psychologist's present one.
   * @param ownPolicy replaces the psychologist's own parts of the policy, whole
   */
  planWith(
    plan: PsychologistPlan,
    availability: Availability,
    ownPolicy: { readonly [K in keyof Policy]?: Policy[K] | undefined },
  ): PsychologistPlan {
    const own = ownWithoutUndefined(ownPolicy);
    const policy = { ...plan.practicePolicy, ...own };
    return {
      ...plan,
      zone: zoneAt(availability.zones, this.#clock.now()),
      ownPolicy: own,
      availability,
      policy,
      holidays: this.holidaysOf(availability, plan.country, policy.horizonDays),
    };
  }

  /** The closed local dates that lie within reach of a horizon (rule B3); none unless switched on. */
  holidaysOf(
    availability: Availability,
    country: string,
    horizonDays: number,
  ): ReadonlySet<string> {
    if (!availability.holidaysClosed) return new Set();
    const dayMs = 24 * 60 * 60_000;
    const year = (at: number) => new Date(at).getUTCFullYear();
    const now = this.#clock.now();
    return this.holidays.datesOf(country, year(now - dayMs), year(now + (horizonDays + 1) * dayMs));
  }

  /**
   * What is taken between two instants: live appointments with their own buffers, holds that have not
   * expired, and events of outside calendars as they are (rule B2). Sorted by start.
   * @param exceptAppointmentIds appointments that don't count, for a move (rule B10)
   */
  async blockedOf(
    handle: Handle,
    psychologistId: string,
    from: number,
    to: number,
    exceptAppointmentIds: readonly string[] = [],
  ): Promise<BlockedTime[]> {
    const range = sql`tstzrange(${new Date(from)}, ${new Date(to)})`;
    const { rows } = await sql<{
      starts_at: number;
      ends_at: number;
      source: BlockedTime['source'];
      expires_at: number | null;
    }>`${prepared}
      SELECT ${epochMs(sql`lower(blocked)`)} AS starts_at, ${epochMs(sql`upper(blocked)`)} AS ends_at,
        'appointment' AS source, ${epochMs(sql`hold_expires_at`)} AS expires_at
      FROM appointments
      WHERE psychologist_id = ${psychologistId} AND blocked && ${range}
        AND status IN ('hold', 'requested', 'confirmed')
        AND (status <> 'hold' OR hold_expires_at > ${new Date(this.#clock.now())})
        AND NOT id = ANY (${[...exceptAppointmentIds]}::uuid[])
      UNION ALL
      SELECT ${epochMs(sql`lower(during)`)}, ${epochMs(sql`upper(during)`)}, 'external', NULL
      FROM external_busy
      WHERE psychologist_id = ${psychologistId} AND during && ${range}
      ORDER BY starts_at`.execute(handle);
    return rows.map((row) => ({
      startsAt: row.starts_at,
      endsAt: row.ends_at,
      source: row.source,
      expiresAt: row.expires_at,
    }));
  }
}

/** The zone of the span that counts at an instant (rule B3): a span begins with its own local date. */
export function zoneAt(zones: Availability['zones'], at: number): string {
  let current = zones[0]?.zone ?? 'UTC';
  for (const { from, zone } of zones) {
    if (from !== null && localDateOf(at, zone) >= from) current = zone;
  }
  return current;
}

/** An instant of Postgres as epoch milliseconds; a number, where the driver would parse a text. */
function epochMs(instant: ReturnType<typeof sql>) {
  return sql`(extract(epoch FROM ${instant}) * 1000)::float8`;
}
