import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Letter } from '../../../live/ChatModel.ts';

/** So near the end counts as being there, pixels. */
const nearEnd = 64;
/** A letter is seen when so much of it is, pixels. */
const seenPixels = 24;

export interface LetterScroll {
  box: RefObject<HTMLElement>;
  content: RefObject<HTMLDivElement>;
  /** The reader is elsewhere than at the end. */
  away: boolean;
  /** And something new has come there. */
  below: boolean;
  toEnd: () => void;
}

/**
 * Keeps the last letter in view, unless the reader has scrolled away from it; tells which letters
 * have been before their eyes.
 */
export function useLetterScroll(
  letters: readonly Letter[],
  you: string,
  onSeen: (sequence: number) => void,
): LetterScroll {
  const box = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const sizes = useRef('');
  const [away, setAway] = useState(false);
  const [below, setBelow] = useState(false);
  const last = letters.at(-1);
  const lastBefore = useRef(last?.messageId);

  const look = (): void => {
    const shown = box.current;
    if (!shown || document.visibilityState === 'hidden') return;
    const bottom = shown.getBoundingClientRect().bottom - seenPixels;
    // The last is looked for from the end: mostly it is the first that is asked.
    for (const one of [...shown.querySelectorAll<HTMLElement>('[data-sequence]')].reverse()) {
      if (one.getBoundingClientRect().top > bottom) continue;
      onSeen(Number(one.dataset.sequence));
      return;
    }
  };
  const settle = (): void => {
    const shown = box.current;
    if (!shown) return;
    sizes.current = sizesOf(shown);
    if (atEnd.current) shown.scrollTop = shown.scrollHeight;
    look();
  };
  const toEnd = (): void => {
    atEnd.current = true;
    setAway(false);
    setBelow(false);
    settle();
  };

  useLayoutEffect(() => {
    const isNew = last !== undefined && last.messageId !== lastBefore.current;
    lastBefore.current = last?.messageId;
    if (isNew && last.participantId === you) toEnd();
    else if (isNew && !atEnd.current) setBelow(true);
    settle();
  }, [letters]);

  useEffect(() => {
    const shown = box.current;
    const inner = content.current;
    if (!shown || !inner) return;
    const onScroll = (): void => {
      // Not the reader has moved: the room for the letters has become another.
      if (sizes.current !== sizesOf(shown)) {
        settle();
        return;
      }
      atEnd.current = shown.scrollHeight - shown.scrollTop - shown.clientHeight < nearEnd;
      setAway(!atEnd.current);
      if (atEnd.current) setBelow(false);
      look();
    };
    // Pictures that load, the keyboard that comes, a field that grows.
    const observer = new ResizeObserver(settle);
    observer.observe(shown);
    observer.observe(inner);
    shown.addEventListener('scroll', onScroll, { passive: true });
    document.addEventListener('visibilitychange', look);
    return () => {
      observer.disconnect();
      shown.removeEventListener('scroll', onScroll);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);

  return { box, content, away, below, toEnd };
}

function sizesOf({ scrollHeight, clientHeight }: HTMLElement): string {
  return `${scrollHeight} ${clientHeight}`;
}
