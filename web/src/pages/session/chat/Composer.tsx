import './composer.css';
import type { JSX } from 'preact';
import { t } from '../../../i18n/text.ts';
import type { ChatModel } from '../../../live/ChatModel.ts';
import { Button } from '../../../ui/controls.tsx';

/** Where one writes. */
export function Composer({ chat }: { chat: ChatModel }): JSX.Element {
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        chat.send();
      }}
    >
      <textarea
        aria-label={t('chat.yourLetter')}
        placeholder={t('chat.placeholder')}
        rows={1}
        value={chat.draft.value.text}
        onInput={(event) => chat.write(event.currentTarget.value)}
      />
      <Button kind="main" submits>
        {t('chat.send')}
      </Button>
    </form>
  );
}
