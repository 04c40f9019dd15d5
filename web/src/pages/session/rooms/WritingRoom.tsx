import type { JSX } from 'preact';
import { t } from '../../../i18n/text.ts';
import { Button } from '../../../ui/controls.tsx';
import { leaveQuickly } from '../../../ui/TopLine.tsx';
import { Banner } from '../../../ui/words.tsx';
import { LetterTable, type TableAction } from '../chat/LetterTable.tsx';
import type { Room } from './Room.ts';

/** A letter table. Who writes while others talk hears them here, unless they would rather not. */
export function WritingRoom(props: {
  room: Room;
  silenced: boolean;
  onSilence: (silenced: boolean) => void;
}): JSX.Element {
  const { room, silenced } = props;
  const { view, live, time } = room;
  return (
    <LetterTable
      view={view}
      chat={live.chat}
      title={room.title}
      remaining={time.words}
      done={time.done}
      actions={actionsOf(room)}
    >
      {room.next}
      {room.banners}
      {view.modality !== 'chat' && (
        <Banner icon={silenced ? 'speakerOff' : 'speaker'} tone="surface">
          {t('room.othersSound')}
          <div class="row">
            <Button small onPress={() => props.onSilence(!silenced)}>
              {silenced ? t('room.hear') : t('room.silence')}
            </Button>
          </div>
        </Banner>
      )}
    </LetterTable>
  );
}

/** From what one does most often to the ways out. */
function actionsOf(room: Room): readonly TableAction[] {
  const isPsychologist = room.view.you.role === 'psychologist';
  return [
    {
      icon: 'voice',
      word: t(room.view.modality === 'chat' ? 'chat.toVoice' : 'form.talk'),
      onPress: () => room.onRaise('audio'),
    },
    { icon: 'phone', word: t('nav.help'), onPress: room.onHelp },
    { icon: 'more', word: t('call.devices'), onPress: room.onMore },
    ...(isPsychologist
      ? []
      : [{ icon: 'shield', word: t('nav.quickExit'), onPress: leaveQuickly } as const]),
    { icon: 'leave', word: t('call.leave'), leaving: true, onPress: room.onLeave },
    ...(isPsychologist
      ? [{ icon: 'door', word: t('call.end'), leaving: true, onPress: room.onEnd } as const]
      : []),
  ];
}
