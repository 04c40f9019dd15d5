import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { call, type FailureCode, failureCode } from '../api.ts';
import { t } from '../i18n/text.ts';
import { Button } from '../ui/controls.tsx';
import { Page } from '../ui/TopLine.tsx';
import { Heading, StatePage, useTitle } from '../ui/words.tsx';
import { Failure } from './Failure.tsx';

/** `/demo/sign-in#TOKEN`: one button signs in as the demo's psychologist. */
export default function DemoSignIn(): JSX.Element {
  const [state, setState] = useState<'idle' | 'busy' | { failed: FailureCode }>('idle');
  const token = location.hash.slice(1);
  useTitle(t('demo.signInTitle'));
  const signIn = async (): Promise<void> => {
    setState('busy');
    try {
      await call('demoSignIn', { token });
      location.replace('/day');
    } catch (thrown) {
      setState({ failed: failureCode(thrown) });
    }
  };
  return (
    <Page>
      {!token ? (
        <StatePage icon="letter" title={t('first.noTokenTitle')} text={t('first.noToken')} />
      ) : typeof state === 'object' ? (
        <Failure code={state.failed} staff onRetry={() => void signIn()} />
      ) : (
        <main class="first">
          <Heading class="display">{t('demo.signInTitle')}</Heading>
          <p class="lead">{t('demo.signInText')}</p>
          <Button kind="main" busy={state === 'busy'} onPress={() => void signIn()}>
            {state === 'busy' ? t('common.opening') : t('demo.signIn')}
          </Button>
        </main>
      )}
    </Page>
  );
}
