import { FrameOpener, type ReceivedTrack } from './frames/FrameOpener.ts';
import { FrameSealer } from './frames/FrameSealer.ts';
import type { SealedTrack } from './frames/track.ts';
import type {
  FromSealingWorker,
  OpeningStatistics,
  ToSealingWorker,
  TransformOptions,
} from './messages.ts';

/** One frame as the browser hands it over, of sound or picture. */
export interface EncodedFrame {
  data: ArrayBuffer;
  /** Of pictures: `key`, `delta` or `empty`. */
  type?: string;
  getMetadata(): { mimeType?: string };
}

/** How often a track may be asked for a key frame. */
const keyFrameAskingMilliseconds = 1_000;

/**
 * Everything that a sealing worker does, without the worker: keys in, frames through, numbers out. There
 * is one for the life of a page.
 */
export class FrameDesk {
  readonly #clock: () => number;
  readonly #sealer: FrameSealer;
  readonly #opener: FrameOpener;
  readonly #tracks = new Map<string, OpeningStatistics>();
  #sealed = 0;
  #withheld = 0;
  #changed = false;

  constructor(clock: () => number) {
    this.#clock = clock;
    this.#sealer = new FrameSealer(clock);
    this.#opener = new FrameOpener(clock);
  }

  take(message: ToSealingWorker): void {
    switch (message.kind) {
      case 'epoch': {
        const { epoch, baseKey, ownLeaf, members, sendAfterMilliseconds } = message;
        this.#opener.install({ epoch, baseKey, members });
        const from = this.#clock() + sendAfterMilliseconds;
        this.#sealer.install({ epoch, baseKey, leaf: ownLeaf, from });
        return;
      }
      case 'clear':
        this.#opener.clear();
        this.#sealer.clear();
        for (const track of this.#tracks.values()) track.opens = false;
        this.#changed = true;
        return;
    }
  }

  /**
   * What becomes of a track's frames: the one given back goes on, for null none does.
   *
   * @param askKeyFrame asks the track's encoder for a whole picture, after frames that did not get through.
   */
  through(
    options: TransformOptions,
    askKeyFrame: () => void,
  ): (frame: EncodedFrame) => Promise<EncodedFrame | null> {
    const asking = new KeyFrameAsking(this.#clock, askKeyFrame);
    return options.direction === 'seal'
      ? this.#sealing(options, asking)
      : this.#opening(options, asking);
  }

  /** The numbers, when something has changed since the last time; null when nothing has. */
  news(): FromSealingWorker | null {
    if (!this.#changed) return null;
    this.#changed = false;
    const tracks = [...this.#tracks.values()].map((one) => ({
      ...one,
      dropped: { ...one.dropped },
    }));
    return { kind: 'statistics', sealed: this.#sealed, withheld: this.#withheld, tracks };
  }

  #sealing(track: SealedTrack, asking: KeyFrameAsking) {
    return async (frame: EncodedFrame): Promise<EncodedFrame | null> => {
      // Silence, for Opus: the browser sends none of it either.
      if (frame.data.byteLength === 0) return null;
      const data = isOf(frame, track.mimeType) ? await this.#sealer.seal(frame.data, track) : null;
      this.#changed = true;
      if (!data) {
        this.#withheld++;
        asking.missed();
        return null;
      }
      this.#sealed++;
      asking.passed(frame);
      frame.data = data;
      return frame;
    };
  }

  #opening(track: ReceivedTrack, asking: KeyFrameAsking) {
    const statistics = this.#statisticsOf(track);
    return async (frame: EncodedFrame): Promise<EncodedFrame | null> => {
      const result = isOf(frame, track.mimeType)
        ? await this.#opener.open(frame.data, track)
        : { dropped: 'malformed' as const };
      this.#changed = true;
      if ('dropped' in result) {
        statistics.dropped[result.dropped]++;
        // A copy of an old frame, or bytes of somebody on the way, do not mean that the person's own fail.
        if (result.dropped === 'no-key' || result.dropped === 'undecryptable') {
          statistics.opens = false;
          asking.missed();
        }
        return null;
      }
      statistics.opened++;
      statistics.opens = true;
      asking.passed(frame);
      frame.data = result.frame;
      return frame;
    };
  }

  #statisticsOf({ participantId, source }: ReceivedTrack): OpeningStatistics {
    const name = `${participantId} ${source}`;
    const known = this.#tracks.get(name);
    if (known) {
      // Another track, on another path perhaps: it has to prove itself.
      known.opens = false;
      return known;
    }
    const made: OpeningStatistics = {
      participantId,
      source,
      opened: 0,
      dropped: { malformed: 0, 'no-key': 0, 'wrong-sender': 0, replayed: 0, undecryptable: 0 },
      opens: false,
    };
    this.#tracks.set(name, made);
    return made;
  }
}

/** When a track's frames have a gap, what comes after it cannot be shown until a whole picture does. */
class KeyFrameAsking {
  readonly #clock: () => number;
  readonly #ask: () => void;
  #hasGap = false;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(clock: () => number, ask: () => void) {
    this.#clock = clock;
    this.#ask = ask;
  }

  missed(): void {
    this.#hasGap = true;
  }

  passed({ type }: EncodedFrame): void {
    if (type === 'key') this.#hasGap = false;
    if (!this.#hasGap || type === undefined) return;
    if (this.#clock() - this.#askedAt < keyFrameAskingMilliseconds) return;
    this.#askedAt = this.#clock();
    this.#ask();
  }
}

/** Whether the browser agrees about the codec, where it says it. */
function isOf(frame: EncodedFrame, mimeType: string): boolean {
  const said = frame.getMetadata().mimeType;
  return said === undefined || said.toLowerCase() === mimeType.toLowerCase();
}
