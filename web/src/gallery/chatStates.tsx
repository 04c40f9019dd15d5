import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import type { Letter, LetterFate } from '../live/ChatModel.ts';
import { ChatOptions } from '../pages/session/chat/ChatOptions.tsx';
import { ChatPanel } from '../pages/session/chat/ChatPanel.tsx';
import { LetterTable } from '../pages/session/chat/LetterTable.tsx';
import { Banner } from '../ui/words.tsx';
import { drawnImage, type FakeChatOptions, fakeChat } from './fakeChat.ts';
import { anna, galleryNow, person, view } from './fakes.ts';

const minute = 60_000;
const nothing = (): void => undefined;
const marta = person({ presence: 'admitted', ceiling: 'chat' });
const room: Partial<SessionView> = {
  phase: 'live',
  modality: 'chat',
  startsAt: galleryNow - 18 * minute,
  endsAt: galleryNow + 32 * minute,
  you: marta,
};

function letter(
  from: 'anna' | 'marta',
  minutesAgo: number,
  text: string,
  changes: Partial<Letter> = {},
): Letter {
  const writer = from === 'anna' ? anna : marta;
  return {
    messageId: `${from}${minutesAgo}`,
    participantId: writer.participantId,
    name: writer.displayName,
    sequence: 100 - minutesAgo,
    text,
    image: null,
    at: galleryNow - minutesAgo * minute,
    fate: from === 'marta' ? { state: 'read' } : null,
    ...changes,
  };
}

const letters: readonly Letter[] = [
  letter(
    'anna',
    14,
    'Dwie całe noce to dużo. Zatrzymajmy się przy środzie. Co było tuż przed tym, jak zadzwonił telefon z pracy?',
  ),
  letter(
    'marta',
    11,
    'Siedziałam w kuchni i rysowałam. Wysyłam, bo łatwiej mi to pokazać niż opisać.',
    { image: drawnImage },
  ),
  letter(
    'anna',
    8,
    'Dziękuję, że to pokazujesz. Widzę okno i krzesło, na którym nikt nie siedzi. Czyje to miejsce?',
  ),
];
const own = (fate: LetterFate, text: string, sequence: number | null = null): Letter =>
  letter('marta', 1, text, { messageId: text, fate, sequence });

const actions = [
  { icon: 'voice', word: 'Przejdź na głos', onPress: nothing },
  { icon: 'phone', word: 'Pomoc teraz', onPress: nothing },
  { icon: 'leave', word: 'Wyjdź', leaving: true, onPress: nothing },
] as const;

function table(
  chat: FakeChatOptions,
  changes: Partial<SessionView> = {},
  note?: JSX.Element,
): JSX.Element {
  return (
    <LetterTable
      view={view({ ...room, ...changes })}
      chat={fakeChat(chat)}
      title="Anna Nowak"
      remaining="zostały 32 min"
      done={0.36}
      actions={actions}
    >
      {note}
    </LetterTable>
  );
}

/** The panel as a call holds it: beside what fills the screen, below it on phones. */
function panel(chat: FakeChatOptions): JSX.Element {
  return (
    <div class="room room-with-writing">
      <header class="room-head">
        <h1>Anna Nowak</h1>
      </header>
      <div class="room-middle">
        <main class="stage" />
        <ChatPanel
          view={view({ ...room, modality: 'video' })}
          chat={fakeChat(chat)}
          onClose={nothing}
        />
      </div>
    </div>
  );
}

const marks: Partial<SessionView> = {
  you: { ...marta, wantsMarks: true },
  others: [{ ...anna, wantsMarks: true }],
};
const short = [
  letter('anna', 12, 'Ćwiczenie z oddechem jest w zeszycie na stronie 12.'),
  letter('marta', 11, 'Mam, dziękuję.'),
  letter(
    'anna',
    6,
    'Zapisuję to zdanie, żeby nam nie uciekło: „odbieram, bo inaczej ktoś się rozgniewa”.',
  ),
  letter('marta', 4, 'Tak. Dokładnie to.'),
  letter('anna', 1, 'A kto mówił tak w domu, kiedy byłaś mała?'),
];
const long = 'To było tak, że najpierw nikt nic nie mówił, a potem wszyscy naraz. '.repeat(12);

export const chatStates: Record<string, () => JSX.Element> = {
  'chat-empty': () => table({}),
  'chat-loading': () => table({ ready: false }),
  'chat-letters': () => table({ letters, marksOn: true, writing: [anna.participantId] }, marks),
  'chat-on-its-way': () =>
    table({
      letters: [
        ...letters.slice(0, 1),
        own({ state: 'delivered' }, 'Tego już nie pamiętam.', 99),
        own({ state: 'failed', code: 'LIMIT_REACHED' }, 'Pierwsza próba.'),
        own({ state: 'sending', progress: null }, 'Druga próba, zaraz po niej.'),
        letter('marta', 1, '', {
          messageId: 'picture',
          image: drawnImage,
          sequence: null,
          fate: { state: 'sending', progress: 0.42 },
        }),
      ],
    }),
  'chat-offline': () =>
    table(
      {
        letters: [
          ...letters.slice(2),
          own({ state: 'sending', progress: null }, 'Piszę dalej, choć sieć zniknęła.'),
        ],
        online: false,
      },
      {},
      <Banner icon="network" tone="surface">
        Łączymy się znowu…
      </Banner>,
    ),
  'chat-long': () =>
    table({ letters: [letter('anna', 9, long)], draft: { text: long.repeat(6), image: null } }),
  'chat-picture-lost': () => table({ letters, picture: { state: 'failed', code: 'UNAVAILABLE' } }),
  'chat-draft': () => table({ letters: short, draft: { text: 'Babcia.', image: drawnImage } }),
  'chat-panel': () => panel({ letters: short }),
  'chat-panel-marks': () => panel({ letters: short, marksOn: true, writing: [anna.participantId] }),
  'chat-panel-empty': () => panel({}),
  'chat-options': () => (
    <>
      {table({ letters }, marks)}
      <ChatOptions
        view={view({ ...room, ...marks, others: [anna] })}
        chat={fakeChat()}
        onClose={nothing}
      />
    </>
  ),
};
