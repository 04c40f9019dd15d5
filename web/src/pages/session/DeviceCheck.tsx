import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../../i18n/text.ts';
import type { DeviceKind, DeviceState, Link, LiveSession } from '../../live/model.ts';
import { Button } from '../../ui/controls.tsx';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { LevelBars } from '../../ui/levels.tsx';
import { VideoTrack } from '../../ui/media.tsx';
import { BlockedHint } from './BlockedHint.tsx';
import { allowed, denialOf, faultOf, isOn, openDevices, turn } from './devices.ts';
import { PathCheck } from './PathCheck.tsx';
import { SettingsDialog } from './settings/SettingsDialog.tsx';

/** The sheet where a person sees and hears themselves before anybody else does. */
export function DeviceCheck(props: {
  live: LiveSession | null;
  view: SessionView;
  skipped: boolean;
  onSkip: () => void;
  onEnter: (() => void) | undefined;
}): JSX.Element {
  const { live, view } = props;
  const may = allowed(view);
  const kind = may.camera ? 'video' : may.microphone ? 'audio' : 'chat';
  const check = (): void => {
    if (live) void openDevices(live, view);
  };
  const [settings, setSettings] = useState(false);
  useCheckWhereGranted(live, may, check);

  const camera = live?.devices.camera.value ?? { state: 'idle' };
  const microphone = live?.devices.microphone.value ?? { state: 'idle' };
  const idle = camera.state === 'idle' && microphone.state === 'idle';
  const cameraBlocked = may.camera && camera.state === 'denied';
  const microphoneBlocked = may.microphone && microphone.state === 'denied';

  return (
    <section class="sheet check" aria-labelledby="check-title">
      <div class="row between">
        <h2 id="check-title">{t(`check.title.${kind}`)}</h2>
        {!props.skipped && may.microphone && (
          <Button kind="plain" small onPress={props.onSkip}>
            {t('check.skip')}
          </Button>
        )}
      </div>
      {props.skipped && <p class="soft">{t('check.skipped')}</p>}
      {!props.skipped && may.microphone && idle && (
        <div class="check-start">
          <p class="soft">{t('check.intro')}</p>
          <Button icon={may.camera ? 'camera' : 'microphone'} onPress={check}>
            {may.camera ? t('check.start') : t('check.startVoice')}
          </Button>
        </div>
      )}
      {live && may.camera && !idle && !cameraBlocked && <Preview live={live} />}
      {(cameraBlocked || microphoneBlocked) && live && (
        <BlockedHint
          camera={cameraBlocked}
          microphone={microphoneBlocked}
          by={denialOf(camera, microphone)}
          onCheckAgain={() => {
            if (cameraBlocked) void turn(live, 'camera', true);
            if (microphoneBlocked) void turn(live, 'microphone', true);
          }}
          {...(props.onEnter ? { onGoOn: props.onEnter } : {})}
        />
      )}
      <ul>
        {live && may.camera && !idle && <CameraRow live={live} state={camera} />}
        {live && may.microphone && !idle && <MicrophoneRow live={live} state={microphone} />}
        {live && may.microphone && (
          <Row icon="speaker" name={t('check.speaker')}>
            <Button small onPress={() => void live.devices.playTestSound()}>
              {t('check.play')}
            </Button>
          </Row>
        )}
        <Row icon="network" name={t('check.network')}>
          <NetworkWord link={live?.link.value ?? { state: 'idle' }} />
        </Row>
      </ul>
      {live && may.microphone && !idle && (
        <Button kind="quiet" small icon="speaker" onPress={() => setSettings(true)}>
          {t('call.settings')}
        </Button>
      )}
      {live && settings && (
        <SettingsDialog live={live} view={view} onClose={() => setSettings(false)} />
      )}
      {live && !props.skipped && <PathCheck live={live} form={kind} />}
    </section>
  );
}

/** Starts by itself where the browser has the person's consent already. */
function useCheckWhereGranted(
  live: LiveSession | null,
  may: Record<DeviceKind, boolean>,
  check: () => void,
): void {
  useEffect(() => {
    if (!live || !may.microphone || !navigator.permissions) return;
    let gone = false;
    const names = may.camera ? ['microphone', 'camera'] : ['microphone'];
    Promise.all(
      names.map((name) => navigator.permissions.query({ name: name as PermissionName })),
    ).then(
      (answers) => {
        if (!gone && answers.every(({ state }) => state === 'granted')) check();
      },
      () => undefined, // A browser that does not tell: the button stays.
    );
    return () => {
      gone = true;
    };
  }, [live]);
}

function Preview({ live }: { live: LiveSession }): JSX.Element {
  const camera = live.devices.camera.value;
  return (
    <div class="pic check-picture">
      {camera.state === 'on' ? (
        <>
          <VideoTrack track={camera.track} label={t('check.preview')} testId="self-video" />
          <span class="tag">{t('check.onlyYou')}</span>
        </>
      ) : (
        <p class="soft">{camera.state === 'asking' ? t('device.asking') : t('check.pictureOff')}</p>
      )}
    </div>
  );
}

function Row(props: {
  icon: IconName;
  name: string;
  note?: string;
  children: JSX.Element;
}): JSX.Element {
  return (
    <li>
      <Icon name={props.icon} />
      <div>
        <b>{props.name}</b>
        {props.note && <small class="soft">{props.note}</small>}
      </div>
      {props.children}
    </li>
  );
}

function Fine({ children }: { children: string }): JSX.Element {
  return (
    <span class="fine">
      <Icon name="check" size="s" />
      {children}
    </span>
  );
}

function OnOff(props: { live: LiveSession; kind: DeviceKind; name: string }): JSX.Element {
  const on = isOn(props.live, props.kind);
  const word = on ? t('check.turnOff') : t('check.turnOn');
  return (
    <Button
      small
      kind="quiet"
      label={`${word}: ${props.name}`}
      onPress={() => void turn(props.live, props.kind, !on)}
    >
      {word}
    </Button>
  );
}

function CameraRow({ live, state }: { live: LiveSession; state: DeviceState }): JSX.Element {
  const name = t('check.camera');
  const note = state.state === 'on' ? undefined : t(`device.${state.state}`);
  return (
    <Row icon="camera" name={name} {...(note ? { note } : {})}>
      <span class="row">
        {state.state === 'on' && <Fine>{t('check.works')}</Fine>}
        {state.state !== 'asking' && <OnOff live={live} kind="camera" name={name} />}
      </span>
    </Row>
  );
}

function MicrophoneRow({ live, state }: { live: LiveSession; state: DeviceState }): JSX.Element {
  const name = t('check.microphone');
  const on = isOn(live, 'microphone');
  const fault = faultOf(state);
  const silent = live.devices.microphoneSilent.value;
  const note = fault
    ? t(`device.${fault}`)
    : state.state === 'asking'
      ? t('device.asking')
      : !on
        ? t('device.off')
        : silent
          ? t('check.silent')
          : t('check.speak');
  return (
    <Row icon="microphone" name={name} note={note}>
      <span class="row">
        {on && <LevelBars level={live.devices.level.value} />}
        {state.state !== 'asking' && <OnOff live={live} kind="microphone" name={name} />}
      </span>
    </Row>
  );
}

function NetworkWord({ link }: { link: Link }): JSX.Element {
  switch (link.state) {
    case 'connected':
      return <Fine>{t('check.networkGood')}</Fine>;
    case 'connecting':
      return <span class="soft">{t('check.networkConnecting')}</span>;
    case 'idle':
      return <span class="soft">{t('check.networkIdle')}</span>;
    case 'reconnecting':
    case 'failed':
      return <span class="warm">{t('check.networkLost')}</span>;
  }
}
