import { useEffect } from 'preact/hooks';
import { language, t } from '../../../i18n/text.ts';

declare global {
  interface Navigator {
    /** Safari: says that this page is a call, so that its sound goes on behind a locked screen. */
    audioSession?: { type: string };
  }
}

/**
 * What the system shows of a call outside the page. A lock screen that names nobody betrays nobody:
 * without this it would show the tab's title, which is a name. Its pause button pauses nothing.
 */
export function useCallInSystem(): void {
  const shown = language();
  useEffect(() => {
    if (navigator.audioSession) navigator.audioSession.type = 'play-and-record';
    if (!('mediaSession' in navigator)) return;
    const { mediaSession } = navigator;
    mediaSession.metadata = new MediaMetadata({ title: t('room.lockScreen') });
    for (const action of ['play', 'pause', 'stop'] as const) handle(mediaSession, action, stay);
    return () => {
      mediaSession.metadata = null;
      for (const action of ['play', 'pause', 'stop'] as const) handle(mediaSession, action, null);
    };
  }, [shown]);
}

const stay = (): void => undefined;

function handle(session: MediaSession, action: MediaSessionAction, act: (() => void) | null): void {
  try {
    session.setActionHandler(action, act);
  } catch {
    // This browser does not know the action, so it shows no button for it.
  }
}
