import '../intake/intake.css';
import '../intake/times.css';
import '../intake/review.css';
import './clientPage.css';
import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { call, type FailureCode, failureCode } from '../../api.ts';
import { setClock } from '../../clock.ts';
import { t } from '../../i18n/text.ts';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { Page } from '../../ui/TopLine.tsx';
import { announce, useTitle } from '../../ui/words.tsx';
import { Failure } from '../Failure.tsx';
import { ClientSignIn } from './ClientSignIn.tsx';
import { ClientView } from './ClientView.tsx';

export type ClientPageData = HttpOutput<'clientPage'>;

type State = 'loading' | 'closed' | ClientPageData | { failed: FailureCode };

/** `/me`: a client's own page, opened by a mailed code (rule A6). */
export default function ClientPage(): JSX.Element {
  const [state, setState] = useState<State>('loading');
  useTitle(t('me.title'));
  const load = async (): Promise<void> => {
    try {
      const page = await call('clientPage', {});
      setClock(page.now);
      setState(page);
    } catch (thrown) {
      const code = failureCode(thrown);
      setState(code === 'SIGN_IN_REQUIRED' ? 'closed' : { failed: code });
    }
  };
  useEffect(() => {
    void load();
  }, []);

  if (state === 'loading') {
    return (
      <Page>
        <Skeletons label={t('common.loading')} />
      </Page>
    );
  }
  if (state === 'closed') {
    return (
      <Page>
        <ClientSignIn onOpen={() => void load()} />
      </Page>
    );
  }
  if ('failed' in state) {
    return (
      <Page>
        <Failure code={state.failed} onRetry={() => void load()} />
      </Page>
    );
  }
  return (
    <Page practiceName={state.practiceName}>
      <ClientView
        page={state}
        onChanged={(receipt) => {
          announce(receipt);
          void load();
        }}
        onClosed={() => setState('closed')}
      />
    </Page>
  );
}
