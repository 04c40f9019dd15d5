import './letters.css';
import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { t } from '../../../i18n/text.ts';
import { firstName } from '../../../i18n/time.ts';
import type { ChatModel } from '../../../live/ChatModel.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { Composer } from './Composer.tsx';
import { LetterList } from './LetterList.tsx';
import { LetterLog } from './LetterLog.tsx';
import { usePictures } from './usePictures.ts';

/** Letters, who is writing, and where one writes: the same in a call and at the table. */
export function Writing({ view, chat }: { view: SessionView; chat: ChatModel }): JSX.Element {
  const pictures = usePictures(chat);
  return (
    <div class="writing" {...pictures.dropping}>
      <LetterList view={view} chat={chat} />
      <LetterLog view={view} chat={chat} />
      {!chat.online.value && chat.ready.value && (
        <p class="writing-note" role="status">
          <Icon name="network" size="s" />
          {t('chat.offline')}
        </p>
      )}
      <WhoWrites view={view} chat={chat} />
      <Composer chat={chat} pictures={pictures} />
    </div>
  );
}

/** "Anna is writing…", only while everybody wants it to be shown. Its line is kept free then. */
function WhoWrites({ view, chat }: { view: SessionView; chat: ChatModel }): JSX.Element | null {
  if (!chat.marksOn.value) return null;
  const [first, ...more] = view.others.filter(({ participantId }) =>
    chat.writing.value.includes(participantId),
  );
  const sentence =
    more.length > 0
      ? t('chat.severalWrite')
      : first && t('chat.writing', { first: firstName(first.displayName) });
  return <p class="who-writes">{sentence}</p>;
}
