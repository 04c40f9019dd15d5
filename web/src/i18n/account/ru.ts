import type { Catalogue } from '../catalogue.ts';
import type { pl } from './pl.ts';

export const ru: Catalogue<typeof pl> = {
  'account.title': 'Моя учётная запись',
};
