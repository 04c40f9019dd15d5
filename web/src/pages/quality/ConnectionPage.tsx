import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { call, type FailureCode, failureCode } from '../../api.ts';
import { setClock } from '../../clock.ts';
import { t } from '../../i18n/text.ts';
import { useTitle } from '../../ui/words.tsx';
import { NotRead } from '../reading.tsx';
import { ConnectionView } from './ConnectionView.tsx';

/** While the session runs, figures come about this often. */
const refreshEveryMs = 10_000;

/** `/sessions/:sessionId/connection`: how the connection of each side was and is; live while it runs. */
export default function ConnectionPage(): JSX.Element {
  const { sessionId = '' } = useRoute().params;
  const [quality, setQuality] = useState<HttpOutput<'sessionQuality'> | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const known = useRef(false);
  useTitle(t('quality.title'));

  const load = async (): Promise<void> => {
    try {
      const next = await call('sessionQuality', { sessionId });
      setClock(next.now);
      known.current = true;
      setQuality(next);
      setFailure(null);
    } catch (thrown) {
      setFailure(failureCode(thrown));
    }
  };

  useEffect(() => void load(), [sessionId]);
  const over = quality?.phase === 'ended';
  useEffect(() => {
    if (over) return;
    const timer = setInterval(() => {
      // Nobody looks, or there is nothing yet that could be refreshed.
      if (document.hidden || !known.current) return;
      void load();
    }, refreshEveryMs);
    return () => clearInterval(timer);
  }, [over, sessionId]);

  // What is on screen stays there through an outage; who is signed out sees it no more.
  if (!quality || failure === 'SIGN_IN_REQUIRED' || failure === 'NOT_FOUND') {
    return <NotRead failure={failure} again={load} />;
  }
  return <ConnectionView quality={quality} stale={failure !== null} />;
}
