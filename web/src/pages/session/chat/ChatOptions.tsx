import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { type FailureCode, failureCode } from '../../../api.ts';
import { errorText, t } from '../../../i18n/text.ts';
import type { ChatModel } from '../../../live/ChatModel.ts';
import { Button, Switch } from '../../../ui/controls.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { saveCopy } from './copy.ts';

/** Marks that both sides must want, and a copy to keep. */
export function ChatOptions(props: {
  view: SessionView;
  chat: ChatModel;
  onClose: () => void;
}): JSX.Element {
  const { view, chat } = props;
  const id = useId();
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const wanted = view.you.wantsMarks;
  return (
    <Dialog title={t('chat.options')} onClose={props.onClose}>
      <div class="chat-options">
        <Switch
          icon="eye"
          word={t('chat.marks')}
          on={wanted}
          onChange={(on) => {
            setFailure(null);
            chat.wishMarks(on).catch((thrown: unknown) => setFailure(failureCode(thrown)));
          }}
        />
        <p class="small soft" id={id} role="status">
          {failure
            ? failure === 'OFFLINE'
              ? t('state.offlineText')
              : errorText(failure)
            : marksText(view, chat)}
        </p>
        <p class="small soft">{t('chat.kept')}</p>
        <div class="acts">
          <Button icon="letter" onPress={() => saveCopy(chat.letters.value, view)}>
            {t('chat.save')}
          </Button>
          <Button onPress={props.onClose}>{t('common.close')}</Button>
        </div>
      </div>
    </Dialog>
  );
}

/** Where the two wishes stand (rule C6). */
function marksText(view: SessionView, chat: ChatModel): string {
  if (chat.marksOn.value) return t('chat.marksOn');
  if (view.you.wantsMarks) return t('chat.marksWaiting');
  const inside = view.others.filter(({ presence }) => presence === 'admitted');
  const asked = inside.length > 0 && inside.every(({ wantsMarks }) => wantsMarks);
  return asked ? `${t('chat.marksAsked')} ${t('chat.marksOff')}` : t('chat.marksOff');
}
