import type { CrisisContact } from '../contracts/intake.ts';
import type { Language } from '../contracts/words.ts';

/**
 * The crisis contacts that a new practice begins with (rule K1). None of them was called by us:
 * `verifiedOn` is null, which means "verify before use", until somebody of the practice has done so.
 */

type Text = Record<Language, string>;

/** Whom a line is for; the same words for the same need in every country. */
const needs = {
  emergency: {
    pl: 'Numer alarmowy',
    en: 'Emergency number',
    uk: 'Номер екстреної допомоги',
    ru: 'Номер экстренной помощи',
  },
  ambulance: { pl: 'Pogotowie', en: 'Ambulance', uk: 'Швидка допомога', ru: 'Скорая помощь' },
  adults: {
    pl: 'Dorośli w kryzysie',
    en: 'Adults in crisis',
    uk: 'Дорослі в кризі',
    ru: 'Взрослые в кризисе',
  },
  emotional: {
    pl: 'Wsparcie w trudnym czasie',
    en: 'Support in a hard time',
    uk: 'Підтримка у важкий час',
    ru: 'Поддержка в трудное время',
  },
  suicide: {
    pl: 'Myśli samobójcze',
    en: 'Thoughts of suicide',
    uk: 'Думки про самогубство',
    ru: 'Мысли о самоубийстве',
  },
  children: {
    pl: 'Dzieci i młodzież',
    en: 'Children and teenagers',
    uk: 'Діти й підлітки',
    ru: 'Дети и подростки',
  },
  childInNeed: {
    pl: 'Dziecko potrzebuje pomocy',
    en: 'A child needs help',
    uk: 'Дитині потрібна допомога',
    ru: 'Ребёнку нужна помощь',
  },
  violence: {
    pl: 'Przemoc w domu',
    en: 'Violence at home',
    uk: 'Насильство вдома',
    ru: 'Насилие дома',
  },
} as const satisfies Record<string, Text>;

/** Who answers, in Polish lines by its own name; elsewhere the name of the line is the same in every language. */
const polish = {
  centre: {
    pl: 'Centrum Wsparcia',
    en: 'Support Centre',
    uk: 'Центр підтримки',
    ru: 'Центр поддержки',
  },
  adults: {
    pl: 'Kryzysowy telefon zaufania dla dorosłych',
    en: 'Crisis helpline for adults',
    uk: 'Кризовий телефон довіри для дорослих',
    ru: 'Кризисный телефон доверия для взрослых',
  },
  children: {
    pl: 'Telefon zaufania dla dzieci i młodzieży',
    en: 'Helpline for children and teenagers',
    uk: 'Телефон довіри для дітей і підлітків',
    ru: 'Телефон доверия для детей и подростков',
  },
  ombudsman: {
    pl: 'Dziecięcy Telefon Zaufania Rzecznika Praw Dziecka',
    en: "Children's helpline of the Ombudsman for Children",
    uk: 'Дитячий телефон довіри Уповноваженого з прав дитини',
    ru: 'Детский телефон доверия Уполномоченного по правам ребёнка',
  },
  blueLine: { pl: 'Niebieska Linia', en: 'Blue Line', uk: 'Блакитна лінія', ru: 'Голубая линия' },
} as const satisfies Record<string, Text>;

const dayAndNight: Text = {
  pl: 'cała doba',
  en: 'day and night',
  uk: 'цілодобово',
  ru: 'круглосуточно',
};

type Need = keyof typeof needs;
/** Number, whom it is for, who answers, and whether day and night. */
type Line = readonly [number: string, need: Need, who: string | Text, always: boolean];

/** 112 alone is listed for the other countries of the European Union. */
const onlyEmergency = [
  'BG',
  'CY',
  'EE',
  'FI',
  'GR',
  'HR',
  'HU',
  'LU',
  'LV',
  'MT',
  'PT',
  'RO',
  'SI',
];

const lines: Readonly<Record<string, readonly Line[]>> = {
  PL: [
    ['112', 'emergency', '', true],
    ['800 70 2222', 'adults', polish.centre, true],
    ['116 111', 'children', polish.children, true],
    ['116 123', 'emotional', polish.adults, false],
    ['800 12 12 12', 'childInNeed', polish.ombudsman, true],
    ['800 12 00 02', 'violence', polish.blueLine, true],
  ],
  UA: [
    ['112', 'emergency', '', true],
    ['103', 'ambulance', '', true],
    ['7333', 'suicide', 'Lifeline Ukraine', true],
    ['116 111', 'children', 'La Strada', false],
  ],
  DE: [
    ['112', 'emergency', '', true],
    ['0800 111 0 111', 'emotional', 'TelefonSeelsorge', true],
    ['116 111', 'children', 'Nummer gegen Kummer', false],
    ['116 016', 'violence', 'Hilfetelefon', true],
  ],
  AT: [
    ['112', 'emergency', '', true],
    ['142', 'emotional', 'Telefonseelsorge', true],
    ['147', 'children', 'Rat auf Draht', true],
  ],
  CZ: [
    ['112', 'emergency', '', true],
    ['116 123', 'emotional', 'Linka první psychické pomoci', true],
    ['116 111', 'children', 'Linka bezpečí', true],
  ],
  SK: [
    ['112', 'emergency', '', true],
    ['116 111', 'children', 'Linka detskej istoty', true],
  ],
  LT: [
    ['112', 'emergency', '', true],
    ['116 111', 'children', 'Vaikų linija', false],
  ],
  GB: [
    ['999', 'emergency', '', true],
    ['116 123', 'emotional', 'Samaritans', true],
    ['0800 1111', 'children', 'Childline', true],
  ],
  IE: [
    ['112', 'emergency', '', true],
    ['116 123', 'emotional', 'Samaritans', true],
    ['1800 66 66 66', 'children', 'Childline', true],
  ],
  FR: [
    ['112', 'emergency', '', true],
    ['3114', 'suicide', '3114', true],
    ['119', 'childInNeed', 'Allô Enfance en danger', true],
  ],
  ES: [
    ['112', 'emergency', '', true],
    ['024', 'suicide', 'Línea 024', true],
    ['016', 'violence', '016', true],
  ],
  IT: [
    ['112', 'emergency', '', true],
    ['114', 'childInNeed', 'Emergenza Infanzia', true],
    ['1522', 'violence', '1522', true],
  ],
  NL: [
    ['112', 'emergency', '', true],
    ['113', 'suicide', '113 Zelfmoordpreventie', true],
  ],
  BE: [
    ['112', 'emergency', '', true],
    ['1813', 'suicide', 'Zelfmoordlijn', true],
    ['107', 'emotional', 'Télé-Accueil', true],
  ],
  SE: [
    ['112', 'emergency', '', true],
    ['90101', 'suicide', 'Mind', true],
    ['116 111', 'children', 'Bris', true],
  ],
  DK: [
    ['112', 'emergency', '', true],
    ['116 111', 'children', 'BørneTelefonen', false],
  ],
  NO: [
    ['112', 'emergency', '', true],
    ['113', 'ambulance', '', true],
    ['116 123', 'emotional', 'Mental Helse', true],
  ],
  US: [
    ['911', 'emergency', '', true],
    ['988', 'suicide', '988 Suicide & Crisis Lifeline', true],
  ],
  CA: [
    ['911', 'emergency', '', true],
    ['988', 'suicide', '9-8-8', true],
  ],
};

function contact(country: string, [number, need, who, always]: Line): CrisisContact {
  return {
    country,
    number,
    name: needs[need],
    who: typeof who === 'string' ? (who === '' ? {} : { en: who }) : who,
    hours: always ? dayAndNight : {},
    verifiedOn: null,
  };
}

/** Every shipped contact, the emergency number of each country first. */
export const defaultCrisisContacts: readonly CrisisContact[] = [
  ...Object.entries(lines).flatMap(([country, list]) => list.map((line) => contact(country, line))),
  ...onlyEmergency.map((country) => contact(country, ['112', 'emergency', '', true])),
];

/** After so many days a contact is to be called again. */
const verifiedForDays = 90;

/** Whether somebody should call the contacts: one was never verified, or too long ago. `now`: epoch ms. */
export function verificationDue(contacts: readonly CrisisContact[], now: number): boolean {
  const oldest = now - verifiedForDays * 86_400_000;
  return contacts.some(({ verifiedOn }) => verifiedOn === null || Date.parse(verifiedOn) < oldest);
}
