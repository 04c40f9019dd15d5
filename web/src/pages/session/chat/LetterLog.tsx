import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../../i18n/text.ts';
import { firstName } from '../../../i18n/time.ts';
import type { ChatModel, Letter } from '../../../live/ChatModel.ts';

/** So many are kept for a reader that is still saying an earlier one. */
const keptCount = 6;

/**
 * New letters of others for screen readers, "Anna: …". Not the letters on screen themselves: those
 * hold own ones too, and all that was written before.
 */
export function LetterLog({ view, chat }: { view: SessionView; chat: ChatModel }): JSX.Element {
  const [said, setSaid] = useState<readonly Letter[]>([]);
  /** Null until what was written before is here: that is no news. */
  const last = useRef<number | null>(null);
  const letters = chat.letters.value;
  const ready = chat.ready.value;
  useEffect(() => {
    if (!ready) return;
    const before = last.current;
    last.current = letters.findLast(({ sequence }) => sequence !== null)?.sequence ?? 0;
    if (before === null) return;
    const news = letters.filter(
      ({ sequence, participantId }) =>
        sequence !== null && sequence > before && participantId !== view.you.participantId,
    );
    if (news.length > 0) setSaid((kept) => [...kept, ...news].slice(-keptCount));
  }, [letters, ready]);
  return (
    <div class="said" role="log" aria-live="polite" aria-relevant="additions">
      {said.map(({ messageId, name, text, image }) => {
        const first = name ? firstName(name) : t('chat.someone');
        return (
          <p key={messageId}>
            {image
              ? t('chat.announcedPicture', { first, text })
              : t('chat.announced', { first, text })}
          </p>
        );
      })}
    </div>
  );
}
