import type { QualitySample } from '@gabinet/shared/contracts/quality';
import type { Rung } from '@gabinet/shared/contracts/words';
import type { LinkReading } from './linkReading.ts';

const everyMs = 15_000;
/** Less than this at the end tells nothing. */
const leastMs = 1_000;

export interface QualityReportOptions {
  rungs: () => { uplink: Rung; downlink: Rung };
  /** Hands a sample in; one that is lost with its socket is not asked for again. */
  send: (sample: QualitySample) => Promise<unknown>;
  clock: () => number;
}

/** Rule Q1: sums up how this page's connection was, every 15 s and at the end. Numbers alone. */
export class QualityReport {
  readonly #options: QualityReportOptions;
  #readings: LinkReading[] = [];
  #reconnections = 0;
  #clickedAt: number | null = null;
  #waited = false;
  #meetingSince: number | null = null;
  #joinMs: number | null = null;
  #joinTold = false;

  constructor(options: QualityReportOptions) {
    this.#options = options;
  }

  /** The person has pressed the button that takes them in. */
  clicked(): void {
    this.#clickedAt ??= this.#options.clock();
  }

  /** Whether somebody to meet is inside with us now. The time that a person waits is not the line's. */
  meets(somebody: boolean): void {
    if (this.#clickedAt === null) return;
    if (!somebody) this.#waited = true;
    else this.#meetingSince ??= this.#waited ? this.#options.clock() : this.#clickedAt;
  }

  /** Sound or a picture of somebody has come. */
  mediaCame(): void {
    if (this.#meetingSince === null) return;
    this.#joinMs ??= Math.max(0, Math.round(this.#options.clock() - this.#meetingSince));
  }

  /** The page has lost its socket or its media path, and come back. */
  reconnected(): void {
    this.#reconnections += 1;
  }

  hear(reading: LinkReading): void {
    this.#readings.push(reading);
    if (sum(this.#readings, 'spanMs') >= everyMs) this.#hand();
  }

  /** The page's part is over, or its connection is: what is left is handed in. */
  end(): void {
    if (sum(this.#readings, 'spanMs') >= leastMs) this.#hand();
  }

  #hand(): void {
    const readings = this.#readings;
    this.#readings = [];
    const reconnections = this.#reconnections;
    this.#reconnections = 0;
    const joinMilliseconds = this.#joinTold ? null : this.#joinMs;
    this.#joinTold ||= joinMilliseconds !== null;
    const trips = readings.flatMap(({ roundTripMs }) => roundTripMs ?? []);
    const down = sum(readings, 'packetsDown');
    const lost = sum(readings, 'lostDown');
    const sample: QualitySample = {
      spanMilliseconds: Math.round(sum(readings, 'spanMs')),
      joinMilliseconds,
      roundTripMilliseconds: trips.length > 0 ? Math.round(middle(trips)) : null,
      lossUp: lossUpOf(readings),
      lossDown: down + lost > 0 ? lost / (down + lost) : null,
      freezes: sum(readings, 'freezes'),
      frozenMilliseconds: Math.round(sum(readings, 'frozenMs')),
      concealedMilliseconds: Math.round(sum(readings, 'concealedMs')),
      reconnections,
      ...this.#options.rungs(),
      relayed: readings.some(({ relayed }) => relayed),
    };
    this.#options.send(sample).catch(() => {
      // Lost with its socket: the next one tells of the time after it.
    });
  }
}

function lossUpOf(readings: readonly LinkReading[]): number | null {
  const told = readings.filter(({ up }) => up.loss !== null);
  const packets = sum(told, 'packetsUp');
  if (packets === 0) return null;
  return told.reduce((lost, { up, packetsUp }) => lost + (up.loss ?? 0) * packetsUp, 0) / packets;
}

type Summed =
  | 'spanMs'
  | 'packetsUp'
  | 'packetsDown'
  | 'lostDown'
  | 'freezes'
  | 'frozenMs'
  | 'concealedMs';

function sum(readings: readonly LinkReading[], name: Summed): number {
  return readings.reduce((all, reading) => all + reading[name], 0);
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
