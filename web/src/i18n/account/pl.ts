export const pl = {
  'account.title': 'Moje konto',
} as const;
