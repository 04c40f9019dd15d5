import type { LinkSample } from '@gabinet/shared/session/ladder';
import type { ReceivedCounters, SentCounters, StreamCounters } from './linkCounters.ts';
import type { ServedPackets } from './ServedPackets.ts';

/** All that one look at the statistics found. */
export interface Counters {
  /** Epoch milliseconds. */
  at: number;
  /** How late the page itself was since the look before. */
  lateMs: number;
  sent: SentCounters;
  received: ReceivedCounters;
}

/** A track of somebody else, as far as its link is concerned. */
export interface HeardTrack {
  trackId: string;
  participantId: string;
  kind: 'audio' | 'video';
  /** Whether it should be coming now: neither muted by its owner nor limited by this page. */
  expected: boolean;
  /** Whether its owner's own way to the service is good, as they have reported it. */
  ownerWell: boolean;
}

/** What happened between two looks. */
export interface LinkReading {
  at: number;
  spanMs: number;
  up: LinkSample;
  down: LinkSample;
  roundTripMs: number | null;
  packetsUp: number;
  packetsDown: number;
  lostDown: number;
  freezes: number;
  frozenMs: number;
  concealedMs: number;
  relayed: boolean;
}

/** What is kept from look to look. */
export interface Lately {
  /** For how many looks each track has brought nothing. */
  readonly dry: Map<string, number>;
  readonly served: ServedPackets;
}

/** Less than this missing is no trouble, whosesoever. */
const worthAskingShare = 0.02;
const samplesPerMs = 48;
/** A page that does not look at what has come for so long loses it itself. */
const overflowsAfterMs = 1_000;
/** Enough to tell silence between two people from a stream that has dried up. */
const dryAfterLooks = 3;

/** Compares two looks. */
export function readingOf(
  before: Counters,
  now: Counters,
  tracks: readonly HeardTrack[],
  lately: Lately,
  receiversWell: boolean,
): LinkReading {
  const spanMs = now.at - before.at;
  const grown = growth(before.received, now.received);
  const all = total([...grown.values()]);
  const carried = (now.sent.bytes - before.sent.bytes) * (8 / spanMs);
  const { availableKbps, pictureLoss, soundLoss } = now.sent;
  // What is reported of a picture is of this way alone; of sound, see there.
  const picture = now.sent.picturePackets > before.sent.picturePackets;
  const loss = picture ? pictureLoss : receiversWell ? soundLoss : null;
  const kind = picture ? 'picture' : 'sound';
  const packetsUp = now.sent.packets - before.sent.packets;
  return {
    at: now.at,
    spanMs,
    up: {
      loss: packetsUp > 0 ? loss : null,
      lossIsNew: now.sent.reportedAt[kind] !== before.sent.reportedAt[kind],
      roundTripMs: now.sent.roundTripMs,
      // The reports come back over the other way, and an estimate knows of this one alone what is late.
      delayCounts: availableKbps === null,
      availableKbps,
      carriedKbps: carried,
      concealedShare: null,
      audioStalled: false,
      pictureStalled: false,
      lateMs: now.lateMs,
    },
    down: downSample(now, grown, tracks, lately, spanMs),
    roundTripMs: now.received.roundTripMs ?? now.sent.roundTripMs,
    packetsUp,
    packetsDown: all.packets,
    lostDown: all.lost,
    freezes: all.freezes,
    frozenMs: all.frozenMs,
    concealedMs: all.concealed / samplesPerMs,
    relayed: now.sent.relayed || now.received.relayed,
  };
}

/**
 * What is wrong with one's own way back is in everything that comes over it, so the best of all
 * people's streams counts. Where an owner has reported trouble on their own side, theirs tell nothing.
 */
function downSample(
  now: Counters,
  grown: ReadonlyMap<string, StreamCounters>,
  tracks: readonly HeardTrack[],
  { dry, served }: Lately,
  spanMs: number,
): LinkSample {
  const coming = (track: HeardTrack): number => grown.get(track.trackId)?.packets ?? 0;
  for (const track of tracks) {
    const isDry = track.expected && coming(track) === 0;
    dry.set(track.trackId, isDry ? (dry.get(track.trackId) ?? 0) + 1 : 0);
  }
  for (const [trackId, look] of now.received.served) served.note(trackId, look);
  const losses: number[] = [];
  const concealments: number[] = [];
  const stalls: boolean[] = [];
  const telling = tracks.filter(({ expected, ownerWell }) => expected && ownerWell);
  for (const owner of new Set(telling.map(({ participantId }) => participantId))) {
    const own = telling.filter(({ participantId }) => participantId === owner);
    const sum = total(own.flatMap(({ trackId }) => grown.get(trackId) ?? []));
    const due = sum.packets + sum.lost;
    const missing = due > 0 ? sum.lost / due : 0;
    const ours = served.lossOf(own.map(({ trackId }) => trackId)) ?? missing;
    // Most of what is missing was never sent to us: it is their way up, and tells nothing of ours.
    if (missing >= worthAskingShare && ours < missing / 2) continue;
    if (due > 0) losses.push(Math.min(missing, ours));
    if (sum.samples > 0) concealments.push(sum.concealed / sum.samples);
    const sound = own.some((track) => track.kind === 'audio' && coming(track) > 0);
    const picture = own.find(({ kind }) => kind === 'video');
    // Sound comes and the picture does not: the service holds it back, for it would not get through.
    if (picture) stalls.push(sound && (dry.get(picture.trackId) ?? 0) >= dryAfterLooks);
  }
  return {
    lossIsNew: true,
    loss: losses.length > 0 && now.lateMs < overflowsAfterMs ? Math.min(...losses) : null,
    roundTripMs: now.received.roundTripMs,
    delayCounts: true,
    availableKbps: null,
    carriedKbps: total([...grown.values()]).bytes * (8 / spanMs),
    concealedShare: concealments.length > 0 ? Math.min(...concealments) : null,
    // Not one packet from anybody may as well be their end; that the path is dead is seen elsewhere.
    audioStalled: false,
    pictureStalled: stalls.length > 0 && stalls.every(Boolean),
    lateMs: now.lateMs,
  };
}

function growth(
  before: ReceivedCounters,
  now: ReceivedCounters,
): ReadonlyMap<string, StreamCounters> {
  const grown = new Map<string, StreamCounters>();
  for (const [trackId, after] of now.streams) {
    const first = before.streams.get(trackId);
    if (first)
      grown.set(
        trackId,
        map((name) => Math.max(0, after[name] - first[name])),
      );
  }
  return grown;
}

function total(all: readonly StreamCounters[]): StreamCounters {
  return map((name) => all.reduce((sum, one) => sum + one[name], 0));
}

function map(each: (name: keyof StreamCounters) => number): StreamCounters {
  return {
    packets: each('packets'),
    lost: each('lost'),
    bytes: each('bytes'),
    freezes: each('freezes'),
    frozenMs: each('frozenMs'),
    concealed: each('concealed'),
    samples: each('samples'),
  };
}
