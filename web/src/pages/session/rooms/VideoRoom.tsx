import type { JSX } from 'preact';
import { t } from '../../../i18n/text.ts';
import { Control } from '../../../ui/controls.tsx';
import { VideoTrack } from '../../../ui/media.tsx';
import {
  CameraControl,
  LeaveControls,
  MicrophoneControl,
  RoomHead,
  Tiles,
  WriteControl,
} from './parts.tsx';
import type { Room } from './Room.ts';

/** The other person fills the screen; controls are few, large and worded. */
export function VideoRoom(props: {
  room: Room;
  selfHidden: boolean;
  onHideSelf: () => void;
}): JSX.Element {
  const { room } = props;
  const { live } = room;
  const camera = live.devices.camera.value;
  return (
    <div class={room.panel ? 'room room-with-writing' : 'room'}>
      <RoomHead room={room} />
      <div class="room-middle">
        <main class="stage">
          <div class="on-top">{room.banners}</div>
          <Tiles room={room} />
          {camera.state === 'on' && live.cameraOn.value && !props.selfHidden && (
            <div class="self">
              <VideoTrack
                track={camera.track}
                label={t('waiting.yourPicture')}
                testId="self-video"
              />
              <span class="tag">{t('call.you')}</span>
              <button type="button" class="tag tag-hide only-wide" onClick={props.onHideSelf}>
                {t('call.hide')}
              </button>
            </div>
          )}
        </main>
        {room.panel}
      </div>
      <section class="bar" aria-label={t('call.controls')}>
        <div class="ctls">
          <MicrophoneControl live={live} />
          <CameraControl live={live} />
          <WriteControl room={room} />
          <Control icon="more" word={t('call.more')} onPress={room.onMore} />
        </div>
        <LeaveControls room={room} />
      </section>
    </div>
  );
}
