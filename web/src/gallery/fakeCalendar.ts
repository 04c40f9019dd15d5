import type { CalendarAppointment } from '@gabinet/shared/contracts/appointments';
import type { CalendarChoice, CalendarData } from '../pages/calendar/appointments.ts';
import { galleryNow } from './fakes.ts';

/** A week of a psychologist's calendar, made up. */
export const minute = 60_000;
export const uuid = (last: number): string =>
  `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
export const zone = 'Europe/Warsaw';
/** So many hours after midnight of a day of January 2027 in Warsaw. */
export const at = (day: number, hour: number): number => Date.UTC(2027, 0, day, hour - 1);

export const chosen: CalendarChoice = {
  psychologistId: uuid(3),
  displayName: 'Anna Nowak',
  zone,
  own: true,
};

function appointment(
  last: number,
  day: number,
  hour: number,
  name: string,
  changes: Partial<CalendarAppointment> = {},
): CalendarAppointment {
  return {
    appointmentId: uuid(100 + last),
    psychologistId: uuid(3),
    status: 'confirmed',
    modality: 'video',
    startsAt: at(day, hour),
    endsAt: at(day, hour) + 50 * minute,
    sequence: 0,
    series: null,
    seats: null,
    address: null,
    holdExpiresAt: null,
    people: name
      ? [
          {
            participantId: uuid(200 + last),
            clientId: uuid(300 + last),
            role: 'client',
            displayName: name,
            declined: false,
          },
        ]
      : [],
    ...changes,
  };
}

const series = (last: number, index: number, of: number): CalendarAppointment['series'] => ({
  seriesId: uuid(400 + last),
  everyWeeks: 1,
  index,
  of,
  originalStart: at(14, 16),
  moved: false,
});
const couple = (one: CalendarAppointment, other: string): CalendarAppointment => ({
  ...one,
  people: [
    ...one.people,
    {
      ...(one.people[0] as CalendarAppointment['people'][0]),
      participantId: uuid(290),
      displayName: other,
      role: 'partner',
    },
  ],
});
export const marta = appointment(1, 14, 16, 'Marta Zielińska', { series: series(1, 12, 16) });

export function calendar(changes: Partial<CalendarData> = {}): CalendarData {
  return {
    zone,
    now: galleryNow,
    durationMinutes: 50,
    appointments: [
      appointment(2, 11, 9, 'Piotr Maj', { series: series(2, 3, 12) }),
      appointment(3, 11, 10, 'Kinga Wójt', { modality: 'audio' }),
      appointment(4, 12, 13, 'Ewa Kurek', { modality: 'audio', series: series(4, 5, 12) }),
      appointment(5, 12, 14, 'Marek Sowa', { modality: 'chat' }),
      appointment(6, 12, 17, 'Igor Zych', { seats: 8, series: series(6, 2, 8) }),
      appointment(7, 13, 9, 'Nadia Koval', { modality: 'chat' }),
      appointment(8, 14, 13, 'Oleksandra Bondar', { modality: 'chat', series: series(8, 2, 12) }),
      marta,
      couple(appointment(9, 14, 17, 'Hanna Lis'), 'Tomasz Lis'),
      appointment(10, 14, 18, 'Grzegorz Pawlak', { modality: 'audio' }),
      appointment(11, 15, 9, 'Zofia Baran', {
        modality: 'office',
        address: 'ul. Lipowa 12',
        series: series(11, 7, 12),
      }),
      appointment(12, 15, 10, 'Leon Mika', { status: 'requested' }),
      appointment(13, 15, 12, '', { status: 'hold', holdExpiresAt: galleryNow + 8 * minute }),
    ],
    external: [
      { startsAt: at(11, 11) + 30 * minute, endsAt: at(11, 13) - 20 * minute },
      { startsAt: at(13, 11), endsAt: at(13, 12) + 30 * minute },
      { startsAt: at(15, 15), endsAt: at(15, 18) },
    ],
    openHours: [
      { startsAt: at(11, 9), endsAt: at(11, 15), modalities: undefined },
      { startsAt: at(12, 12), endsAt: at(12, 20), modalities: undefined },
      { startsAt: at(13, 9), endsAt: at(13, 13), modalities: undefined },
      { startsAt: at(13, 15), endsAt: at(13, 19), modalities: undefined },
      { startsAt: at(14, 9), endsAt: at(14, 19), modalities: undefined },
      { startsAt: at(15, 9), endsAt: at(15, 14), modalities: undefined },
    ],
    holidays: [],
    ...changes,
  };
}

export const colleague: CalendarChoice = {
  ...chosen,
  psychologistId: uuid(4),
  displayName: 'Jan Wilk',
};
