import type { Catalogue } from '../catalogue.ts';
import type { pl } from './pl.ts';

export const en: Catalogue<typeof pl> = {
  'account.title': 'My account',
};
