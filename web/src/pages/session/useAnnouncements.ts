import type { SessionView } from '@gabinet/shared/contracts/session';
import { useEffect, useRef } from 'preact/hooks';
import { plural, t } from '../../i18n/text.ts';
import { firstName } from '../../i18n/time.ts';
import type { LiveSession } from '../../live/model.ts';
import { playAdmission, playArrival } from '../../sounds.ts';
import { announce } from '../../ui/words.tsx';
import { happenings, type Screen } from './screen.ts';

/** A letter that is not seen so soon lies in a closed panel. */
const unreadMilliseconds = 1_000;

/** Arrivals, admissions and connection changes, said politely and, where due, with a soft sound. */
export function useAnnouncements(
  view: SessionView | null,
  live: LiveSession | null,
  screen: Screen['name'],
  psychologistName: string,
): void {
  const before = useRef<SessionView | null>(null);
  useEffect(() => {
    if (!view) return;
    const isPsychologist = view.you.role === 'psychologist';
    for (const happening of happenings(before.current, view)) {
      switch (happening.what) {
        case 'admitted':
          if (isPsychologist) break;
          announce(t('call.announceAdmitted'));
          playAdmission();
          break;
        case 'arrived':
          announce(t('call.announceArrived', { name: happening.name }));
          if (isPsychologist) playArrival();
          break;
        case 'joined':
          announce(t('call.announceJoined', { name: happening.name }));
          break;
        case 'left':
          announce(t('call.announceLeft', { name: happening.name }));
          break;
      }
    }
    before.current = view;
  }, [view]);

  useEffect(() => {
    if (screen === 'waiting') {
      announce(t('waiting.announce', { first: firstName(psychologistName) }));
    }
  }, [screen]);

  const unread = live?.chat.unread.value ?? 0;
  const unreadBefore = useRef(unread);
  useEffect(() => {
    const more = unread > unreadBefore.current;
    unreadBefore.current = unread;
    if (!more) return;
    // What is on screen is seen at once, and was read out there.
    const timer = setTimeout(() => announce(plural('chat.unread', unread)), unreadMilliseconds);
    return () => clearTimeout(timer);
  }, [unread]);

  const linkState = live?.link.value.state;
  const linkBefore = useRef(linkState);
  useEffect(() => {
    if (linkBefore.current === 'reconnecting' && linkState === 'connected') {
      announce(t('call.announceBack'));
    }
    linkBefore.current = linkState;
  }, [linkState]);
}
