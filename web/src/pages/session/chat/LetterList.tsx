import './letters.css';
import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { t } from '../../../i18n/text.ts';
import { firstName, time } from '../../../i18n/time.ts';
import type { ChatModel } from '../../../live/ChatModel.ts';

/** The letters of a session in their one order. */
export function LetterList(props: { view: SessionView; chat: ChatModel }): JSX.Element {
  const { view, chat } = props;
  return (
    <ol class="letters" aria-label={t('chat.letters')}>
      {chat.letters.value.map(({ messageId, participantId, text, at }) => {
        const own = participantId === view.you.participantId;
        const other = view.others.find((one) => one.participantId === participantId);
        return (
          <li key={messageId} class={own ? 'letter letter-own' : 'letter'}>
            <header>
              <b>{own ? t('call.you') : firstName(other?.displayName ?? '')}</b>{' '}
              <time>{time(at)}</time>
            </header>
            <p>{text}</p>
          </li>
        );
      })}
    </ol>
  );
}
