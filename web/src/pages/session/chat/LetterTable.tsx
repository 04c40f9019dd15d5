import './table.css';
import type { SessionView } from '@gabinet/shared/contracts/session';
import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/text.ts';
import type { ChatModel } from '../../../live/ChatModel.ts';
import { Button } from '../../../ui/controls.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import type { IconName } from '../../../ui/Icon.tsx';
import { ClockLine } from '../../../ui/levels.tsx';
import { ChatOptions } from './ChatOptions.tsx';
import { IconButton } from './IconButton.tsx';
import { useVisibleHeight } from './useVisibleHeight.ts';
import { Writing } from './Writing.tsx';

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
  const [dialog, setDialog] = useState<'more' | 'options' | null>(null);
  useVisibleHeight();
  const ownAction: TableAction = {
    icon: 'writing',
    word: t('chat.options'),
    onPress: () => setDialog('options'),
  };
  const actions = [ownAction, ...props.actions].map(({ icon, word, leaving, onPress }) => (
    <Button
      key={word}
      kind="quiet"
      icon={icon}
      {...(leaving ? { class: 'btn-leaving' } : {})}
      onPress={() => {
        setDialog(null);
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
        <IconButton
          icon="more"
          name={t('call.more')}
          class="only-phone"
          onPress={() => setDialog('more')}
        />
        <ClockLine done={props.done} label={t('call.clock')} text={props.remaining} />
        <p class="soft only-wide">{t('chat.noHurry')}</p>
        <div class="table-actions only-wide">{actions}</div>
      </header>
      <main class="table-letters">
        <div class="table-notes">{props.children}</div>
        <Writing view={view} chat={chat} />
      </main>
      {dialog === 'more' && (
        <Dialog title={t('call.more')} onClose={() => setDialog(null)}>
          <div class="more">{actions}</div>
        </Dialog>
      )}
      {dialog === 'options' && (
        <ChatOptions view={view} chat={chat} onClose={() => setDialog(null)} />
      )}
    </div>
  );
}
