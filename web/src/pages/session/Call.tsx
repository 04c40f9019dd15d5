import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { type FailureCode, failureCode } from '../../api.ts';
import { useNow } from '../../clock.ts';
import { plural, t } from '../../i18n/text.ts';
import { firstName, minutesUntil } from '../../i18n/time.ts';
import type { LiveSession } from '../../live/model.ts';
import { Button, Control } from '../../ui/controls.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ClockLine } from '../../ui/levels.tsx';
import { AudioTrack, VideoTrack } from '../../ui/media.tsx';
import { useTitle } from '../../ui/words.tsx';
import { CallBanners } from './CallBanners.tsx';
import { allowed, isOn, turn } from './devices.ts';
import { MoreDialog } from './MoreDialog.tsx';
import { Tile } from './Tile.tsx';

/** The call: the other person fills the screen; controls are few, large and worded. */
export function Call(props: {
  view: SessionView;
  live: LiveSession;
  /** Whom a client waits for before anybody else is on screen. */
  psychologistName: string;
  onLeave: () => void;
}): JSX.Element {
  const { view, live } = props;
  const now = useNow();
  const [dialog, setDialog] = useState<'more' | 'end' | null>(null);
  const [selfHidden, setSelfHidden] = useState(false);
  const [retrySound, setRetrySound] = useState<(() => void) | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const onBlocked = useCallback((retry: (() => void) | null) => setRetrySound(() => retry), []);

  const isPsychologist = view.you.role === 'psychologist';
  const present = view.others.filter(({ presence }) => presence === 'admitted');
  // Whoever waits is named above the stage, with the button to let them in.
  const someoneWaits = isPsychologist && view.others.some((one) => one.presence === 'waiting');
  const people = new Map(live.people.value.map((person) => [person.participantId, person]));
  const may = allowed(view);
  const camera = live.devices.camera.value;
  const names = present.map(({ displayName }) => displayName).join(', ');
  const title = names || (isPsychologist ? view.practiceName : props.psychologistName);
  const left = minutesUntil(view.endsAt, now);
  const remaining = left === 0 ? t('call.over') : plural('call.remaining', left);
  useTitle(title);

  const attempt = (action: Promise<void>): void => {
    setFailure(null);
    action.catch((thrown: unknown) => setFailure(failureCode(thrown)));
  };

  return (
    <div class="room">
      <header class="room-head">
        <h1>
          {title} <small class="soft only-wide">{t(`modality.${view.modality}.inline`)}</small>
        </h1>
        <p class="small soft num">{remaining}</p>
      </header>
      <ClockLine
        done={1 - (view.endsAt - now) / (view.endsAt - view.startsAt)}
        label={t('call.clock')}
        text={remaining}
      />
      <main class="stage">
        <CallBanners
          view={view}
          live={live}
          retrySound={retrySound}
          failure={failure}
          attempt={attempt}
        />
        <div class={`tiles tiles-${Math.min(present.length, 4)}`}>
          {present.map((other) => (
            <Tile
              key={other.participantId}
              other={other}
              person={people.get(other.participantId)}
            />
          ))}
          {present.length === 0 && !someoneWaits && (
            <EmptyRoom view={view} name={props.psychologistName} />
          )}
        </div>
        {camera.state === 'on' && live.cameraOn.value && !selfHidden && (
          <div class="self">
            <VideoTrack track={camera.track} label={t('waiting.yourPicture')} testId="self-video" />
            <span class="tag">{t('call.you')}</span>
            <button
              type="button"
              class="tag tag-hide only-wide"
              onClick={() => setSelfHidden(true)}
            >
              {t('call.hide')}
            </button>
          </div>
        )}
      </main>
      {live.people.value.map(
        (person) =>
          person.audio && (
            <AudioTrack key={person.participantId} track={person.audio} onBlocked={onBlocked} />
          ),
      )}
      <section class="bar" aria-label={t('call.controls')}>
        <div class="ctls">
          {may.microphone && <DeviceControl live={live} kind="microphone" />}
          {may.camera && <DeviceControl live={live} kind="camera" />}
          <Control icon="more" word={t('call.more')} onPress={() => setDialog('more')} />
        </div>
        <div class="ctls ctls-leave">
          <Control icon="leave" word={t('call.leave')} leaving onPress={props.onLeave} />
          {isPsychologist && (
            <Control icon="door" word={t('call.end')} leaving onPress={() => setDialog('end')} />
          )}
        </div>
      </section>
      {dialog === 'more' && (
        <MoreDialog
          live={live}
          view={view}
          selfHidden={selfHidden}
          onHideSelf={setSelfHidden}
          onRemove={(participantId) => attempt(live.remove(participantId))}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'end' && (
        <EndDialog
          minutesLeft={left}
          onEnd={() => {
            setDialog(null);
            attempt(live.end());
          }}
          onClose={() => setDialog(null)}
        />
      )}
    </div>
  );
}

function DeviceControl(props: { live: LiveSession; kind: 'microphone' | 'camera' }): JSX.Element {
  const { live, kind } = props;
  const on = isOn(live, kind);
  const press = (): void => void turn(live, kind, !on);
  if (kind === 'microphone') {
    return (
      <Control
        icon={on ? 'microphone' : 'microphoneOff'}
        word={on ? t('call.mute') : t('call.unmute')}
        off={!on}
        onPress={press}
      />
    );
  }
  return (
    <Control
      icon={on ? 'camera' : 'cameraOff'}
      word={on ? t('call.pictureOff') : t('call.pictureOn')}
      off={!on}
      onPress={press}
    />
  );
}

function EmptyRoom({ view, name }: { view: SessionView; name: string }): JSX.Element {
  return (
    <div class="tile tile-empty">
      {view.you.role === 'psychologist' ? (
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

function EndDialog(props: {
  minutesLeft: number;
  onEnd: () => void;
  onClose: () => void;
}): JSX.Element {
  return (
    <Dialog title={t('call.endTitle')} onClose={props.onClose}>
      <p class="soft">
        {props.minutesLeft === 0
          ? t('call.endTextOver')
          : plural('call.endText', props.minutesLeft)}
      </p>
      <div class="acts">
        <Button kind="plain" onPress={props.onClose}>
          {t('call.stay')}
        </Button>
        <Button kind="end" onPress={props.onEnd}>
          {t('call.endNow')}
        </Button>
      </div>
    </Dialog>
  );
}
