import type { Modality, Rung } from '../contracts/words.ts';

/**
 * The ladder (rules L1 and L2) of one direction of one page's link: a sample each second makes the next
 * state. Pure; what a rung then does to tracks is for the page.
 */

/** One's own way to the service, or the way back. */
export type Direction = 'up' | 'down';

/** What a page saw of one direction in about a second. */
export interface LinkSample {
  /** Share of packets lost, 0 to 1; null where nothing went. */
  readonly loss: number | null;
  /** Whether that was told since the last sample: one report is one sign, however often it is read. */
  readonly lossIsNew: boolean;
  readonly roundTripMs: number | null;
  /** Whether a longer round trip is this direction's doing. */
  readonly delayCounts: boolean;
  /** What the line would carry, where somebody estimates it; and what went over it. */
  readonly availableKbps: number | null;
  readonly carriedKbps: number;
  /** Share of the sound that had to be made up; null where no sound should come. */
  readonly concealedShare: number | null;
  /** Sound should come and not one packet did. */
  readonly audioStalled: boolean;
  /** A picture should come and not one packet of it did. */
  readonly pictureStalled: boolean;
  /** How late the page itself was: what its processor may have done is no sign of a line. */
  readonly lateMs: number;
}

export interface LadderState {
  readonly rung: Rung;
  /** What is asked of the line: the rung, or less where less is sent. */
  readonly asked: Rung;
  /** Of the last sample, epoch milliseconds like all instants here. */
  readonly at: number;
  /** How many samples in a row were bad. */
  readonly badSamples: number;
  readonly calmSince: number;
  readonly raisedAt: number | null;
  /** How long calm must last before the next rise; longer after one that failed. */
  readonly riseAfterMs: number;
  /** Until then an estimate is still climbing, and is no sign of trouble. */
  readonly climbingUntil: number;
  /** The least round trip ever seen: what this line takes when nothing is wrong. */
  readonly leastRoundTripMs: number | null;
  /** When something was last lost or late on the line itself. */
  readonly strainedAt: number | null;
}

/** Why a rung changed. */
export type LadderReason = 'sound' | 'loss' | 'delay' | 'capacity' | 'picture' | 'calm';

export interface LadderStep {
  readonly state: LadderState;
  /** Null when the rung stays. */
  readonly why: LadderReason | null;
}

export const calmMs = 15_000;
const longestCalmMs = 120_000;
/** A rise that is taken back within this time has failed; one that held as long is forgotten. */
const failedWithinMs = 30_000;
const climbMs = 15_000;
/** A page this late makes sound up, answers late and sends unevenly, over the best of lines. */
const lateFromMs = 200;
/** A picture that does not come may be its sender's doing, unless the line was strained so lately. */
const strainLastsMs = 10_000;
/** Samples further apart tell of a page that slept, not of a line. */
const sleepMs = 3_000;

/** Both directions' rungs in one order, best first: the contract's, without its parser. */
export const allRungs: readonly Rung[] = [
  'full',
  'smaller',
  'slower',
  'picture-paused',
  'audio-only',
  'chat-only',
];
const upwards: readonly Rung[] = ['full', 'smaller', 'slower', 'picture-paused', 'chat-only'];
const downwards: readonly Rung[] = ['full', 'smaller', 'slower', 'audio-only', 'chat-only'];
const voice: readonly Rung[] = ['full', 'chat-only'];
const writing: readonly Rung[] = ['full'];

/** The least that each rung is worth having with, sound included, kbit/s. */
const needsKbps: Record<Rung, number> = {
  full: 350,
  smaller: 160,
  slower: 60,
  'picture-paused': 20,
  'audio-only': 20,
  'chat-only': 0,
};

/** The rungs of one direction for a form of meeting, best first: without a picture there is none to thin out. */
export function rungsOf(direction: Direction, form: Modality): readonly Rung[] {
  switch (form) {
    case 'chat':
      return writing;
    case 'audio':
      return voice;
    case 'video':
      return direction === 'up' ? upwards : downwards;
  }
}

export function ladderAtStart(now: number): LadderState {
  return {
    rung: 'full',
    asked: 'full',
    at: now,
    badSamples: 0,
    calmSince: now,
    raisedAt: null,
    riseAfterMs: calmMs,
    climbingUntil: now + climbMs,
    leastRoundTripMs: null,
    strainedAt: null,
  };
}

/** Which way, of a meeting of which form. */
export interface LadderOf {
  readonly direction: Direction;
  readonly form: Modality;
  /** As what the tracks go now, where their owner or another person's link lets go less than the rung would. */
  readonly sentAs?: Rung;
  /** Whether what the estimate is made of may be missing, for it comes over the other way. */
  readonly estimateDoubted?: boolean;
}

/** Rule L2: the next state after one more sample. At most one rung away from the last. */
export function stepLadder(
  before: LadderState,
  on: LadderOf,
  sample: LinkSample,
  now: number,
): LadderStep {
  const rungs = rungsOf(on.direction, on.form);
  // A form without picture rungs: what carried a thinner picture carries a whole voice.
  const index = Math.max(0, rungs.indexOf(before.rung));
  const rung = rungs[index] ?? 'full';
  const slept = now - before.at > sleepMs;
  const asked = worseRung(rung, on.sentAs ?? rung);
  const moreIsAsked = depth(asked) < depth(before.asked);
  const leastRoundTripMs = least(before.leastRoundTripMs, sample.roundTripMs);
  const state: LadderState = {
    ...before,
    rung,
    at: now,
    leastRoundTripMs,
    strainedAt: isStrained(sample, leastRoundTripMs) ? now : before.strainedAt,
    asked,
    ...(slept ? { badSamples: 0, calmSince: now } : {}),
    // What a late page sent unevenly has pulled the estimate down as well.
    ...(slept || moreIsAsked || on.estimateDoubted || sample.lateMs >= lateFromMs
      ? { climbingUntil: now + climbMs }
      : {}),
    ...heldLong(before, now),
  };
  const next = rungs[index + 1];
  const verdict = judge(state, next, sample, now);
  if (verdict.kind === 'bad') {
    const again = verdict.why === 'loss' && !verdict.severe && !sample.lossIsNew;
    const badSamples = again ? state.badSamples : state.badSamples + 1;
    const patience = next === 'chat-only' ? 3 : verdict.severe ? 1 : 2;
    const troubled = { ...state, badSamples, calmSince: now };
    if (next === undefined || badSamples < patience) return { state: troubled, why: null };
    return { state: fallen(troubled, next, now), why: verdict.why };
  }
  const calmSince = verdict.kind === 'calm' ? state.calmSince : now;
  const better = rungs[index - 1];
  if (better !== undefined && now - calmSince >= state.riseAfterMs) {
    return { state: risen({ ...state, calmSince }, better, now), why: 'calm' };
  }
  return { state: { ...state, badSamples: 0, calmSince }, why: null };
}

/** The worse of two rungs. */
export function worseRung(a: Rung, b: Rung): Rung {
  return depth(a) >= depth(b) ? a : b;
}

function depth(rung: Rung): number {
  return allRungs.indexOf(rung);
}

type Verdict =
  | { kind: 'bad'; severe: boolean; why: LadderReason }
  /** Neither trouble nor calm. */
  | { kind: 'middling' }
  | { kind: 'calm' };

function judge(
  state: LadderState,
  next: Rung | undefined,
  sample: LinkSample,
  now: number,
): Verdict {
  const loss = sample.loss ?? 0;
  // Of a page that is late itself, what was lost on the way counts, and nothing else.
  const late = sample.lateMs >= lateFromMs;
  const concealed = late ? 0 : (sample.concealedShare ?? 0);
  const delay = sample.delayCounts && !late ? longerBy(sample, state.leastRoundTripMs) : 0;
  const available = sample.availableKbps ?? Number.POSITIVE_INFINITY;
  // An estimate far above what is sent is a guess; one that is used up is the line itself.
  const filled = sample.carriedKbps > 0.7 * available;
  const bad = (why: LadderReason, severe = false): Verdict => ({ kind: 'bad', severe, why });

  if (next === 'chat-only') {
    // Voice goes on through a great deal: it is given up only when it does not get through.
    if (sample.audioStalled) return bad('sound');
    if (loss >= 0.35) return bad('loss');
    if (delay >= 1_500) return bad('delay');
    if (filled && available < 12) return bad('capacity');
    if (concealed >= 0.4 && (loss >= 0.05 || delay >= 500)) return bad('sound');
  } else if (next !== undefined) {
    const capacity = filled && now >= state.climbingUntil;
    // While a queue that the last rung left behind drains, an estimate that carries this one is believed.
    const draining = state.rung !== 'full' && sample.availableKbps !== null && !filled;
    const severe = !draining;
    if (sample.audioStalled) return bad('sound', true);
    // Who sends less is estimated at that: a line lacks only what is asked of it.
    const needed = needsKbps[state.asked];
    const bearable = Math.max(needsKbps[next], needed / 2);
    if (capacity && available < needed && available <= bearable) return bad('capacity', true);
    if (loss >= 0.25) return bad('loss', severe);
    if (concealed >= 0.3 && (loss >= 0.05 || delay >= 500)) return bad('sound', severe);
    if (capacity && available < needed) return bad('capacity');
    if (loss >= 0.08) return bad('loss');
    // A busy processor makes answers late too: a little late counts only where something is missing.
    if (delay >= 1_000 || (delay >= 500 && (loss >= 0.02 || concealed >= 0.1))) return bad('delay');
    const strained = state.strainedAt !== null && now - state.strainedAt <= strainLastsMs;
    if (sample.pictureStalled && strained && !late) return bad('picture');
  }
  const calm = loss < 0.05 && delay < 400 && !sample.audioStalled && !sample.pictureStalled;
  return { kind: calm ? 'calm' : 'middling' };
}

function isStrained(sample: LinkSample, leastRoundTripMs: number | null): boolean {
  if ((sample.loss ?? 0) >= 0.02) return true;
  const counts = sample.delayCounts && sample.lateMs < lateFromMs;
  return counts && longerBy(sample, leastRoundTripMs) >= 100;
}

function longerBy({ roundTripMs }: LinkSample, leastRoundTripMs: number | null): number {
  return (roundTripMs ?? 0) - (leastRoundTripMs ?? 0);
}

function fallen(state: LadderState, to: Rung, now: number): LadderState {
  const failed = state.raisedAt !== null && now - state.raisedAt < failedWithinMs;
  return {
    ...state,
    rung: to,
    badSamples: 0,
    calmSince: now,
    raisedAt: null,
    riseAfterMs: failed ? Math.min(longestCalmMs, state.riseAfterMs * 2) : state.riseAfterMs,
  };
}

function risen(state: LadderState, to: Rung, now: number): LadderState {
  return {
    ...state,
    rung: to,
    badSamples: 0,
    calmSince: now,
    raisedAt: now,
  };
}

/** A rise that held is a success: the next one need not wait longer than the rule says. */
function heldLong(state: LadderState, now: number): Partial<LadderState> {
  if (state.raisedAt === null || now - state.raisedAt < failedWithinMs) return {};
  return { raisedAt: null, riseAfterMs: calmMs };
}

function least(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
