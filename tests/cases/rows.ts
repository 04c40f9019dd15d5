import type { Database } from '../../signaling/src/database/Database.ts';
import type { Busy, OpeningsCase } from './form.ts';
import { areHolidaysClosed, blockOf, holdExpiry, isTaken } from './purely.ts';

type Given = OpeningsCase['given'];

/** Writes what a case gives as rows of a new practice; gives the psychologist's id. */
export async function insertCase(database: Database, given: Given): Promise<string> {
  const createdAt = new Date(given.now);
  const [first, ...laterZones] = given.zones;
  const zone = first?.zone ?? 'UTC';
  const practice = await database
    .insertInto('practices')
    .values({
      name: 'A practice of a case',
      language: 'en',
      zone,
      country: given.country,
      created_at: createdAt,
      // Without these, meeting in person and letters are not offered.
      address: 'ul. Przykładowa 1',
      letter_reply_days: 2,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: psychologistId } = await database
    .insertInto('psychologists')
    .values({
      practice_id: practice.id,
      display_name: 'Anna Przykładowa',
      language: 'en',
      zone,
      created_at: createdAt,
      policy: JSON.stringify(policyOf(given)),
      modalities: given.modalities,
      holidays_closed: areHolidaysClosed(given) && given.holidays.length === 0,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const { from, zone: later } of laterZones) {
    await database
      .insertInto('psychologist_zones')
      .values({ psychologist_id: psychologistId, from_date: from ?? '', zone: later })
      .execute();
  }
  for (const rule of given.rules) {
    await database
      .insertInto('availability_rules')
      .values({
        psychologist_id: psychologistId,
        weekday: rule.weekday,
        start_time: rule.start,
        end_time: rule.end,
        modalities: rule.modalities ?? null,
      })
      .execute();
  }
  for (const { date, windows } of exceptionsOf(given)) {
    await database
      .insertInto('availability_exceptions')
      .values({ psychologist_id: psychologistId, date, windows: JSON.stringify(windows) })
      .execute();
  }
  await insertBusy(database, { given, practiceId: practice.id, psychologistId, zone });
  return psychologistId;
}

function policyOf(given: Given) {
  const { durationMinutes, stepMinutes, bufferBeforeMinutes, bufferAfterMinutes } = given;
  const { noticeMinutes, horizonDays } = given;
  return {
    durationMinutes,
    stepMinutes,
    bufferBeforeMinutes,
    bufferAfterMinutes,
    noticeMinutes,
    horizonDays,
  };
}

/** Holidays that a case lists are no country's: they are written as the closed dates they mean. */
function exceptionsOf(given: Given): Given['exceptions'] {
  if (!areHolidaysClosed(given)) return given.exceptions;
  const dates = new Set(given.exceptions.map(({ date }) => date));
  const closed = [...new Set(given.holidays)].filter((date) => !dates.has(date));
  return [...given.exceptions, ...closed.map((date) => ({ date, windows: [] }))];
}

interface Whose {
  readonly given: Given;
  readonly practiceId: string;
  readonly psychologistId: string;
  readonly zone: string;
}

async function insertBusy(database: Database, whose: Whose): Promise<void> {
  const { given, psychologistId } = whose;
  const { id: calendarId } = await database
    .insertInto('external_calendars')
    .values({
      psychologist_id: psychologistId,
      name: 'Private',
      url_sealed: Buffer.alloc(0),
      next_fetch_at: new Date(given.now),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const insertEvent = async (startsAt: number, endsAt: number) => {
    const during = rangeOf(startsAt, endsAt);
    await database
      .insertInto('external_busy')
      .values({ calendar_id: calendarId, psychologist_id: psychologistId, during })
      .execute();
  };
  const placed: Busy[] = [];
  for (const busy of given.busy) {
    const { startsAt, endsAt } = blockOf(busy, given);
    if (busy.kind === 'external') {
      // A calendar's free and cancelled events never become rows.
      if (isTaken(busy, given)) await insertEvent(startsAt, endsAt);
    } else if (!isLive(busy)) {
      await insertAppointment(database, whose, busy);
    } else if (placed.some((other) => meet(blockOf(other, given), { startsAt, endsAt }))) {
      // The database keeps no two live appointments that meet: a second one is a time that is taken.
      if (isTaken(busy, given)) await insertEvent(startsAt, endsAt);
    } else {
      placed.push(busy);
      await insertAppointment(database, whose, busy);
    }
  }
}

async function insertAppointment(database: Database, whose: Whose, busy: Busy): Promise<void> {
  const { given, zone } = whose;
  const { startsAt, endsAt } = blockOf(busy, given);
  await database
    .insertInto('appointments')
    .values({
      practice_id: whose.practiceId,
      psychologist_id: whose.psychologistId,
      // A free time in a calendar is a cancelled one among appointments: there is no other.
      status: busy.transparent ? 'cancelled' : busy.status,
      modality: given.modalities[0] ?? 'video',
      during: rangeOf(busy.start, busy.end),
      blocked: rangeOf(startsAt, endsAt),
      wall_start: Temporal.Instant.fromEpochMilliseconds(busy.start)
        .toZonedDateTimeISO(zone)
        .toPlainDateTime()
        .toString(),
      zone,
      created_at: new Date(given.now),
      hold_expires_at:
        busy.status === 'hold' && !busy.transparent ? new Date(holdExpiry(busy, given)) : null,
    })
    .execute();
}

function isLive(busy: Busy): boolean {
  return !busy.transparent && busy.status !== 'cancelled' && busy.status !== 'late_cancelled';
}

interface Range {
  readonly startsAt: number;
  readonly endsAt: number;
}

const meet = (one: Range, other: Range) =>
  one.startsAt < other.endsAt && other.startsAt < one.endsAt;

function rangeOf(startsAt: number, endsAt: number): string {
  return `[${new Date(startsAt).toISOString()},${new Date(endsAt).toISOString()})`;
}
