import type { InvitationView } from '@gabinet/shared/contracts/http';
import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type FailureCode, failureCode } from '../../api.ts';
import stillLifeTall from '../../art/still-life-tall.webp';
import stillLifeWide from '../../art/still-life-wide.webp';
import { useNow } from '../../clock.ts';
import { errorText, t } from '../../i18n/text.ts';
import { firstName, time } from '../../i18n/time.ts';
import type { LiveSession } from '../../live/model.ts';
import { Button, Switch } from '../../ui/controls.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { VideoTrack } from '../../ui/media.tsx';
import { TopLine } from '../../ui/TopLine.tsx';
import { Banner, Heading, useTitle } from '../../ui/words.tsx';
import { BlockedHint } from './BlockedHint.tsx';
import { allowed, denialOf, isOn, turn } from './devices.ts';
import { WaitingForms } from './forms/FormActs.tsx';

/** Our own still life beside a column of words. */
export function WithStillLife(props: { top: JSX.Element; children: JSX.Element }): JSX.Element {
  return (
    <div class="with-art">
      <div class="with-art-words">
        {props.top}
        <picture class="art only-phone">
          <img src={stillLifeWide} alt="" width="1200" height="900" />
        </picture>
        {props.children}
      </div>
      <picture class="art only-wide">
        <img src={stillLifeTall} alt="" width="1000" height="1300" />
      </picture>
    </div>
  );
}

/** The waiting room: nothing needs doing here, so there is no main action. */
export function WaitingRoom(props: {
  invitation: InvitationView;
  view: SessionView;
  live: LiveSession;
  onHelp: () => void;
  onLeave: () => void;
}): JSX.Element {
  const { view, live } = props;
  const { displayName } = props.invitation.psychologist;
  const first = firstName(displayName);
  const now = useNow(5_000);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const may = allowed(view);
  const link = live.link.value;
  const camera = live.devices.camera.value;
  const blocked = {
    camera: may.camera && camera.state === 'denied',
    microphone: may.microphone && live.devices.microphone.value.state === 'denied',
  };
  const title =
    link.state === 'connected' ? t('waiting.title', { name: displayName }) : t('waiting.titleAway');
  useTitle(t('waiting.titleAway'));

  return (
    <WithStillLife top={<TopLine practiceName={view.practiceName} onHelp={props.onHelp} />}>
      <main class="waiting">
        <Heading class="display">{title}</Heading>
        <p class="lead">
          {now < view.startsAt
            ? t('waiting.lead', { time: time(view.startsAt), now: time(now), first })
            : t('waiting.leadLate', { now: time(now), first })}
        </p>
        {link.state === 'reconnecting' && (
          <Banner icon="networkWeak" tone="warm">
            <b>{t('call.reconnectingTitle')}</b> {t('waiting.plan')}
          </Banner>
        )}
        {may.microphone && (
          <div class={`me ${may.camera ? '' : 'me-voice'}`}>
            {may.camera && (
              <div class="pic">
                {camera.state === 'on' ? (
                  <VideoTrack
                    track={camera.track}
                    label={t('waiting.yourPicture')}
                    testId="self-video"
                  />
                ) : (
                  <Icon name="person" />
                )}
              </div>
            )}
            <div>
              {may.camera && (
                <Switch
                  icon="camera"
                  word={t('check.camera')}
                  on={isOn(live, 'camera')}
                  onChange={(on) => void turn(live, 'camera', on)}
                />
              )}
              <Switch
                icon="microphone"
                word={t('check.microphone')}
                on={isOn(live, 'microphone')}
                onChange={(on) => void turn(live, 'microphone', on)}
              />
            </div>
          </div>
        )}
        <WaitingForms
          view={view}
          live={live}
          attempt={(action) => {
            setFailure(null);
            action.catch((thrown: unknown) => setFailure(failureCode(thrown)));
          }}
        />
        {failure && (
          <Banner icon="warning" tone="warm">
            {failure === 'OFFLINE' ? t('state.offlineText') : errorText(failure)}
          </Banner>
        )}
        {(blocked.camera || blocked.microphone) && (
          <BlockedHint
            {...blocked}
            by={denialOf(live.devices.camera.value, live.devices.microphone.value)}
            onCheckAgain={() => {
              if (blocked.camera) void turn(live, 'camera', true);
              if (blocked.microphone) void turn(live, 'microphone', true);
            }}
          />
        )}
        <p class="plan">
          <Icon name="network" />
          <span>{t('waiting.plan')}</span>
        </p>
        <div class="row acts-start">
          <Button kind="quiet" onPress={props.onLeave}>
            {t('waiting.leave')}
          </Button>
        </div>
      </main>
    </WithStillLife>
  );
}
