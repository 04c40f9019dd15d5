import { readReceived, readSent } from './linkCounters.ts';
import { type Counters, type HeardTrack, type LinkReading, readingOf } from './linkReading.ts';
import type { MediaPath } from './MediaPath.ts';

const everyMs = 1_000;
/** A page in the background is woken less often; over so long a stretch nothing is told of a moment. */
const longestSpanMs = 3_000;

export interface LinkStatisticsOptions {
  /** The path to look at; null while there is none, or nothing should flow. */
  path: () => MediaPath | null;
  tracks: () => readonly HeardTrack[];
  /** Whether nobody who receives this page's sound has reported a weak way back. */
  receiversWell: () => boolean;
  onReading: (reading: LinkReading) => void;
  clock: () => number;
}

/** Looks at the statistics of the present path each second, from `start()` to `close()`. */
export class LinkStatistics {
  readonly #options: LinkStatisticsOptions;
  readonly #dry = new Map<string, number>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #looking = false;
  /** The last look, and at which path; paths count from nothing. */
  #last: { path: MediaPath; counters: Counters } | null = null;

  constructor(options: LinkStatisticsOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#look(), everyMs);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#last = null;
    this.#dry.clear();
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    const path = this.#options.path();
    if (path?.state !== 'connected') {
      this.#last = null;
      return;
    }
    this.#looking = true;
    try {
      const [sent, received] = await Promise.all([path.send.getStats(), path.receive.getStats()]);
      const last = this.#last?.path === path ? this.#last : null;
      const counters = {
        at: this.#options.clock(),
        sent: readSent(mapOf(sent)),
        received: readReceived(mapOf(received)),
      };
      this.#last = { path, counters };
      if (this.#timer === undefined || !last) return;
      const span = counters.at - last.counters.at;
      if (span <= 0 || span > longestSpanMs) return;
      const { tracks, receiversWell, onReading } = this.#options;
      onReading(readingOf(last.counters, counters, tracks(), this.#dry, receiversWell()));
    } catch {
      // The path was closed while we looked: the next look is at another.
      this.#last = null;
    } finally {
      this.#looking = false;
    }
  }
}

function mapOf(report: RTCStatsReport): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const stats = new Map<string, Readonly<Record<string, unknown>>>();
  report.forEach((stat: Readonly<Record<string, unknown>>, id) => {
    stats.set(id, stat);
  });
  return stats;
}
