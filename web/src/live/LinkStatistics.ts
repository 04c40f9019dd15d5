import { Lateness } from './Lateness.ts';
import { readReceived, readSent } from './linkCounters.ts';
import { type Counters, type HeardTrack, type LinkReading, readingOf } from './linkReading.ts';
import type { MediaPath } from './MediaPath.ts';
import { ServedPackets } from './ServedPackets.ts';

const everyMs = 1_000;
/** A page in the background is woken less often; over so long a stretch nothing is told of a moment. */
const longestSpanMs = 3_000;
/** A late page looks twice in a row; what came in so short a stretch is no measure of a second. */
const shortestSpanMs = 500;

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
  readonly #lately = { dry: new Map<string, number>(), served: new ServedPackets() };
  readonly #lateness = new Lateness();
  #timer: ReturnType<typeof setInterval> | undefined;
  #looking = false;
  /** The last look, and at which path; paths count from nothing. */
  #last: { path: MediaPath; counters: Counters } | null = null;

  constructor(options: LinkStatisticsOptions) {
    this.#options = options;
  }

  start(): void {
    this.#lateness.start();
    this.#timer ??= setInterval(() => void this.#look(), everyMs);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#last = null;
    this.#lateness.close();
    this.#lately.dry.clear();
    this.#lately.served.clear();
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
      const asked = performance.now();
      const [sent, received] = await Promise.all([path.send.getStats(), path.receive.getStats()]);
      const last = this.#last?.path === path ? this.#last : null;
      const at = this.#options.clock();
      if (last && at - last.counters.at < shortestSpanMs) return;
      const counters = {
        at,
        lateMs: Math.max(this.#lateness.take(), performance.now() - asked),
        sent: readSent(mapOf(sent)),
        received: readReceived(mapOf(received)),
      };
      this.#last = { path, counters };
      if (this.#timer === undefined || !last) return;
      const span = counters.at - last.counters.at;
      if (span <= 0 || span > longestSpanMs) return;
      const { tracks, receiversWell, onReading } = this.#options;
      onReading(readingOf(last.counters, counters, tracks(), this.#lately, receiversWell()));
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
