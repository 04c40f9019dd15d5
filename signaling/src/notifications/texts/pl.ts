import { plural, type Wording } from './wording.ts';

const locale = 'pl';
const count = (one: string, few: string, many: string) =>
  plural(locale, { one, few, many, other: many });
const appointments = count('# spotkanie', '# spotkania', '# spotkań');

export const pl: Wording = {
  locale,
  modality: {
    video: 'wideo',
    audio: 'rozmowa głosowa',
    chat: 'pisanie na żywo',
    office: 'w gabinecie',
    message: 'listy',
  },
  eventTitle: (modality) => `Spotkanie (${modality})`,
  feedName: 'Spotkania',
  subject: {
    requested: (when) => `Prośba o spotkanie: ${when}`,
    confirmed: (when) => `Spotkanie: ${when}`,
    declined: (when) => `Niemożliwe: spotkanie ${when}`,
    moved: (when) => `Nowy termin spotkania: ${when}`,
    'modality-changed': (when) => `Zmiana: spotkanie ${when}`,
    cancelled: (when) => `Odwołane: spotkanie ${when}`,
    'late-cancelled': (when) => `Odwołane: spotkanie ${when}`,
    left: (when) => `Zmiana uczestników: spotkanie ${when}`,
    joined: (when) => `Miejsce: spotkanie ${when}`,
    reminder: (when) => `Przypomnienie: spotkanie ${when}`,
  },
  subjectOfMany: {
    requested: (n, first) => `Prośba o ${appointments(n)}, pierwsze: ${first}`,
    confirmed: (n, first) => `${appointments(n)}, pierwsze: ${first}`,
    declined: (n, first) => `Niemożliwe: ${appointments(n)}, pierwsze: ${first}`,
    moved: (n, first) => `Nowe terminy: ${appointments(n)}, pierwsze: ${first}`,
    'modality-changed': (n, first) => `Zmiana: ${appointments(n)}, pierwsze: ${first}`,
    cancelled: (n, first) => `Odwołane: ${appointments(n)}, pierwsze: ${first}`,
    'late-cancelled': (n, first) => `Odwołane: ${appointments(n)}, pierwsze: ${first}`,
    left: (n, first) => `Zmiana uczestników: ${appointments(n)}, pierwsze: ${first}`,
    joined: (n, first) => `Miejsce: ${appointments(n)}, pierwsze: ${first}`,
    reminder: (n, first) => `Przypomnienie: ${appointments(n)}, pierwsze: ${first}`,
  },
  neutralSubject: 'Wiadomość dla Ciebie',
  greeting: 'Dzień dobry,',
  toClient: {
    requested: {
      one: 'mamy Twoją prośbę o spotkanie. Termin jest dla Ciebie zarezerwowany; gdy tylko przyjdzie odpowiedź, dostaniesz wiadomość.',
      many: count(
        'mamy Twoją prośbę o # spotkanie. Termin jest dla Ciebie zarezerwowany; gdy tylko przyjdzie odpowiedź, dostaniesz wiadomość.',
        'mamy Twoją prośbę o # spotkania. Terminy są dla Ciebie zarezerwowane; gdy tylko przyjdzie odpowiedź, dostaniesz wiadomość.',
        'mamy Twoją prośbę o # spotkań. Terminy są dla Ciebie zarezerwowane; gdy tylko przyjdzie odpowiedź, dostaniesz wiadomość.',
      ),
    },
    confirmed: {
      one: 'Twoje spotkanie jest potwierdzone.',
      many: count(
        'Twoje # spotkanie jest potwierdzone.',
        'Twoje # spotkania są potwierdzone.',
        'Twoich # spotkań jest potwierdzonych.',
      ),
    },
    declined: {
      one: 'termin, o który prosisz, niestety nie jest możliwy. Możesz wybrać inny.',
      many: count(
        '# termin, o który prosisz, niestety nie jest możliwy. Możesz wybrać inny.',
        '# terminy, o które prosisz, niestety nie są możliwe. Możesz wybrać inne.',
        '# terminów, o które prosisz, niestety nie jest możliwych. Możesz wybrać inne.',
      ),
    },
    moved: {
      one: 'Twoje spotkanie ma nowy termin.',
      many: count(
        '# Twoje spotkanie ma nowy termin.',
        '# Twoje spotkania mają nowe terminy.',
        '# Twoich spotkań ma nowe terminy.',
      ),
    },
    'modality-changed': {
      one: 'zmieniła się forma kontaktu Twojego spotkania.',
      many: count(
        'zmieniła się forma kontaktu # spotkania.',
        'zmieniła się forma kontaktu # spotkań.',
        'zmieniła się forma kontaktu # spotkań.',
      ),
    },
    cancelled: {
      one: 'to spotkanie jest odwołane. Nie odbędzie się.',
      many: count(
        '# spotkanie jest odwołane. Nie odbędzie się.',
        '# spotkania są odwołane. Nie odbędą się.',
        '# spotkań jest odwołanych. Nie odbędą się.',
      ),
    },
    'late-cancelled': {
      one: 'to spotkanie jest odwołane. Nie odbędzie się. Odwołanie nastąpiło po umówionym czasie.',
      many: count(
        '# spotkanie jest odwołane. Nie odbędzie się. Odwołanie nastąpiło po umówionym czasie.',
        '# spotkania są odwołane. Nie odbędą się. Odwołanie nastąpiło po umówionym czasie.',
        '# spotkań jest odwołanych. Nie odbędą się. Odwołanie nastąpiło po umówionym czasie.',
      ),
    },
    left: {
      one: 'nie bierzesz już udziału w tym spotkaniu. Nie musisz nic więcej robić.',
      many: count(
        'nie bierzesz już udziału w # spotkaniu. Nie musisz nic więcej robić.',
        'nie bierzesz już udziału w # spotkaniach. Nie musisz nic więcej robić.',
        'nie bierzesz już udziału w # spotkaniach. Nie musisz nic więcej robić.',
      ),
    },
    joined: {
      one: 'masz miejsce na tym spotkaniu.',
      many: count(
        'masz miejsce na # spotkaniu.',
        'masz miejsce na # spotkaniach.',
        'masz miejsce na # spotkaniach.',
      ),
    },
    reminder: {
      one: 'przypominamy o Twoim spotkaniu.',
      many: count(
        'przypominamy o # spotkaniu.',
        'przypominamy o # spotkaniach.',
        'przypominamy o # spotkaniach.',
      ),
    },
  },
  toPsychologist: {
    requested: {
      one: 'ktoś prosi o spotkanie. Potwierdź je lub odrzuć w kalendarzu.',
      many: count(
        'ktoś prosi o # spotkanie. Potwierdź je lub odrzuć w kalendarzu.',
        'ktoś prosi o # spotkania. Potwierdź je lub odrzuć w kalendarzu.',
        'ktoś prosi o # spotkań. Potwierdź je lub odrzuć w kalendarzu.',
      ),
    },
    confirmed: {
      one: 'w Twoim kalendarzu jest potwierdzone spotkanie.',
      many: count(
        'w Twoim kalendarzu jest # potwierdzone spotkanie.',
        'w Twoim kalendarzu są # potwierdzone spotkania.',
        'w Twoim kalendarzu jest # potwierdzonych spotkań.',
      ),
    },
    declined: {
      one: 'prośba o spotkanie została odrzucona. Termin jest znów wolny.',
      many: count(
        'prośba o # spotkanie została odrzucona. Termin jest znów wolny.',
        'prośba o # spotkania została odrzucona. Terminy są znów wolne.',
        'prośba o # spotkań została odrzucona. Terminy są znów wolne.',
      ),
    },
    moved: {
      one: 'spotkanie w Twoim kalendarzu ma nowy termin.',
      many: count(
        '# spotkanie w Twoim kalendarzu ma nowy termin.',
        '# spotkania w Twoim kalendarzu mają nowe terminy.',
        '# spotkań w Twoim kalendarzu ma nowe terminy.',
      ),
    },
    'modality-changed': {
      one: 'zmieniła się forma kontaktu spotkania.',
      many: count(
        'zmieniła się forma kontaktu # spotkania.',
        'zmieniła się forma kontaktu # spotkań.',
        'zmieniła się forma kontaktu # spotkań.',
      ),
    },
    cancelled: {
      one: 'spotkanie zostało odwołane. Termin jest znów wolny.',
      many: count(
        '# spotkanie zostało odwołane. Termin jest znów wolny.',
        '# spotkania zostały odwołane. Terminy są znów wolne.',
        '# spotkań zostało odwołanych. Terminy są znów wolne.',
      ),
    },
    'late-cancelled': {
      one: 'spotkanie zostało odwołane po umówionym czasie. Termin jest znów wolny.',
      many: count(
        '# spotkanie zostało odwołane po umówionym czasie. Termin jest znów wolny.',
        '# spotkania zostały odwołane po umówionym czasie. Terminy są znów wolne.',
        '# spotkań zostało odwołanych po umówionym czasie. Terminy są znów wolne.',
      ),
    },
    left: {
      one: 'ktoś nie przyjdzie na spotkanie. Spotkanie zostaje w Twoim kalendarzu.',
      many: count(
        'ktoś nie przyjdzie na # spotkanie. Zostaje ono w Twoim kalendarzu.',
        'ktoś nie przyjdzie na # spotkania. Zostają one w Twoim kalendarzu.',
        'ktoś nie przyjdzie na # spotkań. Zostają one w Twoim kalendarzu.',
      ),
    },
    joined: {
      one: 'ktoś ma miejsce na spotkaniu w Twoim kalendarzu.',
      many: count(
        'ktoś ma miejsce na # spotkaniu w Twoim kalendarzu.',
        'ktoś ma miejsce na # spotkaniach w Twoim kalendarzu.',
        'ktoś ma miejsce na # spotkaniach w Twoim kalendarzu.',
      ),
    },
  },
  labels: {
    when: 'Termin',
    before: 'Dotychczas',
    form: 'Forma kontaktu',
    psychologist: 'Z kim',
    practice: 'Poradnia',
    address: 'Adres',
  },
  inZone: (time, place, zoneName) => `${time}, ${place} (${zoneName})`,
  join: 'Twój osobisty link do tego spotkania. Jest tylko dla Ciebie:',
  joinMany:
    'Pod każdym terminem jest Twój osobisty link do tego spotkania. Linki są tylko dla Ciebie.',
  cancelUntil: (when) => `W porę możesz je przenieść lub odwołać do: ${when}.`,
  cancelMany:
    'Każde z nich możesz przenieść lub odwołać. Na Twojej stronie jest napisane, do kiedy.',
  cancelPassed: 'Nadal możesz odwołać spotkanie, ale umówiony na to czas już minął.',
  ownPage: 'Twoja strona, na której zmienisz lub odwołasz:',
  askPractice: (phone) => `Możesz też zadzwonić do poradni: ${phone}.`,
  calendarPage: 'Twój kalendarz:',
  codes: {
    'intake-code': {
      subject: 'Twój kod',
      paragraphs: ({ code, link }) => [
        'Dzień dobry,',
        `Twój kod to ${code}. Wpisz go na stronie, którą masz otwartą. Jest ważny dziesięć minut.`,
        `Jeśli ta strona jest już zamknięta, wrócisz do niej tym linkiem: ${link}`,
        'Jeśli to nie Ty prosisz o kod, nie musisz nic robić.',
      ],
    },
    'client-code': {
      subject: 'Twój kod',
      paragraphs: ({ code }) => [
        'Dzień dobry,',
        `Twój kod do otwarcia Twojej strony to ${code}. Jest ważny dziesięć minut. Nie podawaj go nikomu.`,
        'Jeśli to nie Ty prosisz o kod, nie musisz nic robić.',
      ],
    },
    'recovery-code': {
      subject: 'Twój kod do ponownego zalogowania',
      paragraphs: ({ code }) => [
        'Dzień dobry,',
        `Twój kod to ${code}. Jest ważny dziesięć minut. Potrzebny jest też jeden z Twoich kodów odzyskiwania.`,
        'Jeśli to nie Ty prosisz o kod, być może próbuje ktoś inny. Nic się jeszcze nie zmieniło; powiedz o tym osobie prowadzącej poradnię.',
      ],
    },
    'account-changed': {
      subject: 'Zmiana na Twoim koncie w Gabinecie',
      paragraphs: ({ link }) => [
        'Dzień dobry,',
        'przed chwilą zmieniono klucz dostępu albo kody odzyskiwania Twojego konta. Jeśli to Ty, nie trzeba nic robić.',
        'Jeśli nie, zaloguj się, wyloguj wszędzie, usuń to, czego nie znasz, i powiedz osobie, która prowadzi poradnię:',
        link,
      ],
    },
    'staff-invitation': {
      subject: 'Twoje konto w Gabinecie',
      paragraphs: ({ link, name }) => [
        'Dzień dobry,',
        `${name} zaprasza do pracy w Gabinecie poradni. Tym linkiem założysz konto; działa jeden raz:`,
        link,
        'Potrzebne jest urządzenie, które przechowa klucz dostępu: telefon, komputer lub klucz sprzętowy. Hasła nie ma.',
      ],
    },
    'booking-invitation': {
      subject: 'Wybierz termin',
      paragraphs: ({ link, name }) => [
        'Dzień dobry,',
        `${name} zaprasza do wybrania terminu. Ten link jest tylko dla Ciebie:`,
        link,
        'Wystarczy przeglądarka. Konto nie jest potrzebne.',
      ],
    },
    'duty-call': {
      subject: 'Zajrzyj na listę dyżuru',
      paragraphs: ({ link }) => [
        'Ktoś prosi o szybki telefon. Na liście dyżuru jest napisane, do kiedy:',
        link,
      ],
    },
    'letters-begun': {
      subject: 'Nowe listy do Ciebie',
      paragraphs: ({ link }) => [
        'Dzień dobry,',
        'ktoś chciałby pisać z Tobą listy. Pierwszy list czeka tutaj:',
        link,
      ],
    },
  },
};
