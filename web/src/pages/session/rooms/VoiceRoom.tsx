import type { ParticipantView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { t } from '../../../i18n/text.ts';
import { firstName } from '../../../i18n/time.ts';
import { Button, Control } from '../../../ui/controls.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { LevelRing, useLoudness } from '../../../ui/levels.tsx';
import { leaveQuickly } from '../../../ui/TopLine.tsx';
import { insiders, lowerTo } from '../forms/form.ts';
import { holdsSound } from '../link/weakness.ts';
import {
  EmptyRoom,
  MicrophoneControl,
  SessionClock,
  showsPicture,
  Tiles,
  WriteControl,
} from './parts.tsx';
import type { Room } from './Room.ts';
import './voice.css';

const speaks = 0.08;

/** A phone call: a name, a voice, and a large way to hang up. The camera is off for good. */
export function VoiceRoom({ room }: { room: Room }): JSX.Element {
  const { view, live } = room;
  const present = insiders(view);
  const [only] = present;
  const alone = present.length === 1 && only !== undefined && !showsPicture(live.people.value);
  const isPsychologist = view.you.role === 'psychologist';
  return (
    <div class={room.panel ? 'room room-voice room-with-writing' : 'room room-voice'}>
      <CallTop room={room} />
      <main class={alone ? 'phone-call' : 'phone-call phone-call-many'}>
        <div class="on-top">{room.banners}</div>
        {alone ? (
          <OtherVoice room={room} other={only} />
        ) : (
          <>
            <h1 class={present.length > 0 ? 'said' : 'display'}>{room.title}</h1>
            {present.length > 0 ? (
              <div class="stage">
                <Tiles room={room} />
              </div>
            ) : (
              <EmptyRoom view={view} name={room.psychologistName} />
            )}
          </>
        )}
        <div class="phone-time">
          <SessionClock time={room.time} />
          <p class="small soft num">{room.time.words}</p>
          {room.next}
        </div>
      </main>
      {room.panel}
      <section class="phone-bar" aria-label={t('call.controls')}>
        <div class="phone-ctls">
          <MicrophoneControl live={live} />
          <Control icon="speaker" word={t('room.speaker')} onPress={room.onSpeaker} />
          <WriteControl room={room} />
        </div>
        <Button kind="end" icon="hangUp" class="hang-up" onPress={room.onLeave}>
          {t('room.hangUp')}
        </Button>
        <div class="row phone-more">
          <Button
            kind="quiet"
            icon="letter"
            // A phone has no room for three: there "More" holds it.
            {...(isPsychologist ? { class: 'only-wide' } : {})}
            onPress={() => room.attempt(lowerTo(room.live, 'chat'))}
          >
            {t('form.toWriting')}
          </Button>
          <Button kind="quiet" icon="more" onPress={room.onMore}>
            {t('call.more')}
          </Button>
          {isPsychologist && (
            <Button kind="quiet" icon="door" onPress={room.onEnd}>
              {t('call.end')}
            </Button>
          )}
        </div>
        <p class="small soft">{t('room.cameraOffForGood')}</p>
      </section>
    </div>
  );
}

/** Help and the quick way out. Nothing here leads away from the call by mistake. */
function CallTop({ room }: { room: Room }): JSX.Element {
  return (
    <header class="top">
      <p class="brand">
        <Icon name="door" />
        <span class="only-wide">{room.view.practiceName}</span>
      </p>
      <nav aria-label={t('nav.safety')}>
        <Button kind="quiet" small icon="phone" onPress={room.onHelp}>
          {t('nav.help')}
        </Button>
        {room.view.you.role !== 'psychologist' && (
          <Button kind="plain" small icon="leave" onPress={leaveQuickly}>
            {t('nav.quickExit')}
          </Button>
        )}
      </nav>
    </header>
  );
}

function OtherVoice(props: { room: Room; other: ParticipantView }): JSX.Element {
  const { other, room } = props;
  const { displayName: name, participantId: id } = other;
  const person = room.live.people.value.find((one) => one.participantId === id);
  const muted = person?.audioPaused ?? false;
  const level = useLoudness(muted ? null : (person?.audio ?? null));
  const first = firstName(name);
  return (
    <>
      <LevelRing name={name} level={level} />
      <h1 class="display">{name}</h1>
      <p class="phone-state soft">
        {muted
          ? t(holdsSound(room.view, other) ? 'ladder.soundHeld' : 'room.muted', { first })
          : level > speaks
            ? t('room.speaking', { first })
            : t('modality.audio.inline')}
      </p>
    </>
  );
}
