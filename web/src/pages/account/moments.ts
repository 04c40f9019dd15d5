import { locale } from '../../i18n/text.ts';

/** `14 stycznia 2027` */
export function date(at: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'long' }).format(at);
}

/** `14 sty 2027, 16:00` */
export function moment(at: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}
