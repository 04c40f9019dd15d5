export const pl = {
  'intake.title': 'Zanim się spotkamy',
} as const;
