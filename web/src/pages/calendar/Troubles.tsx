import type { ChangeScope } from '@gabinet/shared/contracts/appointments';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { errorText, t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { conflictSentence } from './appointments.ts';
import type { Trouble } from './useMoves.ts';

/** Why something could not be done: what stands in the way, each with its time (rule B5). */
function TroubleWords({ trouble, zone }: { trouble: Trouble; zone: string }): JSX.Element {
  const { code, conflicts } = trouble;
  return (
    <>
      <b>{code === 'OFFLINE' ? t('state.offlineTitle') : errorText(code)}</b>
      {conflicts.length > 0 && (
        <ul class="conflicts">
          {conflicts.map((conflict) => (
            <li key={`${conflict.index}-${conflict.startsAt}`}>
              {conflictSentence(conflict, zone)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** In a dialog, above what can be done about it. */
export function TroubleNote(props: { trouble: Trouble; zone: string }): JSX.Element {
  return (
    <div class="banner banner-warm" role="alert">
      <Icon name="warning" />
      <div class="small">
        <TroubleWords trouble={props.trouble} zone={props.zone} />
      </div>
    </div>
  );
}

/** Beside the canvas: what was not possible; nothing has changed. */
export function TroubleBanner(props: {
  trouble: Trouble;
  zone: string;
  onClose: () => void;
}): JSX.Element {
  return (
    <div class="banner banner-warm cal-trouble" role="alert">
      <Icon name="warning" />
      <div>
        <TroubleWords trouble={props.trouble} zone={props.zone} />
        <p class="small">{t('calendar.nothingChanged')}</p>
        <Button small onPress={props.onClose}>
          {t('common.close')}
        </Button>
      </div>
    </div>
  );
}

const undoMilliseconds = 10_000;

/** "Moved. Undo": for ten seconds, longer while it has the focus or the pointer. Ctrl+Z does it too. */
export function UndoToast(props: {
  text: string;
  onUndo: () => void;
  onGone: () => void;
  /** The gallery's stays. */
  stays?: boolean;
}): JSX.Element {
  const [held, setHeld] = useState(props.stays ?? false);
  const { onUndo, onGone } = props;
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(onGone, undoMilliseconds);
    return () => clearTimeout(timer);
  }, [held]);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea');
      if (typing || event.key !== 'z' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      onUndo();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [onUndo]);
  const hold = (): void => setHeld(true);
  const release = (): void => setHeld(props.stays ?? false);
  return (
    <section
      class="toast"
      aria-label={t('calendar.undo')}
      onMouseEnter={hold}
      onMouseLeave={release}
    >
      <Icon name="check" size="s" />
      <span>{props.text}</span>
      <button type="button" onClick={onUndo} onFocus={hold} onBlur={release}>
        {t('calendar.undo')}
      </button>
    </section>
  );
}

/** One of a series: this one, or this and the following (rule B10). */
export function SeriesDialog(props: {
  kind: 'move' | 'cancel';
  onAnswer: (scope: ChangeScope | null) => void;
}): JSX.Element {
  const cancelling = props.kind === 'cancel';
  return (
    <Dialog
      title={cancelling ? t('calendar.seriesCancelTitle') : t('calendar.seriesMoveTitle')}
      onClose={() => props.onAnswer(null)}
    >
      <p>{cancelling ? t('calendar.seriesCancelText') : t('calendar.seriesMoveText')}</p>
      <div class="acts acts-stacked">
        <Button onPress={() => props.onAnswer('one')}>{t('calendar.onlyThis')}</Button>
        <Button onPress={() => props.onAnswer('following')}>{t('calendar.following')}</Button>
        <Button kind="plain" onPress={() => props.onAnswer(null)}>
          {t('calendar.leaveIt')}
        </Button>
      </div>
    </Dialog>
  );
}
