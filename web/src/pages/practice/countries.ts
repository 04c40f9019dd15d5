import { locale } from '../../i18n/text.ts';

/** Countries that a practice here is likely to be in or to have clients in; any other is kept. */
const likely = [
  'PL',
  'UA',
  'DE',
  'CZ',
  'SK',
  'LT',
  'LV',
  'EE',
  'GB',
  'IE',
  'NL',
  'BE',
  'FR',
  'ES',
  'PT',
  'IT',
  'AT',
  'CH',
  'SE',
  'NO',
  'DK',
  'FI',
  'MD',
  'GE',
  'US',
  'CA',
] as const;

/** `PL` → `Polska` */
export function countryName(country: string): string {
  return new Intl.DisplayNames(locale(), { type: 'region' }).of(country) ?? country;
}

/** Countries to choose from by their names, in the reader's order. */
export function countryOptions(given: string): (readonly [code: string, name: string])[] {
  return [...new Set<string>([...likely, given])]
    .map((code) => [code, countryName(code)] as const)
    .sort(([, one], [, other]) => one.localeCompare(other, locale()));
}
