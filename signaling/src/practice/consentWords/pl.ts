import type { ConsentWords } from './words.ts';

export const pl: ConsentWords = {
  titles: {
    video: 'Zgoda na spotkania wideo',
    audio: 'Zgoda na spotkania głosowe',
    chat: 'Zgoda na spotkania na piśmie',
    office: 'Zgoda na spotkania w gabinecie',
    message: 'Zgoda na listy',
  },
  forms: {
    video:
      'Ty i psycholog widzicie się i słyszycie przez internet o umówionej porze. W każdej chwili możesz wyłączyć kamerę albo przejść na głos lub pisanie. Obraz i dźwięk przechodzą w postaci zaszyfrowanej przez serwer poradni, który je przekazuje i niczego z nich nie zachowuje.',
    audio:
      'Ty i psycholog słyszycie się przez internet o umówionej porze. Nikt nie prosi o kamerę, a serwer odrzuca obraz od ciebie, dopóki sam lub sama na niego nie pozwolisz. Dźwięk przechodzi w postaci zaszyfrowanej przez serwer poradni, który go przekazuje i nie zachowuje.',
    chat: 'Ty i psycholog piszecie do siebie o umówionej porze, bez obrazu i dźwięku. Połączenie jest szyfrowane. To, co piszecie, przechodzi przez serwer poradni; to, co z tego zachowa, jest zaszyfrowane.',
    office:
      'Ty i psycholog spotykacie się osobiście, pod adresem poradni. Serwis przechowuje czas i miejsce spotkania oraz to, jak można się z tobą skontaktować.',
    message:
      'Ty i psycholog piszecie do siebie listy, bez umówionej pory. Listy są szyfrowane, zanim zostaną zapisane. Na odpowiedź czeka się kilka dni. Nikt nie czuwa nad listami w nagłych sprawach: jeśli zagrożone jest życie lub zdrowie, zadzwoń pod 112 albo inny numer ze strony pomocy.',
  },
  live: 'Wybierz miejsce, w którym nikt inny cię nie słyszy, i powiedz, jeśli ktoś jest obok. Psycholog robi to samo. Nie da się wykluczyć, że urządzenie po drugiej stronie nagrywa; ten serwis nikomu nie daje takiej możliwości.',
  all: [
    'Nic nie jest nagrywane: ani obraz, ani dźwięk. Przechowywane są terminy spotkań, wybrana forma i dane do kontaktu. To, co piszesz o sobie i jak można się z tobą skontaktować, jest szyfrowane przed zapisaniem.',
    'Pomoc przez internet nie pasuje do każdej sytuacji, na przykład do nagłego kryzysu albo myśli samobójczych. Psycholog może zaproponować inną pomoc.',
    'Możesz wycofać tę zgodę w każdej chwili i bez podania powodu: wystarczy powiedzieć to psychologowi albo poradni. To, co wydarzyło się wcześniej, pozostaje zgodne z prawem. Formę kontaktu możesz zmienić w każdej chwili.',
    'To jest wzór, który poradnia sprawdza i uzupełnia. Nie jest poradą prawną.',
  ],
};
