import type { InvitationView } from '@gabinet/shared/contracts/http';
import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useNow } from '../../clock.ts';
import { plural, t } from '../../i18n/text.ts';
import {
  day,
  dayInSentence,
  firstName,
  isSameDay,
  minutesUntil,
  time,
  timeRange,
  zoneSentence,
} from '../../i18n/time.ts';
import type { LiveSession } from '../../live/model.ts';
import { Button } from '../../ui/controls.tsx';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { PersonPicture } from '../../ui/levels.tsx';
import { Banner, Heading, useTitle } from '../../ui/words.tsx';
import { DeviceCheck } from './DeviceCheck.tsx';
import { isOpen } from './screen.ts';

const modalityIcons = { video: 'camera', audio: 'voice', chat: 'writing' } as const;
const tips: readonly (readonly [IconName, Parameters<typeof t>[0]])[] = [
  ['headphones', 'invitation.tipHeadphones'],
  ['lock', 'invitation.tipRoom'],
  ['ear', 'invitation.tipEar'],
  ['shield', 'invitation.tipNoRecording'],
];

/** Who, when and how; the device check; and the way in. Too early, it opens the door by itself. */
export function Invitation(props: {
  invitation: InvitationView;
  view: SessionView;
  live: LiveSession | null;
  entering: boolean;
  onEnter: (withDevices: boolean) => void;
}): JSX.Element {
  const { view, live } = props;
  const { psychologist } = props.invitation;
  const [skipped, setSkipped] = useState(false);
  const now = useNow();
  const first = firstName(psychologist.displayName);
  const open = isOpen(view, now);
  const zone = zoneSentence(view.startsAt, view.zone);
  useTitle(t('invitation.title'));

  return (
    <main class="invitation">
      <div class="invitation-words">
        <div class="who">
          <PersonPicture name={psychologist.displayName} />
          <div>
            <Heading class="display">{psychologist.displayName}</Heading>
            <p class="soft">
              {psychologist.title
                ? t('invitation.invitesWithTitle', { title: psychologist.title })
                : t('invitation.invites')}
            </p>
          </div>
        </div>
        <div class="when">
          <p class="when-day">
            {day(view.startsAt)}{' '}
            <span class="num nowrap">{timeRange(view.startsAt, view.endsAt)}</span>
          </p>
          <p class="soft">
            {zone && `${zone} `}
            {startSentence(view, now)}
          </p>
          <p class="form">
            <span class="badge">
              <Icon name={modalityIcons[view.modality]} />
              {t(`modality.${view.modality}.badge`)}
            </span>
          </p>
        </div>
        <section>
          <h2>{t('invitation.whatHappens')}</h2>
          <ol class="numbered">
            <li>{t('invitation.step1', { first })}</li>
            <li>{t('invitation.step2', { time: time(view.startsAt) })}</li>
            <li>{plural('invitation.step3', minutesUntil(view.endsAt, view.startsAt))}</li>
          </ol>
        </section>
        <div class="go">
          {open ? (
            <>
              <Button kind="main" busy={props.entering} onPress={() => props.onEnter(!skipped)}>
                {props.entering ? t('invitation.entering') : t('invitation.enter')}
              </Button>
              <p class="small soft only-wide">{t('invitation.onlyAdmits', { first })}</p>
            </>
          ) : (
            <TooEarly view={view} now={now} />
          )}
        </div>
      </div>
      <div class="invitation-side">
        <DeviceCheck
          live={live}
          view={view}
          skipped={skipped}
          onSkip={() => setSkipped(true)}
          onEnter={open ? () => props.onEnter(true) : undefined}
        />
        <section class="tips">
          <h2>{t('invitation.tips')}</h2>
          <ul>
            {tips.map(([icon, key]) => (
              <li key={key}>
                <Icon name={icon} />
                <span>{t(key)}</span>
              </li>
            ))}
          </ul>
        </section>
        <p class="all-mine">
          <a href="/me">{t('home.allMine')}</a>
        </p>
      </div>
    </main>
  );
}

function startSentence(view: SessionView, now: number): string {
  if (view.phase === 'live') return t('invitation.underWay');
  const minutes = minutesUntil(view.startsAt, now);
  if (minutes === 0) return t('invitation.startsNow');
  return minutes <= 120 ? plural('invitation.startsIn', minutes) : t('invitation.startsLater');
}

function TooEarly({ view, now }: { view: SessionView; now: number }): JSX.Element {
  const minutes = minutesUntil(view.opensAt, now);
  const opens = time(view.opensAt);
  return (
    <Banner icon="clock">
      <b>
        {isSameDay(view.opensAt, now)
          ? t('early.title', { time: opens })
          : t('early.titleDay', { time: opens, day: dayInSentence(view.opensAt) })}
        .
      </b>{' '}
      {t('early.text')} {minutes <= 120 && plural('early.in', minutes)}
    </Banner>
  );
}
