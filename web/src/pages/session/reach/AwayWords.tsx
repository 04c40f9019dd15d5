import type { ParticipantView, SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { useNow } from '../../../clock.ts';
import { plural, t } from '../../../i18n/text.ts';
import { firstName } from '../../../i18n/time.ts';
import type { LiveSession } from '../../../live/model.ts';
import { Banner } from '../../../ui/words.tsx';

/** By then the service has noticed, too, and has told the others (rule S14). */
const seenAfterSeconds = 10;

/** Says that this page, or somebody else's, is out of reach, since when, and that it mends itself. */
export function AwayWords({ view, live }: { view: SessionView; live: LiveSession }): JSX.Element {
  const link = live.link.value;
  const inside = view.others.filter(({ presence }) => presence === 'admitted');
  const away = inside.filter(({ connected }) => !connected);
  // Who is away themselves cannot know about the others.
  const known = link.state === 'connected' ? away : [];
  return (
    <>
      {link.state === 'connecting' && (
        <Banner icon="networkWeak" tone="surface">
          <b>{t('call.connecting')}</b>
        </Banner>
      )}
      {link.state === 'reconnecting' && (
        <Banner icon="networkWeak" tone="surface">
          <b>{t('call.reconnectingTitle')}</b>{' '}
          {link.media ? (
            <OwnLoss since={link.since} seenBy={link.seen ? inside[0] : undefined} />
          ) : (
            t('call.reconnectingSocket')
          )}
        </Banner>
      )}
      {known.map((person) => (
        <Banner key={person.participantId} icon="networkWeak" tone="surface">
          <OthersLoss person={person} />
        </Banner>
      ))}
    </>
  );
}

function OwnLoss(props: { since: number; seenBy: ParticipantView | undefined }): JSX.Element {
  const seconds = useSeconds(props.since);
  return (
    <>
      {plural('call.goneSince', seconds)}{' '}
      {props.seenBy && seconds >= seenAfterSeconds
        ? t('call.goneSeen', { first: firstName(props.seenBy.displayName) })
        : t('call.goneAlone')}
    </>
  );
}

function OthersLoss({ person }: { person: ParticipantView }): JSX.Element {
  const since = useRef(Date.now());
  const seconds = useSeconds(since.current);
  return (
    <>
      {t('call.away', { first: firstName(person.displayName) })} {plural('call.awaySince', seconds)}
    </>
  );
}

/** Seconds begun since an instant of this device's own clock; draws anew each second. */
function useSeconds(since: number): number {
  useNow(1_000);
  return Math.max(1, Math.ceil((Date.now() - since) / 1_000));
}
