export const pl = {
  'practice.title': 'Ustawienia poradni',
} as const;
