import type { PictureLimit } from '@gabinet/shared/contracts/media';
import type { SessionView } from '@gabinet/shared/contracts/session';
import type { Rung } from '@gabinet/shared/contracts/words';
import { worseRung } from '@gabinet/shared/session/ladder';

/** What rungs mean for tracks (rule L3). */

/** How one stream is encoded; what is not named is left to the browser. */
export interface StreamShape {
  maxBitrate?: number;
  scaleResolutionDownBy?: number;
  maxFramerate?: number;
}

interface Rungs {
  uplink: Rung;
  downlink: Rung;
}

export const cameraShapes: Record<Rung, StreamShape> = {
  full: { maxBitrate: 1_500_000 },
  smaller: { maxBitrate: 350_000, scaleResolutionDownBy: 2 },
  slower: { maxBitrate: 110_000, scaleResolutionDownBy: 2, maxFramerate: 10 },
  // Not sent: what it is like when it returns is the rung's of then.
  'picture-paused': { maxBitrate: 110_000, scaleResolutionDownBy: 2, maxFramerate: 10 },
  'audio-only': { maxBitrate: 110_000, scaleResolutionDownBy: 2, maxFramerate: 10 },
  'chat-only': { maxBitrate: 110_000, scaleResolutionDownBy: 2, maxFramerate: 10 },
};

/** Speech stays clear with these; headers of 50 packets a second take another 15 kbit/s. */
export const microphoneShapes: Record<Rung, StreamShape> = {
  full: {},
  smaller: { maxBitrate: 24_000 },
  slower: { maxBitrate: 20_000 },
  'picture-paused': { maxBitrate: 16_000 },
  'audio-only': { maxBitrate: 16_000 },
  'chat-only': { maxBitrate: 16_000 },
};

/**
 * How far down this page's own tracks go: by its own way up; between two people by what the other can
 * take, and by its own way back where that is too weak for any picture; by that of voice always. Among
 * several, who takes no pictures goes on sending theirs, for whom it costs nothing.
 */
export function sendingRung(view: SessionView | null, own: Rungs): Rung {
  const other = onlyOther(view);
  const several = countPresent(view) > 1;
  const back = several && own.downlink !== 'chat-only' ? 'full' : deepOnly(own.downlink);
  return [back, other ? other.downlink : 'full'].reduce(worseRung, own.uplink);
}

/** Whether the ladder keeps the own picture back. */
export function pausesPicture(rung: Rung): boolean {
  return worseRung(rung, 'picture-paused') === rung;
}

/**
 * What the service should send of the others' pictures. Between two people the other's page thins its
 * picture out itself, and leaving frames out of that would leave none.
 */
export function pictureLimitOf(view: SessionView | null, downlink: Rung): PictureLimit {
  if (pausesPicture(downlink)) return 'none';
  return downlink === 'full' || onlyOther(view) ? 'all' : 'slower';
}

function onlyOther(view: SessionView | null): SessionView['you'] | null {
  if (countPresent(view) !== 1) return null;
  return view?.others.find(({ presence }) => presence === 'admitted') ?? null;
}

function countPresent(view: SessionView | null): number {
  return view?.others.filter(({ presence }) => presence === 'admitted').length ?? 0;
}

function deepOnly(rung: Rung): Rung {
  return pausesPicture(rung) ? rung : 'full';
}
