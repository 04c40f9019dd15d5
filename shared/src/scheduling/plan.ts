import type { Availability, Policy } from '../contracts/availability.ts';
import type { AppointmentModality } from '../contracts/words.ts';

/** Everything that a psychologist's openings come from, beside what already blocks time. */
export interface Plan {
  readonly availability: Availability;
  /** Local dates that are public holidays; closed where `availability.holidaysClosed` (rule B3). */
  readonly holidays: ReadonlySet<string>;
  readonly policy: Pick<
    Policy,
    | 'durationMinutes'
    | 'stepMinutes'
    | 'bufferBeforeMinutes'
    | 'bufferAfterMinutes'
    | 'noticeMinutes'
    | 'horizonDays'
  >;
  /** The forms of contact that the psychologist offers at all. */
  readonly modalities: readonly AppointmentModality[];
}

/** A stretch of time that is taken, `[startsAt, endsAt)` in epoch milliseconds, its own buffers in it. */
export interface Blocked {
  readonly startsAt: number;
  readonly endsAt: number;
  /** Told apart only for the reason given (rule B5); absent: an appointment. */
  readonly source?: 'appointment' | 'external' | undefined;
}

interface Booking {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Only windows that offer this form count; absent: every window. */
  readonly modality?: AppointmentModality | undefined;
  /** The policy's when absent. */
  readonly durationMinutes?: number | undefined;
}

/** Which openings are asked for: those that start on these dates, inclusive. */
export interface OpeningsQuery extends Booking {
  readonly from: string;
  readonly to: string;
  /** The zone whose dates they are; absent: the psychologist's. */
  readonly datesIn?: string | undefined;
}

/** One start time that somebody wants. */
export interface StartQuery extends Booking {
  /** Epoch milliseconds. */
  readonly startsAt: number;
}
