import './panel.css';
import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { t } from '../../../i18n/text.ts';
import type { ChatModel } from '../../../live/ChatModel.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { Composer } from './Composer.tsx';
import { LetterList } from './LetterList.tsx';

/**
 * Writing beside the picture: a column of its own on wide screens, the lower part on phones.
 * It is an `<aside class="chat-panel">` for a row (wide) or a column (phone) that has a height.
 */
export function ChatPanel(props: {
  view: SessionView;
  chat: ChatModel;
  onClose: () => void;
}): JSX.Element {
  const { view, chat, onClose } = props;
  return (
    <aside class="chat-panel" aria-label={t('chat.title')}>
      <header>
        <h2>{t('chat.title')}</h2>
        <button type="button" class="icon-button" aria-label={t('chat.close')} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <LetterList view={view} chat={chat} />
      <Composer chat={chat} />
    </aside>
  );
}
