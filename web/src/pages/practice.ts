import type { HttpOutput } from '@gabinet/shared/contracts/http';
import { useEffect, useState } from 'preact/hooks';
import { call } from '../api.ts';

/** The practice's public face; null until it is here, or when the service does not answer. */
export function usePractice(): HttpOutput<'practice'> | null {
  const [practice, setPractice] = useState<HttpOutput<'practice'> | null>(null);
  useEffect(() => {
    // The page is useful without the name, so a failure here is not shown.
    call('practice', {}).then(setPractice, () => undefined);
  }, []);
  return practice;
}
