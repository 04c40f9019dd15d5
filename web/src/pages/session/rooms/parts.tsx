import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { plural, t } from '../../../i18n/text.ts';
import { firstName } from '../../../i18n/time.ts';
import type { LiveSession, RemotePerson } from '../../../live/model.ts';
import { Control } from '../../../ui/controls.tsx';
import { ClockLine } from '../../../ui/levels.tsx';
import { isOn, turn } from '../devices.ts';
import { insiders } from '../forms/form.ts';
import { holdsSound } from '../link/weakness.ts';
import { Tile } from '../Tile.tsx';
import type { SessionTime } from '../time/sessionTime.ts';
import type { Room } from './Room.ts';

/** The name and the time above a room: the largest things there. */
export function RoomHead({ room }: { room: Room }): JSX.Element {
  const { title, time, view } = room;
  return (
    <>
      <header class="room-head">
        <h1>
          {title} <small class="soft only-wide">{t(`modality.${view.modality}.inline`)}</small>
        </h1>
        <p class="small soft num">{time.words}</p>
      </header>
      <SessionClock time={time} />
      {room.next}
    </>
  );
}

/** The thin line that fills. */
export function SessionClock({ time }: { time: SessionTime }): JSX.Element {
  return <ClockLine done={time.done} label={t('call.clock')} text={time.words} />;
}

/** Everybody inside, each on their own surface; or whose coming is awaited. */
export function Tiles({ room }: { room: Room }): JSX.Element {
  const { view, live } = room;
  const present = insiders(view);
  const people = new Map(live.people.value.map((person) => [person.participantId, person]));
  return (
    <div class={`tiles tiles-${Math.min(present.length, 4)}`}>
      {present.map((other) => (
        <Tile
          key={other.participantId}
          other={other}
          person={people.get(other.participantId)}
          soundHeld={holdsSound(view, other)}
        />
      ))}
      {present.length === 0 && <EmptyRoom view={view} name={room.psychologistName} />}
    </div>
  );
}

/** Nobody else is inside. Who waits is named above it, with the button to let them in. */
export function EmptyRoom({ view, name }: { view: SessionView; name: string }): JSX.Element | null {
  const isPsychologist = view.you.role === 'psychologist';
  if (isPsychologist && view.others.some((one) => one.presence === 'waiting')) return null;
  return (
    <div class="tile tile-empty">
      {isPsychologist ? (
        <div>
          <h2>{t('call.nobody')}</h2>
          <p class="soft">{t('call.nobodyText')}</p>
        </div>
      ) : (
        <h2>{t('call.alone', { first: firstName(name) })}</h2>
      )}
    </div>
  );
}

/** Whether anybody's picture is there to be seen. */
export function showsPicture(people: readonly RemotePerson[]): boolean {
  return people.some(({ video, videoPaused }) => video !== null && !videoPaused);
}

export function MicrophoneControl({ live }: { live: LiveSession }): JSX.Element {
  const on = isOn(live, 'microphone');
  return (
    <Control
      icon={on ? 'microphone' : 'microphoneOff'}
      word={on ? t('call.mute') : t('call.unmute')}
      off={!on}
      onPress={() => void turn(live, 'microphone', !on)}
    />
  );
}

export function CameraControl({ live }: { live: LiveSession }): JSX.Element {
  const on = isOn(live, 'camera');
  return (
    <Control
      icon={on ? 'camera' : 'cameraOff'}
      word={on ? t('call.pictureOff') : t('call.pictureOn')}
      off={!on}
      onPress={() => void turn(live, 'camera', !on)}
    />
  );
}

/** Opens and closes the panel for writing; letters that nobody has read yet are told in words too. */
export function WriteControl({ room }: { room: Room }): JSX.Element {
  const open = room.panel !== null;
  const unread = open ? 0 : room.live.chat.unread.value;
  return (
    <Control
      icon="writing"
      word={open ? t('chat.close') : unread > 0 ? plural('chat.unread', unread) : t('chat.open')}
      {...(unread > 0 ? { class: 'ctl-new' } : {})}
      onPress={() => room.onPanel(!open)}
    />
  );
}

/** The ways out: one's own, and the psychologist's for all. */
export function LeaveControls({ room }: { room: Room }): JSX.Element {
  return (
    <div class="ctls ctls-leave">
      <Control icon="leave" word={t('call.leave')} leaving onPress={room.onLeave} />
      {room.view.you.role === 'psychologist' && (
        <Control icon="door" word={t('call.end')} leaving onPress={room.onEnd} />
      )}
    </div>
  );
}
