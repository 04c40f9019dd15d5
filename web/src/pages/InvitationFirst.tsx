import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { call, type FailureCode, failureCode } from '../api.ts';
import { setClock } from '../clock.ts';
import { loadWords, t } from '../i18n/text.ts';
import { allowSound } from '../sounds.ts';
import { Button } from '../ui/controls.tsx';
import { later } from '../ui/later.tsx';
import { Page } from '../ui/TopLine.tsx';
import { Heading, StatePage, useTitle } from '../ui/words.tsx';
import { Failure } from './Failure.tsx';
import { usePractice } from './practice.ts';
import { isInsideApp } from './session/browser.ts';
import { SeatTaken, Stayed } from './session/Endings.tsx';
import { holdEntry } from './session/entries.ts';

const InsideApp = later(async () => {
  const [hint] = await Promise.all([
    import('./session/settings/InsideApp.tsx'),
    loadWords('devices'),
  ]);
  return hint.InsideApp;
});

/** The token of an invitation from the link's fragment, which reaches no server (rule I1). */
function readToken(hash: string): string | null {
  return /^#([A-Za-z0-9_-]{27})$/.exec(hash)?.[1] ?? null;
}

type State = 'closed' | 'opening' | 'stayed' | { failed: FailureCode };

/** `/j#TOKEN`: the practice's name and one button. Reading it consumes nothing (rule I2). */
export default function InvitationFirst(): JSX.Element {
  const { route } = useLocation();
  const practice = usePractice();
  const [state, setState] = useState<State>('closed');
  const token = readToken(location.hash);
  useTitle(practice?.name ?? t('invitation.title'));

  const open = async (moveHere: boolean): Promise<void> => {
    if (!token) return;
    setState('opening');
    // From this click on the browser lets us sound when the door opens.
    void allowSound();
    try {
      const entry = await call('openInvitation', { token, moveHere });
      setClock(entry.invitation.session.now);
      holdEntry(entry);
      // Replaces the address, so that the token is in no history.
      route(`/s/${entry.invitation.session.sessionId}`, true);
    } catch (thrown) {
      setState({ failed: failureCode(thrown) });
    }
  };

  const failed = typeof state === 'object' ? state.failed : null;
  return (
    <Page practiceName={practice?.name}>
      {!token ? (
        <StatePage icon="letter" title={t('first.noTokenTitle')} text={t('first.noToken')} />
      ) : state === 'stayed' ? (
        <Stayed />
      ) : failed === 'SEAT_TAKEN' ? (
        <SeatTaken busy={false} onMove={() => void open(true)} onStay={() => setState('stayed')} />
      ) : failed ? (
        <Failure code={failed} onRetry={() => void open(false)} />
      ) : (
        <main class="first">
          <Heading class="display">{practice?.name ?? '\u00a0'}</Heading>
          <p class="lead">{t('first.lead')}</p>
          {isInsideApp(navigator.userAgent) && <InsideApp />}
          <Button kind="main" busy={state === 'opening'} onPress={() => void open(false)}>
            {state === 'opening' ? t('common.opening') : t('first.open')}
          </Button>
        </main>
      )}
    </Page>
  );
}
