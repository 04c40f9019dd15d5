import './panel.css';
import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/text.ts';
import type { ChatModel } from '../../../live/ChatModel.ts';
import { ChatOptions } from './ChatOptions.tsx';
import { IconButton } from './IconButton.tsx';
import { useVisibleHeight } from './useVisibleHeight.ts';
import { Writing } from './Writing.tsx';

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
  const [options, setOptions] = useState(false);
  useVisibleHeight();
  return (
    <aside class="chat-panel" aria-label={t('chat.title')}>
      <header>
        <h2>{t('chat.title')}</h2>
        <IconButton icon="more" name={t('chat.options')} onPress={() => setOptions(true)} />
        <IconButton icon="close" name={t('chat.close')} onPress={onClose} />
      </header>
      <Writing view={view} chat={chat} />
      {options && <ChatOptions view={view} chat={chat} onClose={() => setOptions(false)} />}
    </aside>
  );
}
