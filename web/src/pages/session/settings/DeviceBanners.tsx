import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/text.ts';
import type { DeviceKind, LiveSession } from '../../../live/model.ts';
import { Button } from '../../../ui/controls.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Banner } from '../../../ui/words.tsx';
import { BlockedHint } from '../BlockedHint.tsx';
import { allowed, faultOf, turn } from '../devices.ts';
import { SettingsDialog } from './SettingsDialog.tsx';
import './settings.css';

const icons = { microphone: 'microphoneOff', camera: 'cameraOff' } as const;

/** A device that fell silent, died, was taken or changed is said, with one tap to mend it. */
export function DeviceBanners(props: { live: LiveSession; view: SessionView }): JSX.Element {
  const { live, view } = props;
  const may = allowed(view);
  const [choosing, setChoosing] = useState(false);
  const choose = (): void => setChoosing(true);
  return (
    <>
      {may.microphone && <DeviceBanner live={live} kind="microphone" onChoose={choose} />}
      {may.camera && <DeviceBanner live={live} kind="camera" onChoose={choose} />}
      <Changed live={live} />
      {may.camera && <BlurWord live={live} />}
      {choosing && <SettingsDialog live={live} view={view} onClose={() => setChoosing(false)} />}
    </>
  );
}

function DeviceBanner(props: {
  live: LiveSession;
  kind: DeviceKind;
  onChoose: () => void;
}): JSX.Element | null {
  const { live, kind } = props;
  const [help, setHelp] = useState(false);
  const state = live.devices[kind].value;
  const wanted = kind === 'microphone' ? live.microphoneOn.value : live.cameraOn.value;
  const fault = faultOf(state);
  if (!wanted) return null;
  // Without a picture one can talk: no camera at all is said where it was asked for, not here.
  if (fault === 'missing' && kind === 'camera') return null;
  if (fault) {
    return (
      <Banner icon={icons[kind]} tone="surface">
        {t(`said.${fault}.${kind}`)}
        <div class="row">
          <Button small icon={kind} onPress={() => void turn(live, kind, true)}>
            {t(`said.again.${kind}`)}
          </Button>
          {fault === 'denied' && (
            <Button small kind="quiet" onPress={() => setHelp(true)}>
              {t('said.how')}
            </Button>
          )}
        </div>
        {help && fault === 'denied' && (
          <Dialog title={t('said.how')} onClose={() => setHelp(false)}>
            <BlockedHint
              camera={kind === 'camera'}
              microphone={kind === 'microphone'}
              by={state.state === 'denied' ? state.by : 'browser'}
              onCheckAgain={() => void turn(live, kind, true)}
            />
            <div class="acts">
              <Button onPress={() => setHelp(false)}>{t('common.close')}</Button>
            </div>
          </Dialog>
        )}
      </Banner>
    );
  }
  if (state.state !== 'on') return null;
  if (live.devices.held.value.includes(kind)) {
    return (
      <Banner icon={icons[kind]} tone="surface">
        {t(kind === 'microphone' ? 'said.heldMicrophone' : 'said.heldCamera')}
        <div class="row">
          <Button small icon={kind} onPress={() => void reopen(live, kind)}>
            {t(`said.again.${kind}`)}
          </Button>
        </div>
      </Banner>
    );
  }
  if (kind === 'microphone' && live.devices.microphoneSilent.value) {
    return (
      <Banner icon="microphoneOff" tone="surface">
        <b>{t('said.silentTitle')}</b> {t('said.silent')}
        <div class="row">
          <Button small icon="microphone" onPress={() => void reopen(live, kind)}>
            {t('said.again.microphone')}
          </Button>
          <Button small kind="quiet" onPress={props.onChoose}>
            {t('said.choose')}
          </Button>
        </div>
      </Banner>
    );
  }
  return null;
}

/** Open and yet dead: shut first, or the browser gives the same dead track again. */
async function reopen(live: LiveSession, kind: DeviceKind): Promise<void> {
  await live.devices.set(kind, false);
  await live.devices.set(kind, true);
}

function Changed({ live }: { live: LiveSession }): JSX.Element | null {
  const notice = live.devices.notice.value;
  if (!notice) return null;
  return (
    <Banner icon={notice.kind} tone="surface">
      {t(`said.changed.${notice.kind}`, { label: notice.label })}
      <div class="row">
        <Button small kind="quiet" onPress={() => live.devices.dismissNotice()}>
          {t('said.ok')}
        </Button>
      </div>
    </Banner>
  );
}

function BlurWord({ live }: { live: LiveSession }): JSX.Element | null {
  const blur = live.devices.blur.value;
  if (blur !== 'gaveUp' && blur !== 'failed') return null;
  return (
    <Banner icon="eye" tone="surface">
      {t(blur === 'gaveUp' ? 'said.blurGaveUp' : 'said.blurFailed')}
      <div class="row">
        <Button small onPress={() => void live.devices.setBlur(true)}>
          {t('said.blurAgain')}
        </Button>
        <Button small kind="quiet" onPress={() => void live.devices.setBlur(false)}>
          {t('said.ok')}
        </Button>
      </div>
    </Banner>
  );
}
