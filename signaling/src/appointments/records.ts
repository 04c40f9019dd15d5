import type {
  AppointmentModality,
  AppointmentStatus,
  Modality,
  Phase,
  Role,
} from '@gabinet/shared/contracts/words';

/** An appointment as its rows say, with the people in it. Instants are epoch milliseconds. */
export interface AppointmentRecord {
  readonly appointmentId: string;
  readonly practiceId: string;
  readonly psychologistId: string;
  readonly status: AppointmentStatus;
  readonly modality: AppointmentModality;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly blockedFrom: number;
  readonly blockedTo: number;
  /** The psychologist's zone when it was booked. */
  readonly zone: string;
  readonly sequence: number;
  readonly series: SeriesPlace | null;
  readonly moved: boolean;
  readonly holdExpiresAt: number | null;
  readonly seats: number | null;
  readonly address: string | null;
  /** A deadline that a late move could not begin anew (rule B11); null: the start and the policy say it. */
  readonly cancelUntil: number | null;
  readonly intakeId: string | null;
  /** Of its session; null where there is none. */
  readonly phase: Phase | null;
  readonly people: readonly PersonRecord[];
}

interface SeriesPlace {
  readonly seriesId: string;
  readonly everyWeeks: number;
  /** From 0. */
  readonly index: number;
  /** How many occurrences were asked for. */
  readonly of: number;
  readonly originalStart: number;
}

export interface PersonRecord {
  readonly participantId: string;
  readonly clientId: string | null;
  readonly psychologistId: string | null;
  readonly role: Role;
  readonly displayName: string;
  readonly ceiling: Modality;
  readonly declined: boolean;
  /** Taken out by staff. */
  readonly removed: boolean;
}

/** Statuses of what takes up time. */
export const liveStatuses = ['hold', 'requested', 'confirmed'] as const;

export function isLive(record: AppointmentRecord): boolean {
  return liveStatuses.some((one) => one === record.status);
}

/** Who takes part beside the psychologist: not those who declined, nor were taken out. */
export function attending(record: AppointmentRecord): PersonRecord[] {
  return record.people.filter((one) => one.role !== 'psychologist' && !one.declined);
}

export function attendingClientIds(record: AppointmentRecord): string[] {
  return attending(record).flatMap((one) => (one.clientId === null ? [] : [one.clientId]));
}

/** Forms that are met in live, with a session behind them. */
const liveModalities: readonly string[] = ['chat', 'audio', 'video'] satisfies Modality[];

/** The session's form of an appointment; null for `office` and `message`, which have no session. */
export function sessionModality(modality: AppointmentModality): Modality | null {
  return isModality(modality) ? modality : null;
}

function isModality(modality: AppointmentModality): modality is Modality {
  return liveModalities.includes(modality);
}

/**
 * How much a client reveals at most (rule S8) by having chosen a form: who comes in person has agreed to
 * be seen and heard, who writes letters to neither.
 */
export function ceilingOf(modality: AppointmentModality): Modality {
  return sessionModality(modality) ?? (modality === 'office' ? 'video' : 'chat');
}

/** Interpreters and supervisors take part without a seat of a group. */
export function countsAsMember(person: { readonly role: Role }): boolean {
  return person.role !== 'interpreter' && person.role !== 'supervisor';
}
