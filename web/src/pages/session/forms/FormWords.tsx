import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PlainKey } from '../../../i18n/catalogue.ts';
import { t } from '../../../i18n/text.ts';
import { firstName } from '../../../i18n/time.ts';
import type { LiveSession } from '../../../live/model.ts';
import { Button } from '../../../ui/controls.tsx';
import { announce, Banner } from '../../../ui/words.tsx';
import { insiders, ownForm } from './form.ts';
import { outcomeOf } from './outcomes.ts';

const outcomeShownMilliseconds = 10_000;

/** What came of a question: to be shown for a while, and said once. Null when there is nothing. */
export function useOutcome(view: SessionView): PlainKey | null {
  const before = useRef<SessionView | null>(null);
  const [outcome, setOutcome] = useState<PlainKey | null>(null);
  useEffect(() => {
    const found = outcomeOf(before.current, view);
    before.current = view;
    if (!found) return;
    setOutcome(found);
    announce(t(found));
  }, [view]);
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), outcomeShownMilliseconds);
    return () => clearTimeout(timer);
  }, [outcome]);
  return outcome;
}

/** Somebody has gone over to writing by themselves: said, with the offer to do the same together. */
export function OthersWriting(props: {
  view: SessionView;
  live: LiveSession;
  attempt: (action: Promise<void>) => void;
}): JSX.Element | null {
  const { view, live } = props;
  const [understood, setUnderstood] = useState<readonly string[]>([]);
  const writing = insiders(view).filter(({ ceiling }) => ceiling === 'chat');
  const ids = writing.map(({ participantId }) => participantId);
  // Who comes back from writing and goes there again is told of again.
  useEffect(() => setUnderstood((seen) => seen.filter((id) => ids.includes(id))), [ids.join()]);
  const told = writing.filter(({ participantId }) => !understood.includes(participantId));
  if (view.modality === 'chat' || ownForm(view) === 'chat' || view.proposal) return null;
  return (
    <>
      {told.map(({ participantId, displayName }) => (
        <Banner key={participantId} icon="writing" tone="surface">
          <b>{t('form.writesTitle', { first: firstName(displayName) })}</b> {t('form.writesText')}
          <div class="row">
            <Button small icon="writing" onPress={() => props.attempt(live.propose('chat'))}>
              {t(insiders(view).length === 1 ? 'form.writeBoth' : 'form.writeAll')}
            </Button>
            <Button
              small
              kind="quiet"
              onPress={() => setUnderstood((seen) => [...seen, participantId])}
            >
              {t('form.understood')}
            </Button>
          </div>
        </Banner>
      ))}
    </>
  );
}
