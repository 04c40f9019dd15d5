import type { Conflict } from '@gabinet/shared/contracts/errors';
import type { AppointmentModality } from '@gabinet/shared/contracts/words';
import { whyNotOffered } from '@gabinet/shared/scheduling/openings';
import { sql, type Transaction } from 'kysely';
import {
  type Availabilities,
  type BlockedTime,
  type PsychologistPlan,
  zoneAt,
} from '../availability/Availabilities.ts';
import type { Clock } from '../clock.ts';
import type { Tables } from '../database/tables.ts';
import type { Place } from './AppointmentStore.ts';
import { lockClients } from './BookingTransactions.ts';
import { conflictOf, type Obstacle } from './conflicts.ts';
import { liveStatuses } from './records.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Longer than any series: what the horizon becomes for the occurrences after the first. */
const endlessDays = 1_000;

/** A time that is asked for, alone (index 0) or as one of a series. */
export interface Wish {
  readonly index: number;
  readonly startsAt: number;
  readonly endsAt: number;
  /** Everybody who would take part. */
  readonly clientIds: readonly string[];
}

export interface PlacementQuery {
  readonly plan: PsychologistPlan;
  readonly wishes: readonly Wish[];
  /** Undefined: the form stays as it was agreed, whatever the window says. */
  readonly modality: AppointmentModality | undefined;
  /** Staff may go beyond open hours, notice and horizon; never on top of something. */
  readonly outsideHours: boolean;
  /** Appointments that are on their way elsewhere (rule B10). */
  readonly except: readonly string[];
  /** Whether sentences tell the times of what stands in the way. */
  readonly tellTimes: boolean;
}

/** Where an appointment of these times lies, with the psychologist's buffers and zone of then. */
export function placeOf(
  plan: PsychologistPlan,
  wish: { readonly startsAt: number; readonly endsAt: number },
): Place {
  const { bufferBeforeMinutes, bufferAfterMinutes } = plan.policy;
  return {
    startsAt: wish.startsAt,
    endsAt: wish.endsAt,
    blockedFrom: wish.startsAt - bufferBeforeMinutes * minuteMs,
    blockedTo: wish.endsAt + bufferAfterMinutes * minuteMs,
    zone: zoneAt(plan.availability.zones, wish.startsAt),
  };
}

/** Checks the rules once more where the locks are held (rule B6). */
export class Placement {
  readonly #availabilities: Availabilities;
  readonly #clock: Clock;

  constructor(availabilities: Availabilities, clock: Clock) {
    this.#availabilities = availabilities;
    this.#clock = clock;
  }

  /**
   * Every conflict of every wish, in their order; none: all of it can be written. The caller holds the
   * calendar; the clients of what fits are taken here.
   */
  async conflictsOf(transaction: Transaction<Tables>, query: PlacementQuery): Promise<Conflict[]> {
    const { wishes } = query;
    const first = wishes[0];
    if (first === undefined) return [];
    const from = Math.min(...wishes.map((one) => one.startsAt)) - dayMs;
    const to = Math.max(...wishes.map((one) => one.endsAt)) + dayMs;
    const plan = this.#withHolidaysUntil(query.plan, to);
    const blocked = await this.#availabilities.blockedOf(
      transaction,
      plan.psychologistId,
      from,
      to,
      query.except,
    );
    const found = new Map<Wish, Conflict>();
    for (const wish of wishes) {
      const zone = zoneAt(plan.availability.zones, wish.startsAt);
      const { reason, obstacle } = this.#reason({ ...query, plan }, wish, blocked);
      if (reason === null) continue;
      found.set(wish, conflictOf(wish, reason, zone, query.tellTimes ? obstacle : undefined));
    }
    // Whoever lost the calendar already need not hold up its people too.
    const left = wishes.filter((wish) => !found.has(wish));
    await lockClients(
      transaction,
      left.flatMap((one) => one.clientIds),
    );
    for (const wish of await this.busyAmong(transaction, left, query.except)) {
      const zone = zoneAt(plan.availability.zones, wish.startsAt);
      found.set(wish, conflictOf(wish, 'participant-busy', zone));
    }
    return wishes.flatMap((wish) => found.get(wish) ?? []);
  }

  /** The wishes at whose time one of their clients is elsewhere (rule B12). */
  async busyAmong(
    transaction: Transaction<Tables>,
    wishes: readonly Wish[],
    except: readonly string[],
  ): Promise<Wish[]> {
    const taken = await this.#takenTimes(transaction, wishes, except);
    return wishes.filter((wish) =>
      taken.some((one) => wish.clientIds.includes(one.clientId) && overlaps(one, wish)),
    );
  }

  #reason(
    query: PlacementQuery,
    wish: Wish,
    blocked: readonly BlockedTime[],
  ): { reason: Conflict['reason'] | null; obstacle?: Obstacle | undefined } {
    const now = this.#clock.now();
    const { plan, modality } = query;
    const place = placeOf(plan, wish);
    const hit = blocked.find((one) =>
      overlaps(one, { startsAt: place.blockedFrom, endsAt: place.blockedTo }),
    );
    if (query.outsideHours) {
      if (modality !== undefined && !plan.modalities.includes(modality)) {
        return { reason: 'modality' };
      }
      if (wish.endsAt <= now) return { reason: 'notice' };
      if (hit === undefined) return { reason: null };
      return { reason: hit.source === 'external' ? 'external' : 'busy', obstacle: hit };
    }
    // The horizon says where a booking may begin; the series it begins goes on as agreed.
    const policy =
      wish.index === query.wishes[0]?.index
        ? plan.policy
        : { ...plan.policy, horizonDays: endlessDays };
    const reason = whyNotOffered({ ...plan, policy }, blocked, {
      startsAt: wish.startsAt,
      durationMinutes: (wish.endsAt - wish.startsAt) / minuteMs,
      modality,
      now,
    });
    return { reason, obstacle: hit };
  }

  /** A series may reach beyond the horizon, up to which a plan knows its holidays. */
  #withHolidaysUntil(plan: PsychologistPlan, until: number): PsychologistPlan {
    const days = Math.ceil((until - this.#clock.now()) / dayMs);
    if (!plan.availability.holidaysClosed || days <= plan.policy.horizonDays) return plan;
    const holidays = this.#availabilities.holidaysOf(plan.availability, plan.country, days);
    return { ...plan, holidays };
  }

  /** When the people who would take part are elsewhere. */
  async #takenTimes(
    transaction: Transaction<Tables>,
    wishes: readonly Wish[],
    except: readonly string[],
  ): Promise<{ clientId: string; startsAt: number; endsAt: number }[]> {
    const clientIds = [...new Set(wishes.flatMap((one) => one.clientIds))];
    if (clientIds.length === 0) return [];
    const from = Math.min(...wishes.map((one) => one.startsAt));
    const to = Math.max(...wishes.map((one) => one.endsAt));
    const rows = await transaction
      .selectFrom('participants')
      .select([
        'client_id',
        sql<Date>`lower(during)`.as('starts_at'),
        sql<Date>`upper(during)`.as('ends_at'),
      ])
      .where('client_id', 'in', clientIds)
      .where('declined_at', 'is', null)
      .where('appointment_status', 'in', [...liveStatuses])
      .where(sql<boolean>`during && tstzrange(${new Date(from)}, ${new Date(to)})`)
      .where(sql<boolean>`NOT appointment_id = ANY (${[...except]}::uuid[])`)
      .execute();
    return rows.flatMap((row) =>
      row.client_id === null
        ? []
        : {
            clientId: row.client_id,
            startsAt: row.starts_at.getTime(),
            endsAt: row.ends_at.getTime(),
          },
    );
  }
}

function overlaps(one: Obstacle, other: Obstacle): boolean {
  return one.startsAt < other.endsAt && other.startsAt < one.endsAt;
}
