import type { Availability } from '@gabinet/shared/contracts/availability';

/** Open hours for the gallery. */
export function availabilityOf(): Availability {
  return {
    zones: [{ from: null, zone: 'Europe/Warsaw' }],
    rules: [
      { weekday: 1, start: '09:00', end: '15:00' },
      { weekday: 2, start: '12:00', end: '20:00' },
      { weekday: 3, start: '09:00', end: '13:00' },
      { weekday: 3, start: '15:00', end: '19:00', modalities: ['video', 'audio'] },
      { weekday: 4, start: '09:00', end: '19:00' },
    ],
    exceptions: [
      { date: '2027-01-15', windows: [{ start: '09:00', end: '14:00' }] },
      { date: '2027-02-01', windows: [] },
    ],
    holidaysClosed: true,
  };
}
