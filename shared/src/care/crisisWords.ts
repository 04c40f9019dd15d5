import type { Language } from '../contracts/words.ts';

/** The sentences of the crisis page, which is made without the app and its catalogues. */
export interface CrisisWords {
  readonly title: string;
  readonly lead: string;
  readonly emergency: string;
  readonly leave: string;
  readonly elsewhere: string;
  readonly verifiedOn: string;
  readonly unverified: string;
  readonly worksAlone: string;
  readonly language: string;
}

export const crisisWords: Record<Language, CrisisWords> = {
  pl: {
    title: 'Pomoc teraz',
    lead: 'Dotknij numeru, żeby zadzwonić. Nie trzeba wiedzieć, od czego zacząć.',
    emergency: 'Gdy czyjeś życie jest zagrożone: twoje albo kogoś obok.',
    leave: 'Wyjdź szybko',
    elsewhere: 'Numery w innych krajach',
    verifiedOn: 'Sprawdzono {{date}}.',
    unverified: 'Poradnia jeszcze nie sprawdziła tego numeru.',
    worksAlone: 'Ta strona działa także wtedy, gdy reszta serwisu nie działa.',
    language: 'Język',
  },
  en: {
    title: 'Help now',
    lead: 'Touch a number to call. You do not need to know where to begin.',
    emergency: 'When a life is in danger: yours or somebody else’s.',
    leave: 'Leave quickly',
    elsewhere: 'Numbers in other countries',
    verifiedOn: 'Checked on {{date}}.',
    unverified: 'The practice has not checked this number yet.',
    worksAlone: 'This page works even when the rest of the service does not.',
    language: 'Language',
  },
  uk: {
    title: 'Допомога зараз',
    lead: 'Торкніться номера, щоб зателефонувати. Не треба знати, з чого почати.',
    emergency: 'Коли чиєсь життя під загрозою: ваше або когось поруч.',
    leave: 'Швидко вийти',
    elsewhere: 'Номери в інших країнах',
    verifiedOn: 'Перевірено {{date}}.',
    unverified: 'Практика ще не перевірила цей номер.',
    worksAlone: 'Ця сторінка працює й тоді, коли решта сервісу не працює.',
    language: 'Мова',
  },
  ru: {
    title: 'Помощь сейчас',
    lead: 'Коснитесь номера, чтобы позвонить. Не нужно знать, с чего начать.',
    emergency: 'Когда чья-то жизнь в опасности: ваша или кого-то рядом.',
    leave: 'Быстро выйти',
    elsewhere: 'Номера в других странах',
    verifiedOn: 'Проверено {{date}}.',
    unverified: 'Практика ещё не проверила этот номер.',
    worksAlone: 'Эта страница работает и тогда, когда остальной сервис не работает.',
    language: 'Язык',
  },
};
