import type { JSX } from 'preact';
import { t } from '../../../i18n/text.ts';
import type { Denial } from '../../../live/model.ts';
import { Button } from '../../../ui/controls.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import {
  type BrowserHint,
  browserHint,
  isInsideApp,
  type SystemHint,
  systemHint,
} from '../browser.ts';

/** What to do about a refusal, in this browser and on this system; one can always go on without. */
export function BlockedHelp(props: {
  camera: boolean;
  microphone: boolean;
  by: Denial;
  /** As the browser names itself; the gallery shows others. */
  userAgent?: string;
  onCheckAgain: () => void;
  onGoOn?: () => void;
}): JSX.Element {
  const userAgent = props.userAgent ?? navigator.userAgent;
  const touchPoints = props.userAgent ? 0 : navigator.maxTouchPoints;
  const insideApp = isInsideApp(userAgent);
  return (
    <div class="blocked" role="status">
      <Icon name={props.camera ? 'cameraOff' : 'microphoneOff'} />
      {insideApp ? (
        <>
          <h3>{t('denied.inAppTitle')}</h3>
          <p>{t('denied.inAppLink')}</p>
        </>
      ) : props.by === 'dismissed' ? (
        <>
          <h3>{t('denied.dismissedTitle')}</h3>
          <p>{t('denied.dismissed')}</p>
        </>
      ) : (
        <>
          <h3>{props.by === 'system' ? t('denied.systemTitle') : t(titleKey(props))}</h3>
          <Steps
            hint={
              props.by === 'system'
                ? systemHint(userAgent, touchPoints)
                : browserHint(userAgent, touchPoints)
            }
          />
          <p class="small soft">{t('denied.byItself')}</p>
        </>
      )}
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

function titleKey(props: {
  camera: boolean;
  microphone: boolean;
}): 'denied.bothTitle' | 'denied.cameraTitle' | 'denied.microphoneTitle' {
  if (!props.camera) return 'denied.microphoneTitle';
  return props.microphone ? 'denied.bothTitle' : 'denied.cameraTitle';
}

function Steps({ hint }: { hint: BrowserHint | SystemHint }): JSX.Element {
  return (
    <>
      <ol class="numbered">
        <li>{t(`denied.${hint}.1`)}</li>
        <li>{t(`denied.${hint}.2`)}</li>
        <li>{t(`denied.${hint}.3`)}</li>
      </ol>
      <p class="small soft">{t(`denied.${hint}.name`)}</p>
    </>
  );
}
