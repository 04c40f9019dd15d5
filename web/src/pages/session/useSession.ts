import type { InvitationView, SessionEntry } from '@gabinet/shared/contracts/http';
import type { SessionView } from '@gabinet/shared/contracts/session';
import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { call, type FailureCode, failureCode, RequestError } from '../../api.ts';
import { setClock } from '../../clock.ts';
import { loadWords } from '../../i18n/text.ts';
import { forgetWriting } from '../../live/keptWriting.ts';
import type { LiveSession } from '../../live/model.ts';
import { openDevices } from './devices.ts';
import { takeEntry } from './entries.ts';
import { chooseScreen, type Screen } from './screen.ts';

/** How the page came to be: `#start` and `#start=PARTICIPANT` come from the psychologist's day. */
export interface Arrival {
  asPsychologist: boolean;
  /** Whom the psychologist has already said "let in" to. */
  admit: string | null;
}

export function readArrival(hash: string): Arrival {
  const found = /^#start(?:=([0-9a-f-]{36}))?$/.exec(hash);
  return { asPsychologist: found !== null, admit: found?.[1] ?? null };
}

export interface SessionState {
  screen: Screen;
  live: LiveSession | null;
  invitation: InvitationView | null;
  view: SessionView | null;
  entering: boolean;
  enter: (withDevices: boolean) => void;
  leave: () => void;
  /** Enters anew: after a failure, a leave, or a "move here". */
  again: (moveHere: boolean) => void;
  stay: () => void;
}

/** A request that died with its network would be waited for by the browser for minutes. */
const patience = { timeoutMilliseconds: 3_000 };

/** The life of one session on this page: enters, connects, joins, and says which screen is due. */
export function useSession(sessionId: string): SessionState {
  const arrival = useRef(readArrival(location.hash)).current;
  const entry = useSignal<SessionEntry | null>(null);
  const live = useSignal<LiveSession | null>(null);
  const failure = useSignal<FailureCode | null>(null);
  const inside = useSignal(false);
  const entering = useSignal(false);
  const left = useSignal(false);
  const stayed = useSignal(false);
  const asPsychologist = useRef(arrival.asPsychologist);

  const requestEntry = async (moveHere: boolean): Promise<SessionEntry> => {
    if (asPsychologist.current) return call('startSession', { sessionId }, patience);
    try {
      return await call('enterSession', { sessionId, moveHere }, patience);
    } catch (thrown) {
      const code = failureCode(thrown);
      if (code !== 'SIGN_IN_REQUIRED' && code !== 'NOT_FOUND') throw thrown;
      // No client's seat in this browser: it may be the psychologist's.
      const started = await call('startSession', { sessionId }, patience).catch(() => null);
      if (!started) throw thrown;
      asPsychologist.current = true;
      return started;
    }
  };

  const join = async (withDevices: boolean): Promise<void> => {
    const session = live.peek();
    const view = entry.peek()?.invitation.session;
    if (!session || !view) return;
    entering.value = true;
    // Not waited for: who is asked for consent by the browser is in the waiting room already.
    if (withDevices) void openDevices(session, session.session.peek() ?? view);
    try {
      await session.join();
      inside.value = true;
      if (arrival.admit) {
        const participantId = arrival.admit;
        arrival.admit = null;
        // Gone meanwhile, or let in by another page: the call says who waits.
        await session.admit(participantId).catch(() => undefined);
        // A reload lets in nobody who has come to wait once more.
        history.replaceState(history.state, '', '#start');
      }
    } catch (thrown) {
      failure.value = failureCode(thrown);
    } finally {
      entering.value = false;
    }
  };

  const begin = async (moveHere: boolean): Promise<void> => {
    failure.value = null;
    stayed.value = false;
    entering.value = true;
    try {
      const held = moveHere ? null : takeEntry(sessionId);
      const got = held ?? (await requestEntry(moveHere));
      const again = entry.peek() !== null;
      setClock(got.invitation.session.now);
      entry.value = got;
      const session = live.peek() ?? (await createLive());
      live.value = session;
      session.connect(got);
      entering.value = false;
      left.value = false;
      const { presence, role } = got.invitation.session.you;
      if (role === 'psychologist' || presence === 'waiting' || presence === 'admitted' || again) {
        await join(true);
      }
    } catch (thrown) {
      failure.value = failureCode(thrown);
      // Rule C8: what was written for a session that is over stays nowhere.
      if (failure.value === 'SESSION_ENDED') forgetWriting(sessionId);
    } finally {
      entering.value = false;
    }
  };

  /** Loaded when an invitation is opened: sockets and media weigh more than all pages together. */
  const createLive = async (): Promise<LiveSession> => {
    const [{ createLiveSession }] = await Promise.all([
      import('../../live/LiveSession.ts'),
      loadWords('chat'),
    ]).catch((cause) => {
      throw new RequestError('OFFLINE', { cause });
    });
    return createLiveSession({ getEntry: () => requestEntry(false) });
  };

  useEffect(() => {
    void begin(false);
    return () => {
      live.peek()?.close();
      live.value = null;
    };
  }, [sessionId]);

  const view = useComputed(
    () => live.value?.session.value ?? entry.value?.invitation.session ?? null,
  );
  useSignalEffect(() => {
    if (view.value) setClock(view.value.now);
  });

  const link = live.value?.link.value;
  const linkFailure =
    link?.state === 'failed' && link.code !== 'MEDIA_UNAVAILABLE' ? link.code : null;
  const screen = chooseScreen({
    view: view.value,
    failure: failure.value ?? linkFailure,
    inside: inside.value,
    left: left.value,
    stayed: stayed.value,
    takenElsewhere: live.value?.takenElsewhere.value ?? false,
  });

  return {
    screen,
    live: live.value,
    invitation: entry.value?.invitation ?? null,
    view: view.value,
    entering: entering.value,
    enter: (withDevices) => void join(withDevices),
    leave: () => {
      left.value = true;
      live
        .peek()
        ?.leave()
        .catch(() => undefined); // The page is over either way (rule S10).
    },
    again: (moveHere) => void begin(moveHere),
    stay: () => {
      stayed.value = true;
    },
  };
}
