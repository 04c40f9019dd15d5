import type { DayAppointment } from '@gabinet/shared/contracts/http';

/** What the day's page tells about its appointments. */

type Person = DayAppointment['people'][number];

export interface WaitingPerson {
  person: Person;
  appointment: DayAppointment;
}

/** Who waits, the longest first. */
export function whoWaits(appointments: readonly DayAppointment[]): WaitingPerson[] {
  return appointments
    .flatMap((appointment) =>
      appointment.people
        .filter(({ presence }) => presence === 'waiting')
        .map((person) => ({ person, appointment })),
    )
    .sort((one, other) => (one.person.arrivedAt ?? 0) - (other.person.arrivedAt ?? 0));
}

export type AgendaRow =
  | { row: 'now' }
  | { row: 'gap'; from: number; to: number }
  | { row: 'appointment'; appointment: DayAppointment; standing: 'past' | 'now' | 'later' };

export function standing(appointment: DayAppointment, now: number): 'past' | 'now' | 'later' {
  if (appointment.phase === 'ended') return 'past';
  if (appointment.phase === 'live') return 'now';
  if (appointment.endsAt <= now) return 'past';
  return appointment.startsAt <= now ? 'now' : 'later';
}

/** The day in order, with a line for now before what is not over. No line where all is ahead or over. */
export function agenda(appointments: readonly DayAppointment[], now: number): AgendaRow[] {
  const inOrder = [...appointments].sort((one, other) => one.startsAt - other.startsAt);
  const rows: AgendaRow[] = inOrder.map((appointment) => ({
    row: 'appointment',
    appointment,
    standing: standing(appointment, now),
  }));
  const first = rows.findIndex((row) => row.row === 'appointment' && row.standing !== 'past');
  if (first > 0) rows.splice(first, 0, { row: 'now' });
  return rows;
}

/** Shorter ones are a breath, not free time. */
const shortestGapMs = 20 * 60_000;

/** The agenda with what lies free between two appointments; the line for now comes after it. */
export function agendaWithGaps(appointments: readonly DayAppointment[], now: number): AgendaRow[] {
  const rows: AgendaRow[] = [];
  let freeFrom: number | null = null;
  for (const row of agenda(appointments, now)) {
    if (row.row === 'appointment') {
      const { startsAt, endsAt } = row.appointment;
      if (freeFrom !== null && startsAt - freeFrom >= shortestGapMs) {
        const gap: AgendaRow = { row: 'gap', from: freeFrom, to: startsAt };
        const before = rows.at(-1)?.row === 'now' ? rows.length - 1 : rows.length;
        rows.splice(before, 0, gap);
      }
      freeFrom = Math.max(freeFrom ?? endsAt, endsAt);
    }
    rows.push(row);
  }
  return rows;
}

/** The appointment that comes next: the first that has not begun. */
export function nextUp(
  appointments: readonly DayAppointment[],
  now: number,
): DayAppointment | undefined {
  return appointments
    .filter((one) => standing(one, now) === 'later')
    .sort((one, other) => one.startsAt - other.startsAt)[0];
}
