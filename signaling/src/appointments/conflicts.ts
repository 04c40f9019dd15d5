import { AppError, type Conflict, type ErrorCode } from '@gabinet/shared/contracts/errors';

/** A stretch of time that stands in the way, `[startsAt, endsAt)`. */
export interface Obstacle {
  readonly startsAt: number;
  readonly endsAt: number;
}

/**
 * One conflict with its sentence (rule B5). What stands in the way is named by its time for staff, who
 * see that calendar anyway; clients learn only that the time is taken. Nobody's name is ever in it.
 */
export function conflictOf(
  wish: { readonly index: number; readonly startsAt: number; readonly endsAt: number },
  reason: Conflict['reason'],
  zone: string,
  obstacle?: Obstacle,
): Conflict {
  const when = `On ${dayOf(wish.startsAt, zone)} at ${timeOf(wish.startsAt, zone)} (${zone})`;
  const during =
    obstacle === undefined
      ? ''
      : `, from ${timeOf(obstacle.startsAt, zone)} to ${timeOf(obstacle.endsAt, zone)}`;
  return {
    index: wish.index,
    startsAt: wish.startsAt,
    endsAt: wish.endsAt,
    reason,
    sentence: `${when} ${sentences[reason]}${during}.`,
  };
}

const sentences: Readonly<Record<Conflict['reason'], string>> = {
  busy: 'another appointment is in the way',
  external: 'an event of an outside calendar is in the way',
  'participant-busy': 'someone who would take part has another appointment',
  holiday: 'the practice is closed for a public holiday',
  outside: 'there are no open hours for it',
  notice: 'it is too late to book',
  horizon: 'it is too early to book',
  modality: 'this form of contact is not offered',
  full: 'every seat of the group is taken',
};

/** What cannot be booked whatever is skipped comes first; then what is taken; then who is busy. */
const codes: readonly (readonly [readonly Conflict['reason'][], ErrorCode])[] = [
  [['busy', 'external'], 'OPENING_TAKEN'],
  [['participant-busy'], 'PARTICIPANT_BUSY'],
  [['full'], 'GROUP_FULL'],
  [['modality'], 'MODALITY_NOT_OFFERED'],
];

/** The refusal that carries every conflict. */
export function refusalOf(conflicts: readonly Conflict[]): AppError {
  const code =
    codes.find(([reasons]) => conflicts.some((one) => reasons.includes(one.reason)))?.[1] ??
    'OPENING_NOT_OFFERED';
  return new AppError(code, { conflicts });
}

function dayOf(at: number, zone: string): string {
  return zoned(at, zone).toLocaleString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
}

function timeOf(at: number, zone: string): string {
  return zoned(at, zone).toPlainTime().toString({ smallestUnit: 'minute' });
}

function zoned(at: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}
