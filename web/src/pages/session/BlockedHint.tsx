import type { JSX } from 'preact';
import { t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { type BrowserHint, browserHint } from './browser.ts';

/** The way back for a person whose browser blocks a device; they can always go on without it. */
export function BlockedHint(props: {
  camera: boolean;
  microphone: boolean;
  hint?: BrowserHint;
  onCheckAgain: () => void;
  onGoOn?: () => void;
}): JSX.Element {
  const hint = props.hint ?? browserHint(navigator.userAgent, navigator.maxTouchPoints);
  const title = props.camera
    ? props.microphone
      ? t('denied.bothTitle')
      : t('denied.cameraTitle')
    : t('denied.microphoneTitle');
  return (
    <div class="blocked" role="status">
      <Icon name={props.camera ? 'cameraOff' : 'microphoneOff'} />
      <h3>{title}</h3>
      <ol class="numbered">
        <li>{t(`denied.${hint}.1`)}</li>
        <li>{t(`denied.${hint}.2`)}</li>
        <li>{t(`denied.${hint}.3`)}</li>
      </ol>
      <p class="small soft">{t(`denied.${hint}.name`)}</p>
      <div class="row">
        <Button small onPress={props.onCheckAgain}>
          {t('denied.checkAgain')}
        </Button>
        {props.onGoOn && (
          <Button kind="quiet" small onPress={props.onGoOn}>
            {props.camera ? t('denied.withoutPicture') : t('denied.withoutSound')}
          </Button>
        )}
      </div>
    </div>
  );
}
