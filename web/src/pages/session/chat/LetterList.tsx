import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { t } from '../../../i18n/text.ts';
import { day, isSameDay } from '../../../i18n/time.ts';
import type { ChatModel, Letter } from '../../../live/ChatModel.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { OneLetter } from './OneLetter.tsx';
import { useLetterScroll } from './useLetterScroll.ts';

/** Letters of one person so close to each other need the name once. */
const runMilliseconds = 5 * 60_000;

/** The letters of a session in their one order, at the end unless the reader is elsewhere. */
export function LetterList({ view, chat }: { view: SessionView; chat: ChatModel }): JSX.Element {
  const letters = chat.letters.value;
  const you = view.you.participantId;
  const { box, content, below, away, toEnd } = useLetterScroll(letters, you, (sequence) =>
    chat.seen(sequence),
  );
  const fates = fatesShown(letters);
  return (
    <div class="letters-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section class="letters" ref={box} tabIndex={0} aria-label={t('chat.letters')}>
        <div ref={content}>
          <p class="letters-kept">{t('chat.kept')}</p>
          {letters.length === 0 && <Empty ready={chat.ready.value} />}
          <ol>
            {letters.map((letter, index) => {
              const before = letters[index - 1];
              return (
                <li
                  key={letter.messageId}
                  data-sequence={letter.participantId === you ? undefined : letter.sequence}
                >
                  {before && !isSameDay(before.at, letter.at) && (
                    <p class="letters-day">{day(letter.at)}</p>
                  )}
                  <OneLetter
                    letter={letter}
                    own={letter.participantId === you}
                    run={goesOn(before, letter)}
                    fateShown={fates.has(letter.messageId)}
                    chat={chat}
                  />
                </li>
              );
            })}
          </ol>
        </div>
      </section>
      {away && (
        <button type="button" class="letters-below" onClick={toEnd}>
          <Icon name="down" size="s" />
          {below ? t('chat.below') : t('chat.toEnd')}
        </button>
      )}
    </div>
  );
}

function Empty({ ready }: { ready: boolean }): JSX.Element {
  if (!ready) return <Coming />;
  return (
    <div class="letters-empty">
      <h2>{t('chat.empty')}</h2>
      <p class="soft">{t('chat.emptyText')}</p>
    </div>
  );
}

/** Letters in outline while they load: who wrote, and what. */
function Coming(): JSX.Element {
  return (
    <div class="letters-coming skeletons">
      <p class="said">{t('chat.loading')}</p>
      {['first', 'second', 'third'].map((one) => (
        <div key={one} aria-hidden="true">
          <i class="skeleton" />
          <b class="skeleton" />
        </div>
      ))}
    </div>
  );
}

/** Whether a letter follows another of the same person closely, so that it needs no name. */
function goesOn(before: Letter | undefined, letter: Letter): boolean {
  return (
    before !== undefined &&
    before.participantId === letter.participantId &&
    isSameDay(before.at, letter.at) &&
    letter.at - before.at < runMilliseconds &&
    before.fate?.state !== 'failed'
  );
}

const ranks = { sent: 1, delivered: 2, read: 3 } as const;

/** Each step once: under the last own letter that has come so far. What is still going says so itself. */
function fatesShown(letters: readonly Letter[]): ReadonlySet<string> {
  const shown = new Set<string>();
  let best = 0;
  for (const { messageId, fate } of letters.toReversed()) {
    if (fate === null) continue;
    if (fate.state === 'sending' || fate.state === 'failed') {
      shown.add(messageId);
    } else if (ranks[fate.state] > best) {
      best = ranks[fate.state];
      shown.add(messageId);
    }
  }
  return shown;
}
