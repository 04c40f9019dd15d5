import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { t } from '../../i18n/text.ts';
import type { LiveSession } from '../../live/model.ts';
import { Button } from '../../ui/controls.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { leaveQuickly } from '../../ui/TopLine.tsx';
import { HelpNumbers } from '../HelpNumbers.tsx';
import { ConnectionLink } from '../quality/ConnectionLink.tsx';
import { allowed } from './devices.ts';
import { FormActs } from './forms/FormActs.tsx';

/** What is needed seldom in a call: help, the own preview, which devices, the quick way out. */
export function MoreDialog(props: {
  live: LiveSession;
  view: SessionView;
  selfHidden: boolean;
  onHideSelf: (hidden: boolean) => void;
  onHelp: () => void;
  onSettings: () => void;
  onRaise: (form: 'audio' | 'video') => void;
  attempt: (action: Promise<void>) => void;
  onClose: () => void;
}): JSX.Element {
  const { live, view } = props;
  const may = allowed(view);
  const isPsychologist = view.you.role === 'psychologist';
  return (
    <Dialog title={t('call.devices')} onClose={props.onClose}>
      <div class="more">
        <Button kind="quiet" icon="phone" onPress={props.onHelp}>
          {t('nav.help')}
        </Button>
        {may.camera && (
          <Button
            kind="quiet"
            icon="eye"
            onPress={() => {
              props.onHideSelf(!props.selfHidden);
              props.onClose();
            }}
          >
            {props.selfHidden ? t('call.showSelf') : t('call.hideSelf')}
          </Button>
        )}
        {!isPsychologist && (
          <Button kind="plain" icon="leave" onPress={leaveQuickly}>
            {t('nav.quickExit')}
          </Button>
        )}
        <FormActs
          view={view}
          live={live}
          attempt={props.attempt}
          onRaise={props.onRaise}
          onDone={props.onClose}
        />
        {may.microphone && (
          <Button kind="quiet" icon="microphone" onPress={props.onSettings}>
            {t('call.settings')}
          </Button>
        )}
        {isPsychologist && <ConnectionLink sessionId={view.sessionId} newTab />}
        {isPsychologist &&
          view.others
            .filter(({ presence }) => presence === 'admitted')
            .map(({ participantId, displayName }) => (
              <Button
                key={participantId}
                kind="danger"
                onPress={() => {
                  props.attempt(live.remove(participantId));
                  props.onClose();
                }}
              >
                {t('call.remove', { name: displayName })}
              </Button>
            ))}
      </div>
      <div class="acts">
        <Button onPress={props.onClose}>{t('common.close')}</Button>
      </div>
    </Dialog>
  );
}

/** "Help now" over a page, so that nobody loses their place in a session. */
export function HelpDialog({ onClose }: { onClose: () => void }): JSX.Element {
  return (
    <Dialog title={t('help.title')} onClose={onClose}>
      <HelpNumbers />
      <div class="acts">
        <Button onPress={onClose}>{t('common.close')}</Button>
      </div>
    </Dialog>
  );
}
