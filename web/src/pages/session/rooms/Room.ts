import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import type { LiveSession } from '../../../live/model.ts';
import type { SessionTime } from '../time/sessionTime.ts';

/** What every room of a call is made of, whatever the form of meeting. */
export interface Room {
  view: SessionView;
  live: LiveSession;
  /** Whom a client waits for before anybody else is on screen. */
  psychologistName: string;
  /** The names of who is inside, or where one is. */
  title: string;
  time: SessionTime;
  /** Who comes next, for the psychologist. */
  next: JSX.Element | null;
  /** All that has to be said in words. */
  banners: JSX.Element;
  /** The panel in which one writes during a call, while it is open. */
  panel: JSX.Element | null;
  onPanel: (open: boolean) => void;
  onHelp: () => void;
  onMore: () => void;
  onSpeaker: () => void;
  /** Asks once more before this person reveals more of themselves (rule S11). */
  onRaise: (form: 'audio' | 'video') => void;
  onEnd: () => void;
  onLeave: () => void;
  /** Tells on screen what an action failed of. */
  attempt: (action: Promise<void>) => void;
}
