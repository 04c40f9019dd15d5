import type { Catalogue } from '../catalogue.ts';
import type { pl } from './pl.ts';

export const uk: Catalogue<typeof pl> = {
  'calendar.title': 'Календар',
};
