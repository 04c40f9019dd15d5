import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { type FailureCode, failureCode } from '../../api.ts';
import { useNow } from '../../clock.ts';
import { plural, t } from '../../i18n/text.ts';
import type { LiveSession } from '../../live/model.ts';
import { Button } from '../../ui/controls.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { AudioTrack } from '../../ui/media.tsx';
import { useTitle } from '../../ui/words.tsx';
import { CallBanners } from './CallBanners.tsx';
import { ChatPanel } from './chat/ChatPanel.tsx';
import { RaiseDialog } from './forms/FormActs.tsx';
import { useOutcome } from './forms/FormWords.tsx';
import { insiders, ownForm } from './forms/form.ts';
import { HelpDialog, MoreDialog } from './MoreDialog.tsx';
import type { Room } from './rooms/Room.ts';
import { useCallInSystem } from './rooms/useCallInSystem.ts';
import { VideoRoom } from './rooms/VideoRoom.tsx';
import { VoiceRoom } from './rooms/VoiceRoom.tsx';
import { WritingRoom } from './rooms/WritingRoom.tsx';
import { SettingsDialog } from './settings/SettingsDialog.tsx';
import { NextWaiting } from './time/NextWaiting.tsx';
import { sessionTime } from './time/sessionTime.ts';
import { useFiveMinutes } from './time/useFiveMinutes.ts';

type OpenDialog = 'more' | 'settings' | 'help' | 'end' | 'raise-audio' | 'raise-video';

/**
 * The call, in the room of this person's own form of meeting. What outlives a change of form is here:
 * the others' sound, the clock, what has to be said, and the dialogs (rule S13).
 */
export function Call(props: {
  view: SessionView;
  live: LiveSession;
  /** Whom a client waits for before anybody else is on screen. */
  psychologistName: string;
  onLeave: () => void;
}): JSX.Element {
  const { view, live } = props;
  const now = useNow();
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const [selfHidden, setSelfHidden] = useState(false);
  const [panelOpen, setPanelOpen] = useState(false);
  const [silenced, setSilenced] = useState(false);
  const [retrySound, setRetrySound] = useState<(() => void) | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const onBlocked = useCallback((retry: (() => void) | null) => setRetrySound(() => retry), []);
  const closeDialog = (): void => setDialog(null);
  const attempt = (action: Promise<void>): void => {
    setFailure(null);
    action.catch((thrown: unknown) => setFailure(failureCode(thrown)));
  };

  const form = ownForm(view);
  const time = sessionTime(view, now);
  const outcome = useOutcome(view);
  const fiveMinutes = useFiveMinutes(time.minutesLeft);
  const names = insiders(view)
    .map(({ displayName }) => displayName)
    .join(', ');
  const title =
    names || (view.you.role === 'psychologist' ? view.practiceName : props.psychologistName);
  useTitle(title);
  useCallInSystem();

  const room: Room = {
    view,
    live,
    psychologistName: props.psychologistName,
    title,
    time,
    next:
      view.you.role === 'psychologist' ? (
        <NextWaiting view={view} live={live} minutesLeft={time.minutesLeft} />
      ) : null,
    banners: (
      <CallBanners
        view={view}
        live={live}
        outcome={outcome}
        fiveMinutes={fiveMinutes}
        retrySound={retrySound}
        failure={failure}
        onWrite={form === 'chat' || panelOpen ? null : () => setPanelOpen(true)}
        attempt={attempt}
      />
    ),
    panel:
      panelOpen && form !== 'chat' ? (
        <ChatPanel view={view} chat={live.chat} onClose={() => setPanelOpen(false)} />
      ) : null,
    onPanel: setPanelOpen,
    onHelp: () => setDialog('help'),
    onMore: () => setDialog('more'),
    onSpeaker: () => setDialog('settings'),
    onRaise: (higher) => setDialog(`raise-${higher}`),
    onEnd: () => setDialog('end'),
    onLeave: props.onLeave,
    attempt,
  };
  // The choice to hear nobody is made at the letter table, and ends with it.
  const heard = form !== 'chat' || !silenced;

  return (
    <>
      {form === 'video' && (
        <VideoRoom room={room} selfHidden={selfHidden} onHideSelf={() => setSelfHidden(true)} />
      )}
      {form === 'audio' && <VoiceRoom room={room} />}
      {form === 'chat' && <WritingRoom room={room} silenced={silenced} onSilence={setSilenced} />}
      {heard &&
        live.people.value.map(
          (person) =>
            person.audio && (
              <AudioTrack key={person.participantId} track={person.audio} onBlocked={onBlocked} />
            ),
        )}
      {dialog === 'more' && (
        <MoreDialog
          live={live}
          view={view}
          selfHidden={selfHidden}
          onHideSelf={setSelfHidden}
          onHelp={() => setDialog('help')}
          onSettings={() => setDialog('settings')}
          onRaise={(higher) => setDialog(`raise-${higher}`)}
          attempt={attempt}
          onClose={closeDialog}
        />
      )}
      {dialog === 'settings' && <SettingsDialog live={live} view={view} onClose={closeDialog} />}
      {dialog === 'help' && <HelpDialog onClose={closeDialog} />}
      {dialog === 'raise-audio' && (
        <RaiseDialog form="audio" live={live} attempt={attempt} onClose={closeDialog} />
      )}
      {dialog === 'raise-video' && (
        <RaiseDialog form="video" live={live} attempt={attempt} onClose={closeDialog} />
      )}
      {dialog === 'end' && (
        <EndDialog
          minutesLeft={time.minutesLeft}
          onEnd={() => {
            closeDialog();
            attempt(live.end());
          }}
          onClose={closeDialog}
        />
      )}
    </>
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
