export const pl = {
  'calendar.title': 'Kalendarz',
} as const;
