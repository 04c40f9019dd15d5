import './intake.css';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { call, type FailureCode, failureCode } from '../../api.ts';
import { language, t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { Heading, StatePage, useTitle } from '../../ui/words.tsx';
import { Failure } from '../Failure.tsx';
import { QuietPage } from './StepShell.tsx';
import { browserZone } from './times.ts';

const token = /^#([A-Za-z0-9_-]{27})$/;

/** `/intake#TOKEN` and `/book#TOKEN`: one button; reading the page consumes nothing (rule K6). */
export function LinkFirst({ kind }: { kind: 'resume' | 'book' }): JSX.Element {
  const { route } = useLocation();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const found = token.exec(location.hash)?.[1] ?? null;
  useTitle(t('intake.title'));
  const open = async (): Promise<void> => {
    if (!found) return;
    setBusy(true);
    setFailure(null);
    try {
      if (kind === 'resume') {
        await call('resumeIntake', { token: found });
      } else {
        await call('startIntake', {
          language: language(),
          zone: browserZone(),
          bookingToken: found,
        });
      }
      // Replaces the address, so that the token is in no history.
      route(kind === 'resume' ? '/start?step=summary' : '/start', true);
    } catch (thrown) {
      setFailure(failureCode(thrown));
      setBusy(false);
    }
  };
  return (
    <QuietPage>
      {!found ? (
        <StatePage icon="letter" title={t('first.noTokenTitle')} text={t('first.noToken')} />
      ) : failure ? (
        <Failure code={failure} onRetry={() => void open()} />
      ) : (
        <main class="first">
          <Heading class="display">
            {kind === 'resume' ? t('intake.resume.title') : t('intake.invited.title')}
          </Heading>
          <p class="lead">
            {kind === 'resume' ? t('intake.resume.text') : t('intake.invited.text')}
          </p>
          <Button kind="main" busy={busy} onPress={() => void open()}>
            {busy
              ? t('common.opening')
              : kind === 'resume'
                ? t('intake.comeBack.goOn')
                : t('intake.invited.begin')}
          </Button>
        </main>
      )}
    </QuietPage>
  );
}
