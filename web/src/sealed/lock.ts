import type { TrackSource } from '@gabinet/shared/contracts/media';
import type { OpeningStatistics } from './messages.ts';

/** A track of somebody else that this page has. */
export interface HeardTrack {
  participantId: string;
  source: TrackSource;
  /** True while its owner has it off, or the ladder has: then nothing of it comes. */
  paused: boolean;
  /** Whether every frame of it goes through the worker. */
  sealed: boolean;
}

export interface LockFacts {
  /** Everybody who is inside, by the screen: the reader too. */
  shown: readonly string[];
  /** Whose every leaf of the group is, one by one: the reader's too. */
  members: readonly string[];
  tracks: readonly HeardTrack[];
  opening: readonly OpeningStatistics[];
}

/**
 * Whether the lock sign may be shown, or what is against it (rule E9), the worst first. `plain`: something
 * is played that is not sealed. `stranger`: the group has somebody whom the screen does not show, or
 * somebody twice.
 * `missing`: somebody on the screen is not in the group yet. `frames`: somebody's frames do not open.
 */
export type Lock = 'locked' | 'plain' | 'stranger' | 'missing' | 'frames';

export function lockOf({ shown, members, tracks, opening }: LockFacts): Lock {
  if (tracks.some(({ sealed }) => !sealed)) return 'plain';
  const isTwice = new Set(members).size < members.length;
  if (isTwice || members.some((one) => !shown.includes(one))) return 'stranger';
  if (shown.some((one) => !members.includes(one))) return 'missing';
  const opens = ({ participantId, source }: HeardTrack): boolean =>
    opening.some(
      (one) => one.participantId === participantId && one.source === source && one.opens,
    );
  return tracks.every((track) => track.paused || opens(track)) ? 'locked' : 'frames';
}
