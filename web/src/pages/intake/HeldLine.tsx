import type { HeldTime } from '@gabinet/shared/contracts/intake';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useNow } from '../../clock.ts';
import { errorText, plural, t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { announce, Banner } from '../../ui/words.tsx';
import { dayInSentenceIn, timeIn, timeRangeIn } from './times.ts';
import type { Intake } from './useIntake.ts';

/** The wish that a kept time came from, to keep the same one again. */
function wishOf(held: HeldTime): Parameters<Intake['hold']>[0] {
  return {
    psychologistId: held.psychologistId,
    startsAt: held.startsAt,
    ...(held.everyWeeks === 1 || held.everyWeeks === 2
      ? { repeat: { everyWeeks: held.everyWeeks, count: held.occurrences } }
      : {}),
  };
}

/** Until when the time is kept, said quietly; once it is over, how to have it again (rule B7). */
export function HeldLine(props: {
  intake: Intake;
  held: HeldTime;
  zone: string;
  onChooseAgain: () => void;
}): JSX.Element {
  const { held, zone, intake } = props;
  const now = useNow(5_000);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  if (now < held.expiresAt) {
    return (
      <p class="held small soft">
        <Icon name="clock" size="s" />
        <span>
          {t('intake.held.kept', {
            day: dayInSentenceIn(held.startsAt, zone, now),
            time: timeRangeIn(held.startsAt, held.endsAt, zone),
            until: timeIn(held.expiresAt, zone),
          })}
          {held.occurrences > 1 && ` ${plural('intake.held.series', held.occurrences)}`}
        </span>
      </p>
    );
  }
  const again = async (): Promise<void> => {
    setBusy(true);
    const outcome = await intake.hold(wishOf(held), 'skip');
    setBusy(false);
    if (outcome.done) announce(t('intake.held.keptAgain'));
    else if (outcome.code === 'OFFLINE') setTrouble(t('intake.offline'));
    else setTrouble(errorText(outcome.code));
  };
  return (
    <Banner icon="clock" tone="warm">
      <p>
        <b>{t('intake.held.overTitle')}</b> {trouble ?? t('intake.held.over')}
      </p>
      <div class="row">
        {!trouble && (
          <Button busy={busy} onPress={() => void again()}>
            {busy ? t('intake.saving') : t('intake.held.again')}
          </Button>
        )}
        <Button kind={trouble ? 'usual' : 'quiet'} onPress={props.onChooseAgain}>
          {t('intake.held.other')}
        </Button>
      </div>
    </Banner>
  );
}
