import type { SkippedOccurrence } from '@gabinet/shared/contracts/appointments';
import type { Conflict } from '@gabinet/shared/contracts/errors';
import type { IntakeView } from '@gabinet/shared/contracts/intake';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { call, type FailureCode, failureCode, RequestError } from '../../api.ts';
import { language } from '../../i18n/text.ts';
import { type Draft, savable } from './flow.ts';
import { browserZone } from './times.ts';

/** A time that a person wishes for, once or as a series. */
export interface Wish {
  psychologistId: string;
  startsAt: number;
  repeat?: { everyWeeks: 1 | 2; count: number };
}

/** What came of an attempt. */
export type Outcome =
  | { done: true }
  | { done: false; code: FailureCode; fields: readonly string[]; conflicts: readonly Conflict[] };

/** An intake as the pages see it: what was answered, what is kept, and what can be done. */
export interface Intake {
  /** The service's view; null before the first answer was saved. */
  readonly view: IntakeView | null;
  readonly draft: Draft;
  /** The last save did not come through; it is tried again by itself. */
  readonly offline: boolean;
  /** Occurrences of the kept series that were left out. */
  readonly skipped: readonly SkippedOccurrence[];
  /** Changes answers here; they are saved after a pause, or by `save`. */
  change(changes: Partial<Draft>): void;
  /** Saves at once. Without a network it answers `OFFLINE`, and keeps trying. */
  save(changes?: Partial<Draft>): Promise<Outcome>;
  hold(wish: Wish, onConflict: 'fail' | 'skip'): Promise<Outcome>;
  release(): Promise<void>;
  sendCode(): Promise<Outcome>;
  confirm(code: string | null): Promise<Outcome>;
  /** Deletes everything that was answered. */
  forget(): Promise<Outcome>;
  /** Asks the service how things stand: whether the duty has answered. */
  refresh(): Promise<void>;
}

const pauseMilliseconds = 1_500;
const done: Outcome = { done: true };

/** A time that has run out is told as such: it stays in view until another one is chosen. */
function keepingHeld(before: IntakeView | null, next: IntakeView): IntakeView {
  return { ...next, held: next.held ?? before?.held ?? null };
}

/** A failure as a value, for pages that show it. */
function failed(thrown: unknown): Outcome {
  return thrown instanceof RequestError
    ? { done: false, code: thrown.code, fields: thrown.fields, conflicts: thrown.conflicts }
    : { done: false, code: failureCode(thrown), fields: [], conflicts: [] };
}

/** The intake of this browser, going on from `found` (null: none was begun). */
export function useIntake(found: IntakeView | null): Intake {
  const [view, setView] = useState(found);
  const [draft, setDraft] = useState<Draft>(found?.answers ?? {});
  const [offline, setOffline] = useState(false);
  const [skipped, setSkipped] = useState<readonly SkippedOccurrence[]>([]);
  // What the next save sends; state would be that of the last drawing.
  const latest = useRef(draft);
  const begun = useRef(found !== null);
  const unsaved = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  // Saves go one after the other, so that an older one cannot overtake a newer.
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  // One key for one wish: the same code sent again after a lost answer is the same wish (rule B8).
  const wish = useRef<{ code: string | null; key: string } | null>(null);

  const change = useCallback((changes: Partial<Draft>): void => {
    latest.current = { ...latest.current, ...changes };
    unsaved.current = true;
    setDraft(latest.current);
  }, []);

  const stopWaiting = useCallback((): void => {
    if (timer.current !== null) clearTimeout(timer.current);
  }, []);

  const send = useCallback((): Promise<Outcome> => {
    stopWaiting();
    const sent = queue.current.then(async (): Promise<Outcome> => {
      if (!unsaved.current && begun.current) return done;
      try {
        if (!begun.current) {
          setView(await call('startIntake', { language: language(), zone: browserZone() }));
          begun.current = true;
        }
        unsaved.current = false;
        const next = await call('saveIntake', { answers: savable(latest.current) });
        setView((before) => keepingHeld(before, next));
        setOffline(false);
        return done;
      } catch (thrown) {
        unsaved.current = true;
        const code = failureCode(thrown);
        setOffline(code === 'OFFLINE' || code === 'UNAVAILABLE');
        return failed(thrown);
      }
    });
    queue.current = sent;
    return sent;
  }, [stopWaiting]);

  // What is typed is saved after a pause, but only once a first step was finished.
  useEffect(() => {
    if (!unsaved.current || !begun.current) return;
    timer.current = setTimeout(() => void send(), pauseMilliseconds);
    return stopWaiting;
  }, [draft, send, stopWaiting]);

  useEffect(() => {
    if (!offline) return;
    const again = (): void => void send();
    window.addEventListener('online', again);
    const repeated = setInterval(again, 10_000);
    return () => {
      window.removeEventListener('online', again);
      clearInterval(repeated);
    };
  }, [offline, send]);

  const attempt = async (act: () => Promise<void>): Promise<Outcome> => {
    const saved = await send();
    if (!saved.done) return saved;
    try {
      await act();
      return done;
    } catch (thrown) {
      return failed(thrown);
    }
  };

  return {
    view,
    draft,
    offline,
    skipped,
    change,
    save: (changes) => {
      if (changes) change(changes);
      return send();
    },
    hold: (wished, onConflict) =>
      attempt(async () => {
        const modality = latest.current.modality ?? 'video';
        const held = await call('holdOpening', { ...wished, modality, onConflict });
        setSkipped(held.skipped);
        setView((before) => before && { ...before, held: held.held });
      }),
    release: async () => {
      if (!begun.current) return;
      await call('releaseHold', {}).catch(() => undefined);
      setView((before) => before && { ...before, held: null });
    },
    sendCode: () =>
      attempt(async () => {
        const { codeSentTo } = await call('sendIntakeCode', {});
        setView((before) => before && { ...before, codeSentTo });
      }),
    confirm: (code) =>
      attempt(async () => {
        if (wish.current?.code !== code) wish.current = { code, key: crypto.randomUUID() };
        const { psychologistId } = latest.current;
        const next = await call(
          'confirmIntake',
          { ...(code ? { code } : {}), ...(psychologistId ? { psychologistId } : {}) },
          { idempotencyKey: wish.current.key },
        );
        // What was kept is shown on the last page, whether or not the service still tells it.
        setView((before) => keepingHeld(before, next));
      }),
    forget: async () => {
      stopWaiting();
      try {
        if (begun.current) await call('forgetIntake', {});
      } catch (thrown) {
        if (failureCode(thrown) !== 'NOT_FOUND') return failed(thrown);
      }
      begun.current = false;
      unsaved.current = false;
      latest.current = {};
      setDraft({});
      setView(null);
      return done;
    },
    refresh: async () => {
      if (!begun.current) return;
      const next = await call('intake', {});
      setView((before) => keepingHeld(before, next));
    },
  };
}
