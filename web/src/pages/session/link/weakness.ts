import type { ParticipantView, SessionView } from '@gabinet/shared/contracts/session';
import type { Rung } from '@gabinet/shared/contracts/words';
import { worseRung } from '@gabinet/shared/session/ladder';

/** What a weak link has come to, for people: a plainer picture, voice, writing. */
type Level = 'thin' | 'voice' | 'writing';

export interface Weakness {
  level: Level;
  /** Whether it is one's own link, and whose else. */
  yours: boolean;
  names: readonly string[];
}

const levels: Record<Rung, Level | null> = {
  full: null,
  smaller: 'thin',
  slower: 'thin',
  'picture-paused': 'voice',
  'audio-only': 'voice',
  'chat-only': 'writing',
};
const order = { thin: 1, voice: 2, writing: 3 } as const;

/**
 * Whether the line keeps back the sound of one of the others: then it is no choice of theirs. Between
 * two people they also send none to one whose own line takes none.
 */
export function holdsSound(view: SessionView, other: ParticipantView): boolean {
  const present = view.others.filter(({ presence }) => presence === 'admitted');
  const alone = present.length === 1;
  const rungs = [other.uplink, other.downlink, ...(alone ? [view.you.downlink] : [])];
  return rungs.includes('chat-only');
}

/**
 * Rule L4: the worst that holds now, and everybody whose link is at it; null while all is well.
 * Among several people, one who cannot take the others' pictures takes nothing from them.
 */
export function weaknessOf(
  view: SessionView,
  own: { uplink: Rung; downlink: Rung },
): Weakness | null {
  const present = view.others.filter(({ presence }) => presence === 'admitted');
  const ofYou = levels[worseRung(own.uplink, own.downlink)];
  const ofOthers = present.map((one) => {
    const alone = present.length === 1 || one.downlink === 'chat-only';
    const rung = alone ? worseRung(one.uplink, one.downlink) : one.uplink;
    return { name: one.displayName, level: one.connected ? levels[rung] : null };
  });
  const all = [ofYou, ...ofOthers.map(({ level }) => level)].filter((one) => one !== null);
  const level = all.sort((a, b) => order[b] - order[a])[0];
  if (level === undefined) return null;
  return {
    level,
    yours: ofYou === level,
    names: ofOthers.filter((one) => one.level === level).map(({ name }) => name),
  };
}
