import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useNow } from '../../clock.ts';
import { errorText, t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { browserZone, dayInSentenceIn } from './times.ts';
import type { Intake } from './useIntake.ts';

/** What is kept when one stops here, until when, and how to have it deleted now. */
export function StopAndComeBack(props: { intake: Intake; onForgotten: () => void }): JSX.Element {
  const { intake } = props;
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const now = useNow(60_000);
  const forget = async (): Promise<void> => {
    setBusy(true);
    const outcome = await intake.forget();
    setBusy(false);
    if (outcome.done) {
      setAsking(false);
      props.onForgotten();
    } else {
      setTrouble(outcome.code === 'OFFLINE' ? t('state.offlineText') : errorText(outcome.code));
    }
  };
  return (
    <details class="stop">
      <summary>{t('intake.stop.title')}</summary>
      <p class="soft">
        {intake.view
          ? t('intake.stop.kept', {
              day: dayInSentenceIn(intake.view.keptUntil, browserZone(), now),
            })
          : t('intake.stop.nothing')}
      </p>
      {intake.view && (
        <Button kind="danger" onPress={() => setAsking(true)}>
          {t('intake.stop.delete')}
        </Button>
      )}
      {asking && (
        <Dialog title={t('intake.stop.askTitle')} onClose={() => setAsking(false)}>
          <p>{t('intake.stop.ask')}</p>
          {trouble && <p role="alert">{trouble}</p>}
          <div class="acts">
            <Button kind="plain" onPress={() => setAsking(false)}>
              {t('intake.stop.keep')}
            </Button>
            <Button kind="end" busy={busy} onPress={() => void forget()}>
              {t('intake.stop.deleteNow')}
            </Button>
          </div>
        </Dialog>
      )}
    </details>
  );
}
