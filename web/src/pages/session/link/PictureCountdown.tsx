import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../../../i18n/text.ts';
import type { LiveSession } from '../../../live/model.ts';
import { Button } from '../../../ui/controls.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { announce } from '../../../ui/words.tsx';
import './link.css';

/** Rule L5: one's own picture is about to return, and can be kept back. Nothing at other times. */
export function PictureCountdown({ live }: { live: LiveSession }): JSX.Element | null {
  const seconds = live.ladder.countdown.value;
  const counting = seconds !== null;
  useEffect(() => {
    // Once, and not each second anew: so this is no live region.
    if (counting) announce(t('ladder.countdownSaid'));
  }, [counting]);
  if (seconds === null) return null;
  return (
    <section class="banner banner-surface countdown" aria-label={t('ladder.countdownSaid')}>
      <Icon name="camera" />
      <p class="num" aria-hidden="true">
        {t('ladder.countdown', { seconds: String(seconds) })}
      </p>
      <Button kind="plain" onPress={() => live.ladder.stayWithVoice()}>
        {t('ladder.stayWithVoice')}
      </Button>
    </section>
  );
}
