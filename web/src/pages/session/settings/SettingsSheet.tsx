import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/text.ts';
import { type ChosenKind, mediaKindOf } from '../../../live/DeviceMemory.ts';
import type { BlurState, LiveSession, SoundTreatment } from '../../../live/model.ts';
import { Button, Switch } from '../../../ui/controls.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { LevelBars } from '../../../ui/levels.tsx';
import { VideoTrack } from '../../../ui/media.tsx';
import { allowed, openDevices } from '../devices.ts';
import './settings.css';

const treatments: readonly SoundTreatment[] = ['usual', 'strong', 'raw'];

/** The settings of sound and picture. What is changed counts at once; there is nothing to save. */
export function SettingsSheet(props: {
  live: LiveSession;
  view: SessionView;
  onClose: () => void;
}): JSX.Element {
  const { live, view } = props;
  const { devices } = live;
  const may = allowed(view);
  const idle = devices.microphone.value.state === 'idle' && devices.camera.value.state === 'idle';
  return (
    <Dialog title={t('settings.title')} onClose={props.onClose}>
      <div class="settings">
        {idle && may.microphone && (
          <Button icon="microphone" onPress={() => void openDevices(live, view)}>
            {t('settings.open')}
          </Button>
        )}
        {may.camera && (
          <section>
            <Picture live={live} />
            <DeviceChoice
              live={live}
              kind="camera"
              current={devices.chosen('camera')}
              onChoose={(id) => void devices.choose('camera', id)}
            />
            <Blur live={live} />
          </section>
        )}
        {may.microphone && (
          <section>
            <DeviceChoice
              live={live}
              kind="microphone"
              current={devices.chosen('microphone')}
              onChoose={(id) => void devices.choose('microphone', id)}
            />
            <Level live={live} />
            <Treatment live={live} />
          </section>
        )}
        <Output live={live} />
      </div>
      <div class="acts">
        <Button onPress={props.onClose}>{t('settings.done')}</Button>
      </div>
    </Dialog>
  );
}

function DeviceChoice(props: {
  live: LiveSession;
  kind: ChosenKind;
  current: string;
  onChoose: (deviceId: string) => void;
}): JSX.Element | null {
  const { live, kind } = props;
  const name = t(`settings.${kind}`);
  const choices = live.devices.available.value.filter(
    (device) => device.kind === mediaKindOf(kind) && device.deviceId,
  );
  if (choices.length === 0) return null;
  return (
    <label class="device-field">
      <span>{name}</span>
      <select value={props.current} onChange={(event) => props.onChoose(event.currentTarget.value)}>
        {kind === 'output' && <option value="">{t('settings.systemOutput')}</option>}
        {choices
          // The system's own choice has its own words already.
          .filter(({ deviceId }) => kind !== 'output' || deviceId !== 'default')
          .map((device, index) => (
            <option key={device.deviceId} value={device.deviceId}>
              {device.label || t('settings.numbered', { kind: name, number: index + 1 })}
            </option>
          ))}
      </select>
    </label>
  );
}

function Picture({ live }: { live: LiveSession }): JSX.Element | null {
  const camera = live.devices.camera.value;
  if (camera.state !== 'on') return null;
  return (
    <div class="pic settings-picture">
      <VideoTrack track={camera.track} label={t('check.preview')} testId="self-video" />
      <span class="tag">{t('check.onlyYou')}</span>
    </div>
  );
}

const blurWords: Record<
  BlurState,
  'settings.blurText' | 'settings.blurStarting' | 'said.blurGaveUp' | 'settings.blurFailed'
> = {
  off: 'settings.blurText',
  on: 'settings.blurText',
  starting: 'settings.blurStarting',
  gaveUp: 'said.blurGaveUp',
  failed: 'settings.blurFailed',
};

function Blur({ live }: { live: LiveSession }): JSX.Element {
  const blur = live.devices.blur.value;
  const on = blur === 'on' || blur === 'starting';
  return (
    <div class="settings-switch">
      <Switch
        icon="person"
        word={t('settings.blur')}
        on={on}
        onChange={(next) => void live.devices.setBlur(next)}
      />
      <p class="small soft" role="status">
        {t(blurWords[blur])}
      </p>
    </div>
  );
}

function Level({ live }: { live: LiveSession }): JSX.Element {
  const on = live.devices.microphone.value.state === 'on' && live.microphoneOn.value;
  return (
    <div class="settings-level">
      <b>{t('settings.level')}</b>
      {on && <LevelBars level={live.devices.level.value} />}
      <p class="small soft" role="status">
        {!on
          ? t('settings.notOpen')
          : live.devices.microphoneSilent.value
            ? t('said.silent')
            : t('settings.speak')}
      </p>
    </div>
  );
}

function Treatment({ live }: { live: LiveSession }): JSX.Element {
  const now = live.devices.treatment.value;
  return (
    <fieldset class="choices settings-noise">
      <legend>{t('settings.noise')}</legend>
      <div class="choice-list">
        {treatments.map((one) => (
          <label key={one} class="choice choice-plain">
            <input
              type="radio"
              name="treatment"
              value={one}
              checked={now === one}
              onChange={() => void live.devices.setTreatment(one)}
            />
            <span>
              <b>{t(`settings.noise.${one}`)}</b>
              <small class="soft">{t(`settings.noise.${one}Text`)}</small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Output({ live }: { live: LiveSession }): JSX.Element {
  const { devices } = live;
  const [playing, setPlaying] = useState(false);
  const play = (): void => {
    setPlaying(true);
    void devices.playTestSound().finally(() => setPlaying(false));
  };
  return (
    <section>
      {devices.canChooseOutput ? (
        <>
          <DeviceChoice
            live={live}
            kind="output"
            current={devices.output.value}
            onChoose={(id) => void devices.chooseOutput(id)}
          />
          {devices.microphone.value.state === 'on' && (
            <p class="small soft">{t('settings.outputLate')}</p>
          )}
        </>
      ) : (
        <p class="small soft">{t('settings.noOutput')}</p>
      )}
      <Button small icon="speaker" busy={playing} onPress={play}>
        {playing ? t('settings.playing') : t('settings.testSound')}
      </Button>
    </section>
  );
}
