import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { FailureCode } from '../../api.ts';
import type { PlainKey } from '../../i18n/catalogue.ts';
import { errorText, t } from '../../i18n/text.ts';
import type { LiveSession } from '../../live/model.ts';
import { Button } from '../../ui/controls.tsx';
import { Banner } from '../../ui/words.tsx';
import { allowed } from './devices.ts';
import { OthersWriting } from './forms/FormWords.tsx';
import { ProposalCard } from './forms/ProposalCard.tsx';
import { LinkBanner } from './link/LinkBanner.tsx';
import { PictureCountdown } from './link/PictureCountdown.tsx';
import { AwayWords } from './reach/AwayWords.tsx';
import { DeviceWords } from './settings/DeviceWords.tsx';

/** Everything the call has to say in words, above the picture, for as long as its cause lasts. */
export function CallBanners(props: {
  view: SessionView;
  live: LiveSession;
  /** What has just come of a question. */
  outcome: PlainKey | null;
  fiveMinutes: boolean;
  retrySound: (() => void) | null;
  failure: FailureCode | null;
  /** Opens the writing; null where it is open. */
  onWrite: (() => void) | null;
  attempt: (action: Promise<void>) => void;
}): JSX.Element {
  const { view, live, failure } = props;
  const may = allowed(view);
  const waiting = view.others.filter(({ presence }) => presence === 'waiting');
  return (
    <>
      <AwayWords view={view} live={live} />
      {live.link.value.state === 'connected' && (
        <LinkBanner view={view} live={live} onWrite={props.onWrite} />
      )}
      <PictureCountdown live={live} />
      {view.you.role === 'psychologist' &&
        waiting.map((person) => (
          <WaitingPerson
            key={person.participantId}
            name={person.displayName}
            onAdmit={() => live.admit(person.participantId)}
            attempt={props.attempt}
          />
        ))}
      <ProposalCard view={view} live={live} attempt={props.attempt} />
      {props.outcome && (
        <Banner icon="people" tone="surface">
          {t(props.outcome)}
        </Banner>
      )}
      <OthersWriting view={view} live={live} attempt={props.attempt} />
      {props.fiveMinutes && (
        <Banner icon="clock" tone="surface">
          <b>{t('time.fiveTitle')}</b> {t('time.fiveText')}
        </Banner>
      )}
      {props.retrySound && (
        <Banner icon="speakerOff" tone="surface">
          <b>{t('call.soundBlocked')}</b>{' '}
          <Button small onPress={props.retrySound}>
            {t('call.soundOn')}
          </Button>
        </Banner>
      )}
      {may.microphone && <MutedWord live={live} />}
      <DeviceWords live={live} view={view} />
      {failure && (
        <Banner icon="warning" tone="surface">
          {failure === 'OFFLINE' ? t('state.offlineText') : errorText(failure)}
        </Banner>
      )}
    </>
  );
}

function WaitingPerson(props: {
  name: string;
  onAdmit: () => Promise<void>;
  attempt: (action: Promise<void>) => void;
}): JSX.Element {
  const [busy, setBusy] = useState(false);
  const admit = (): void => {
    setBusy(true);
    props.attempt(props.onAdmit().finally(() => setBusy(false)));
  };
  return (
    <div class="banner banner-surface arrival" role="status">
      <p>
        <b>{t('call.waits', { name: props.name })}</b>
      </p>
      <Button kind="main" busy={busy} onPress={admit}>
        {busy ? t('call.admitting') : t('call.admit')}
      </Button>
    </div>
  );
}

/** A mute is told to its owner alone. */
function MutedWord({ live }: { live: LiveSession }): JSX.Element | null {
  const { state } = live.devices.microphone.value;
  const muted = !live.microphoneOn.value && (state === 'on' || state === 'off' || state === 'idle');
  return muted ? (
    <Banner icon="microphoneOff" tone="surface">
      {t('call.youMuted')}
    </Banner>
  ) : null;
}
