import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { call } from '../../../api.ts';
import { useNow } from '../../../clock.ts';
import { plural, t } from '../../../i18n/text.ts';
import { minutesSince, time } from '../../../i18n/time.ts';
import type { LiveSession } from '../../../live/model.ts';

/** From here on the psychologist is told who comes next, also while nobody waits. */
const nearEndMinutes = 10;

/** To the psychologist alone: who is next today, and since when they wait. One quiet line. */
export function NextWaiting(props: {
  view: SessionView;
  live: LiveSession;
  minutesLeft: number;
}): JSX.Element | null {
  const { sessionId } = props.view;
  const now = useNow(20_000);
  const [next, setNext] = useState<HttpOutput<'nextWaiting'>['next']>(null);
  const changes = props.live.dayChanges.value;
  const nearEnd = props.minutesLeft <= nearEndMinutes;
  useEffect(() => {
    let over = false;
    call('nextWaiting', { sessionId }).then(
      (answer) => !over && setNext(answer.next),
      // Out of reach: what was known stays, and the next change asks again.
      () => undefined,
    );
    return () => {
      over = true;
    };
  }, [sessionId, changes, nearEnd]);
  if (!next || (next.waitingSince === null && !nearEnd)) return null;
  return (
    <p class="next-waiting small soft num" role="status">
      {sentence(next, now)}
    </p>
  );
}

function sentence(next: NonNullable<HttpOutput<'nextWaiting'>['next']>, now: number): string {
  const values = { names: next.names.join(', '), time: time(next.startsAt) };
  if (next.waitingSince === null) return t('time.next', values);
  const minutes = minutesSince(next.waitingSince, now);
  return minutes > 0 ? plural('time.nextWaits', minutes, values) : t('time.nextWaitsNow', values);
}
