import type { Modality } from '@gabinet/shared/contracts/words';
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Device } from 'mediasoup-client/types';
import type { Request } from './Channel.ts';
import { judgePath, type PathFigures, type Verdict } from './pathVerdict.ts';

export type PathTestState =
  | { state: 'idle' }
  | { state: 'running' }
  | { state: 'done'; figures: PathFigures; verdict: Verdict };

/** The test of the way to the service before a session, as a page sees it (rule P1). */
export interface PathTester {
  readonly state: ReadonlySignal<PathTestState>;
  /** Runs the test for a form of meeting; one at a time. Never rejects. */
  run(form: Modality): Promise<void>;
}

/** Makes the tester; `device` gives the loaded media device, or null where there is none. */
export function createPathTester(parts: {
  request: Request;
  device: () => Promise<Device | null>;
}): PathTester {
  const state = signal<PathTestState>({ state: 'idle' });
  return {
    state,
    async run(form) {
      if (state.peek().state === 'running') return;
      state.value = { state: 'running' };
      const figures = await measure(parts, form);
      state.value = { state: 'done', figures, verdict: judgePath(figures) };
    },
  };
}

async function measure(
  { request, device }: Parameters<typeof createPathTester>[0],
  form: Modality,
): Promise<PathFigures> {
  const { testAnswers, testMediaPath } = await import('./PathTest.ts');
  // Whether the service answers at all tells a closed way for media from no way.
  const answers = await testAnswers(request);
  if (form === 'chat' || !answers.reached) return answers;
  try {
    const loaded = await device();
    if (!loaded) return { ...answers, form, reached: false };
    return await testMediaPath({ device: loaded, request, form });
  } catch {
    // A browser that cannot, a node that is full or gone: for this person media does not work now.
    return { ...answers, form, reached: false };
  }
}
