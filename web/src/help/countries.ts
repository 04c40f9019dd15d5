/**
 * The country a time zone is in, as far as the crisis page lists it: enough to put the right numbers
 * first, without asking for a place. Only what is certain is here; unknown zones change nothing.
 */
const zones: Record<string, string> = {
  'Europe/Warsaw': 'PL',
  'Europe/Kyiv': 'UA',
  'Europe/Kiev': 'UA',
  'Europe/Berlin': 'DE',
  'Europe/Vienna': 'AT',
  'Europe/Prague': 'CZ',
  'Europe/Bratislava': 'SK',
  'Europe/Vilnius': 'LT',
  'Europe/London': 'GB',
  'Europe/Dublin': 'IE',
  'Europe/Paris': 'FR',
  'Europe/Madrid': 'ES',
  'Europe/Rome': 'IT',
  'Europe/Amsterdam': 'NL',
  'Europe/Brussels': 'BE',
  'Europe/Stockholm': 'SE',
  'Europe/Copenhagen': 'DK',
  'Europe/Oslo': 'NO',
  'America/New_York': 'US',
  'America/Chicago': 'US',
  'America/Denver': 'US',
  'America/Los_Angeles': 'US',
  'America/Toronto': 'CA',
};

/** ISO 3166 code of where the reader's clock says they are; undefined when that isn't clear. */
export function countryOfZone(zone: string): string | undefined {
  return zones[zone];
}
