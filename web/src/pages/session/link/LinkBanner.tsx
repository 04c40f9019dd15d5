import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { t } from '../../../i18n/text.ts';
import { firstName } from '../../../i18n/time.ts';
import type { LiveSession } from '../../../live/model.ts';
import { Button } from '../../../ui/controls.tsx';
import { Banner } from '../../../ui/words.tsx';
import { type Weakness, weaknessOf } from './weakness.ts';

/** Rule L4: what a weak link has come to, in words, with whose link it is. Nothing while all is well. */
export function LinkBanner(props: {
  view: SessionView;
  live: LiveSession;
  /** Opens the writing; null where it is open. */
  onWrite: (() => void) | null;
}): JSX.Element | null {
  const { uplink, downlink } = props.live.ladder;
  const weakness = weaknessOf(props.view, { uplink: uplink.value, downlink: downlink.value });
  if (!weakness) return null;
  const { level } = weakness;
  return (
    <Banner icon="networkWeak" tone="surface" key={level}>
      {level === 'thin' ? (
        <span class="small">
          {t('ladder.thin')} {sideText(weakness)}
        </span>
      ) : (
        <>
          <b>{t(level === 'voice' ? 'ladder.voice' : 'ladder.writing')}</b> {sideText(weakness)}{' '}
          {t(level === 'voice' ? 'ladder.voiceReturns' : 'ladder.writingReturns')}
          {level === 'writing' && props.onWrite && (
            <>
              <br />
              <Button small icon="writing" onPress={props.onWrite}>
                {t('ladder.write')}
              </Button>
            </>
          )}
        </>
      )}
    </Banner>
  );
}

function sideText({ yours, names }: Weakness): string {
  const others = names.map(firstName).join(', ');
  if (yours && others) return t('ladder.sideBoth', { names: others });
  return yours ? t('ladder.sideYours') : t('ladder.sideTheirs', { names: others });
}
