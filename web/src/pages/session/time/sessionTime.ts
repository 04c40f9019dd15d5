import type { SessionView } from '@gabinet/shared/contracts/session';
import { plural, t } from '../../../i18n/text.ts';
import { minutesSince, minutesUntil } from '../../../i18n/time.ts';

/** The clock of a session, thin: a share and a few words, in whole minutes (rule S13). */
export interface SessionTime {
  /** How much of the appointment is over, 0 to 1 (more after its end). */
  done: number;
  /** "32 min left", "12 min over time". */
  words: string;
  /** Whole minutes to the end, rounded up; 0 when it has come. */
  minutesLeft: number;
}

/** What the clock shows at an instant (epoch milliseconds). */
export function sessionTime(
  { startsAt, endsAt }: Pick<SessionView, 'startsAt' | 'endsAt'>,
  now: number,
): SessionTime {
  const minutesLeft = minutesUntil(endsAt, now);
  const over = minutesSince(endsAt, now);
  const words =
    minutesLeft > 0
      ? plural('call.remaining', minutesLeft)
      : over > 0
        ? plural('time.over', over)
        : t('call.over');
  return { done: 1 - (endsAt - now) / (endsAt - startsAt), words, minutesLeft };
}
