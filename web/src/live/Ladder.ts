import type { PictureLimit } from '@gabinet/shared/contracts/media';
import type { SessionView } from '@gabinet/shared/contracts/session';
import type { Rung } from '@gabinet/shared/contracts/words';
import {
  type LadderState,
  type LinkSample,
  ladderAtStart,
  stepLadder,
  worseRung,
} from '@gabinet/shared/session/ladder';
import { lowerModality } from '@gabinet/shared/session/modality';
import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Request } from './Channel.ts';
import type { LadderModel } from './LadderModel.ts';
import type { LinkReading } from './linkReading.ts';
import { pausesPicture, pictureLimitOf, sendingRung } from './sending.ts';

/** A path that is back sooner came back by itself: nothing was an outage but the line. */
const outageFromMs = 2_000;
/** The service's first report after an outage is of the outage; on sound alone it comes each 5 seconds. */
const outageToldWithinMs = 6_000;
/** Readings further apart tell of a page that did not run. */
const frozenFromMs = 5_000;
const countdownFrom = 5;
/** Before a lost path is noticed, its last seconds look like the worst of links. */
const lossNoticedWithinMs = 10_000;
/** As much missing is trouble; of a path that is dead nothing comes, and no share of it is known. */
const troublesomeLoss = 0.08;
/** A way back that loses as much loses the service's reports, too, of which a sender's estimate is made. */
const lossOfReports = 0.02;

export interface LadderOptions {
  view: ReadonlySignal<SessionView | null>;
  /** Whether there is a picture that would be sent if the ladder let it: its owner's wish, and a camera. */
  pictureWanted: ReadonlySignal<boolean>;
  /** Turns the own camera off, as its owner's choice. */
  turnPictureOff: () => void;
  request: Request;
  clock: () => number;
}

/** What the ladder lets this page send and receive now. */
export interface Carried {
  /** How the own tracks are encoded. */
  rung: Rung;
  picture: boolean;
  sound: boolean;
  /** How much of the others' pictures. */
  others: PictureLimit;
}

/** What a second made of the ladder. */
interface Moment {
  at: number;
  up: LadderState;
  down: LadderState;
  /** Whether the line was seen to carry a part only of what went over it. */
  lossy: { up: boolean; down: boolean };
}

/** The ladder of this page (rules L1 to L5): hears each reading of the link, and says what may flow. */
export class Ladder implements LadderModel {
  readonly #options: LadderOptions;
  readonly #uplink = signal<Rung>('full');
  readonly #downlink = signal<Rung>('full');
  readonly #countdown = signal<number | null>(null);
  /** Whether the own picture is kept back: from the rung that pauses it to the countdown's end. */
  readonly #held = signal(false);
  readonly #carried: ReadonlySignal<Carried>;
  readonly #endings: (() => void)[];
  #up: LadderState;
  #down: LadderState;
  /** The states of the last seconds, the oldest first: what held before a loss that is noticed late. */
  #lately: Moment[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;
  #reporting = false;
  /** Since when the path is lost, and when it last was there again: epoch milliseconds. */
  #lostAt: number | null = null;
  #mendedAt = Number.NEGATIVE_INFINITY;

  constructor(options: LadderOptions) {
    const { view, pictureWanted, clock } = options;
    this.#options = options;
    this.#up = ladderAtStart(clock());
    this.#down = ladderAtStart(clock());
    const rung = computed(() =>
      sendingRung(view.value, { uplink: this.#uplink.value, downlink: this.#downlink.value }),
    );
    this.#carried = computed(() => ({
      rung: rung.value,
      picture: !this.#held.value && !pausesPicture(rung.value),
      sound: rung.value !== 'chat-only',
      others: pictureLimitOf(view.value, this.#downlink.value),
    }));
    this.#endings = [
      effect(() => this.#hold(pausesPicture(rung.value), pictureWanted.value)),
      () => this.#stopCounting(),
    ];
  }

  get uplink(): ReadonlySignal<Rung> {
    return this.#uplink;
  }

  get downlink(): ReadonlySignal<Rung> {
    return this.#downlink;
  }

  get countdown(): ReadonlySignal<number | null> {
    return this.#countdown;
  }

  get carried(): ReadonlySignal<Carried> {
    return this.#carried;
  }

  stayWithVoice(): void {
    this.#options.turnPictureOff();
  }

  /** Takes note of one reading, about each second while media flows. */
  hear(heard: LinkReading): void {
    if (this.#lostAt !== null) return;
    const reading = this.#withoutOutage(heard);
    const view = this.#options.view.peek();
    if (view?.you.presence !== 'admitted') return;
    const own = lowerModality(view.modality, view.you.ceiling);
    const upwards = {
      direction: 'up',
      form: own,
      sentAs: this.#sentAs(),
      estimateDoubted: (reading.down.loss ?? 0) >= lossOfReports,
    } as const;
    this.#up = stepLadder(this.#up, upwards, reading.up, reading.at).state;
    // One round trip is of both ways: while the way up is in trouble, it tells nothing of the way back.
    const upWell = this.#up.rung === 'full' && this.#up.badSamples === 0;
    const down = { ...reading.down, delayCounts: reading.down.delayCounts && upWell };
    const back = { direction: 'down', form: view.modality } as const;
    this.#down = stepLadder(this.#down, back, down, reading.at).state;
    const lossy = { up: isLossy(reading.up), down: isLossy(reading.down) };
    this.#lately.push({ at: reading.at, up: this.#up, down: this.#down, lossy });
    while ((this.#lately[1]?.at ?? reading.at) < reading.at - lossNoticedWithinMs) {
      this.#lately.shift();
    }
    this.#show();
    this.#report();
  }

  /**
   * The whole path was lost, which is for others to mend (rule M5): what its last seconds did to the rungs
   * was no weakness of the link, and is taken back. A line so weak that the path's own signs of life are
   * lost with the rest was seen to lose: what that did stays.
   */
  pathLost(): void {
    this.#lostAt ??= this.#options.clock();
    if (this.#lately.length === 0) return;
    const now = this.#options.clock();
    this.#up = { ...ladderAtStart(now), rung: this.#heldBefore('up') };
    this.#down = { ...ladderAtStart(now), rung: this.#heldBefore('down') };
    this.#lately = [];
    this.#show();
    this.#report();
  }

  /** The path that was lost is there again: after an outage the line is judged anew, from its rungs. */
  pathMended(): void {
    if (this.#lostAt === null) return;
    const now = this.#options.clock();
    if (now - this.#lostAt >= outageFromMs) {
      this.#mendedAt = now;
      this.#up = { ...ladderAtStart(now), rung: this.#up.rung };
      this.#down = { ...ladderAtStart(now), rung: this.#down.rung };
    }
    this.#lostAt = null;
    // Not only with the next reading: the other's picture would be counted back that much later.
    this.#report();
  }

  close(): void {
    for (const end of this.#endings.splice(0)) end();
  }

  #heldBefore(direction: 'up' | 'down'): Rung {
    const present = direction === 'up' ? this.#up : this.#down;
    if (this.#lately.some(({ lossy }) => lossy[direction])) return present.rung;
    // A loss may be seen more than once before it is over: the best of these seconds is what held before.
    return bestRung(this.#lately.map((moment) => moment[direction].rung));
  }

  #show(): void {
    batch(() => {
      this.#uplink.value = this.#up.rung;
      this.#downlink.value = this.#down.rung;
    });
  }

  /** What is said to be missing was missed in an outage, or by a page that was frozen: not by the line. */
  #withoutOutage(reading: LinkReading): LinkReading {
    const last = this.#lately.at(-1);
    if (last && reading.at - last.at > frozenFromMs) this.#mendedAt = reading.at;
    if (reading.at >= this.#mendedAt + outageToldWithinMs) return reading;
    return {
      ...reading,
      up: { ...reading.up, loss: null },
      down: { ...reading.down, loss: null, concealedShare: null, pictureStalled: false },
    };
  }

  /** One's own picture may be off by choice, or thinned out for the sake of who receives it. */
  #sentAs(): Rung {
    const { rung, picture } = this.#carried.peek();
    const flows = picture && this.#options.pictureWanted.peek();
    return flows ? rung : worseRung(rung, 'picture-paused');
  }

  /** Rule L4. Compared with what the service holds, so that nothing is lost by a reload or a lost socket. */
  #report(): void {
    const view = this.#options.view.peek();
    if (view?.you.presence !== 'admitted') return;
    const uplink = this.#up.rung;
    const downlink = this.#down.rung;
    if (this.#reporting) return;
    if (view.you.uplink === uplink && view.you.downlink === downlink) return;
    this.#reporting = true;
    this.#options
      .request('session:report-link', { uplink, downlink })
      .catch(() => {
        // The next reading says it again.
      })
      .finally(() => {
        this.#reporting = false;
      });
  }

  /** Rule L5: a picture that was kept back returns after a countdown, if its owner wants it at all. */
  #hold(paused: boolean, wanted: boolean): void {
    if (paused) {
      this.#stopCounting();
      this.#held.value = true;
    } else if (!wanted) {
      // Off by its owner's choice: turned on again, it is on at once.
      this.#stopCounting();
      this.#held.value = false;
    } else if (this.#held.peek() && this.#timer === undefined) {
      this.#countdown.value = countdownFrom;
      this.#timer = setInterval(() => this.#count(), 1_000);
    }
  }

  #count(): void {
    const left = (this.#countdown.peek() ?? 1) - 1;
    if (left > 0) {
      this.#countdown.value = left;
      return;
    }
    this.#stopCounting();
    this.#held.value = false;
  }

  #stopCounting(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#countdown.value = null;
  }
}

function isLossy({ loss }: LinkSample): boolean {
  return loss !== null && loss >= troublesomeLoss && loss < 1;
}

function bestRung(rungs: readonly Rung[]): Rung {
  return rungs.reduce((best, one) => (worseRung(best, one) === best ? one : best), 'chat-only');
}
