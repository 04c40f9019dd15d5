import type { JSX } from 'preact';
import { t } from '../../../i18n/text.ts';
import { Button, Control } from '../../../ui/controls.tsx';
import { Banner } from '../../../ui/words.tsx';
import { insiders } from '../forms/form.ts';
import { EmptyRoom, LeaveControls, RoomHead } from './parts.tsx';
import type { Room } from './Room.ts';

/** A letter table. Who writes while others talk hears them here, unless they would rather not. */
export function WritingRoom(props: {
  room: Room;
  silenced: boolean;
  onSilence: (silenced: boolean) => void;
}): JSX.Element {
  const { room, silenced } = props;
  const { view } = room;
  return (
    <div class="room room-writing">
      <RoomHead room={room} />
      <main class="letters">
        <div class="on-top">
          {room.banners}
          {view.modality !== 'chat' && (
            <Banner icon={silenced ? 'speakerOff' : 'speaker'} tone="surface">
              {t('room.othersSound')}{' '}
              <Button small kind="quiet" onPress={() => props.onSilence(!silenced)}>
                {silenced ? t('room.hear') : t('room.silence')}
              </Button>
            </Banner>
          )}
        </div>
        {insiders(view).length === 0 && <EmptyRoom view={view} name={room.psychologistName} />}
      </main>
      <section class="bar" aria-label={t('call.controls')}>
        <div class="ctls">
          <Control icon="more" word={t('call.more')} onPress={room.onMore} />
        </div>
        <LeaveControls room={room} />
      </section>
    </div>
  );
}
