import type { CalendarAppointment } from '@gabinet/shared/contracts/appointments';
import type { Conflict } from '@gabinet/shared/contracts/errors';
import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { AppointmentModality } from '@gabinet/shared/contracts/words';
import type { PlainKey } from '../../i18n/catalogue.ts';
import { t } from '../../i18n/text.ts';
import type { IconName } from '../../ui/Icon.tsx';
import { dayInSentenceIn, timeRangeIn } from '../intake/times.ts';

/** What the calendar says of an appointment. */

export type CalendarData = HttpOutput<'calendar'>;
export type CalendarChoice = HttpOutput<'calendars'>['calendars'][number];

export const modalityIcons: Readonly<Record<AppointmentModality, IconName>> = {
  video: 'camera',
  audio: 'voice',
  chat: 'writing',
  office: 'chair',
  message: 'letter',
};

/** Whether it still takes up its time. */
export function isLive({ status }: CalendarAppointment): boolean {
  return status === 'hold' || status === 'requested' || status === 'confirmed';
}

/** Who comes: names, or a group with how many seats are taken. */
export function whoComes(appointment: CalendarAppointment): string {
  const people = appointment.people.filter(
    ({ role, declined }) => role !== 'psychologist' && !declined,
  );
  if (appointment.seats !== null) {
    return t('calendar.group', { taken: people.length, seats: appointment.seats });
  }
  if (people.length > 0) return people.map(({ displayName }) => displayName).join(', ');
  return appointment.status === 'hold' ? t('calendar.someoneBooking') : t('calendar.nobody');
}

/** The state in words, where it is another than "confirmed". */
export function stateWords(appointment: CalendarAppointment, zone: string): string | null {
  switch (appointment.status) {
    case 'hold':
      return appointment.holdExpiresAt === null
        ? t('calendar.held')
        : t('calendar.heldUntil', { time: timeIn(appointment.holdExpiresAt, zone) });
    case 'requested':
      return t('calendar.requested');
    case 'cancelled':
      return t('calendar.cancelled');
    case 'late_cancelled':
      return t('calendar.lateCancelled');
    case 'confirmed':
      return null;
  }
}

/** `16:00`, always with 24 hours, as a working calendar is read. */
export function timeIn(at: number, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
  })
    .format(at)
    .replace(/^0/, '');
}

/** `czwartek, 14 stycznia, 16:00–16:50` */
export function whenIn(one: { startsAt: number; endsAt: number }, zone: string): string {
  const now = Date.now();
  return `${dayInSentenceIn(one.startsAt, zone, now)}, ${timeRangeIn(one.startsAt, one.endsAt, zone)}`;
}

const reasons: Readonly<Record<Conflict['reason'], PlainKey>> = {
  busy: 'conflict.busy',
  external: 'conflict.external',
  'participant-busy': 'conflict.participantBusy',
  holiday: 'conflict.holiday',
  outside: 'conflict.outside',
  notice: 'conflict.notice',
  horizon: 'conflict.horizon',
  modality: 'conflict.modality',
  full: 'conflict.full',
};

/** One thing in the way, as a sentence in the reader's language; no client is named. */
export function conflictSentence(conflict: Conflict, zone: string): string {
  return t(reasons[conflict.reason], { when: whenIn(conflict, zone) });
}

/** `co tydzień, 3 z 12` */
export function seriesWords(series: NonNullable<CalendarAppointment['series']>): string {
  const place = t('calendar.seriesPlace', { index: series.index, of: series.of });
  const rhythm = series.everyWeeks === 1 ? t('calendar.weekly') : t('calendar.fortnightly');
  return `${rhythm}, ${place}`;
}
