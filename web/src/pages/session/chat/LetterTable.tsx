import './table.css';
import type { SessionView } from '@gabinet/shared/contracts/session';
import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/text.ts';
import type { ChatModel } from '../../../live/ChatModel.ts';
import { Button } from '../../../ui/controls.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Icon, type IconName } from '../../../ui/Icon.tsx';
import { ClockLine } from '../../../ui/levels.tsx';
import { Composer } from './Composer.tsx';
import { LetterList } from './LetterList.tsx';

/** One of the things to do at the table, in the side column or behind "More" on phones. */
export interface TableAction {
  icon: IconName;
  /** What pressing does, in a verb. */
  word: string;
  leaving?: boolean;
  onPress: () => void;
}

/** The whole page of a meeting in writing: letters on a table, no call without a picture. */
export function LetterTable(props: {
  view: SessionView;
  chat: ChatModel;
  /** Who is met: the largest words of the page. */
  title: string;
  /** How much time is left, in words. */
  remaining: string;
  /** How much of the time has gone, 0 to 1. */
  done: number;
  actions: readonly TableAction[];
  /** Banners above the letters, and sound that still plays. */
  children?: ComponentChildren;
}): JSX.Element {
  const { view, chat } = props;
  const [more, setMore] = useState(false);
  const actions = props.actions.map(({ icon, word, leaving, onPress }) => (
    <Button
      key={word}
      kind="quiet"
      icon={icon}
      {...(leaving ? { class: 'btn-leaving' } : {})}
      onPress={() => {
        setMore(false);
        onPress();
      }}
    >
      {word}
    </Button>
  ));
  return (
    <div class="room letter-table">
      <header class="table-side">
        <h1>{props.title}</h1>
        <p class="small soft num">
          <span class="only-wide">{`${t('modality.chat.inline')}, `}</span>
          {props.remaining}
        </p>
        <button
          type="button"
          class="icon-button only-phone"
          aria-label={t('call.more')}
          onClick={() => setMore(true)}
        >
          <Icon name="more" />
        </button>
        <ClockLine done={props.done} label={t('call.clock')} text={props.remaining} />
        <p class="soft only-wide">{t('chat.noHurry')}</p>
        <div class="table-actions only-wide">{actions}</div>
      </header>
      <main class="table-letters">
        <div class="table-notes">{props.children}</div>
        <LetterList view={view} chat={chat} />
        <Composer chat={chat} />
      </main>
      {more && (
        <Dialog title={t('call.more')} onClose={() => setMore(false)}>
          <div class="more">{actions}</div>
        </Dialog>
      )}
    </div>
  );
}
