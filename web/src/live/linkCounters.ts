import type { ServedLook } from './ServedPackets.ts';

/** What a connection has counted so far, read from its statistics. */

type Stat = Readonly<Record<string, unknown>>;
type Stats = ReadonlyMap<string, Stat>;

export interface SentCounters {
  packets: number;
  bytes: number;
  /** Packets of the picture alone. */
  picturePackets: number;
  /** The service's reports on what it lacks of each kind; null while there is none of the last moments. */
  pictureLoss: number | null;
  /**
   * Of sound with error correction it names the worst loss of anybody who receives it, so that the
   * correction is made for them: this is one's own only while all of those are well.
   */
  soundLoss: number | null;
  /** When the newest of those reports came; 0 while there is none. */
  reportedAt: { picture: number; sound: number };
  roundTripMs: number | null;
  availableKbps: number | null;
  relayed: boolean;
}

export interface StreamCounters {
  packets: number;
  lost: number;
  bytes: number;
  freezes: number;
  frozenMs: number;
  /** Samples that were made up because they did not come, silence not counted; and all samples. */
  concealed: number;
  samples: number;
}

export interface ReceivedCounters {
  roundTripMs: number | null;
  relayed: boolean;
  /** By the id of the track that the page plays. */
  streams: ReadonlyMap<string, StreamCounters>;
  /** By the same: beside what has come, what the service reports to have sent. */
  served: ReadonlyMap<string, ServedLook>;
}

/** A report of the other end older than this tells of another moment. */
const freshMs = 1_600;

/** What the transport that sends has counted. */
export function readSent(stats: Stats): SentCounters {
  const sums: SentCounters = {
    packets: 0,
    bytes: 0,
    picturePackets: 0,
    pictureLoss: null,
    soundLoss: null,
    reportedAt: { picture: 0, sound: 0 },
    ...pairOf(stats),
  };
  let roundTripMs: number | null = null;
  for (const stat of stats.values()) {
    if (stat.type === 'outbound-rtp') {
      sums.packets += numberOf(stat, 'packetsSent');
      if (stat.kind === 'video') sums.picturePackets += numberOf(stat, 'packetsSent');
      sums.bytes += numberOf(stat, 'bytesSent') + numberOf(stat, 'headerBytesSent');
    } else if (stat.type === 'remote-inbound-rtp' && isFresh(stat)) {
      const kind = stat.kind === 'video' ? 'picture' : 'sound';
      const share = Math.max(0, Math.min(1, numberOf(stat, 'fractionLost')));
      sums[`${kind}Loss`] = Math.max(sums[`${kind}Loss`] ?? 0, share);
      sums.reportedAt[kind] = Math.max(sums.reportedAt[kind], numberOf(stat, 'timestamp'));
      const own = numberOf(stat, 'roundTripTime') * 1_000;
      if (own > 0) roundTripMs = Math.max(roundTripMs ?? 0, own);
    }
  }
  // Asked with every report, and so newer than what the connection's own checks say.
  return { ...sums, roundTripMs: roundTripMs ?? sums.roundTripMs };
}

/** What the transport that receives has counted. */
export function readReceived(stats: Stats): ReceivedCounters {
  const streams = new Map<string, StreamCounters>();
  const served = new Map<string, ServedLook>();
  for (const stat of stats.values()) {
    if (stat.type !== 'inbound-rtp' || typeof stat.trackIdentifier !== 'string') continue;
    streams.set(stat.trackIdentifier, {
      packets: numberOf(stat, 'packetsReceived'),
      lost: numberOf(stat, 'packetsLost'),
      bytes: numberOf(stat, 'bytesReceived') + numberOf(stat, 'headerBytesReceived'),
      freezes: numberOf(stat, 'freezeCount'),
      frozenMs: numberOf(stat, 'totalFreezesDuration') * 1_000,
      concealed: numberOf(stat, 'concealedSamples') - numberOf(stat, 'silentConcealedSamples'),
      samples: numberOf(stat, 'totalSamplesReceived'),
    });
    served.set(stat.trackIdentifier, servedOf(stat, stats.get(String(stat.remoteId))));
  }
  const { roundTripMs, relayed } = pairOf(stats);
  return { roundTripMs, relayed, streams, served };
}

function servedOf(stat: Stat, report: Stat | undefined): ServedLook {
  const packets = report?.packetsSent;
  return {
    at: numberOf(stat, 'timestamp'),
    packets: numberOf(stat, 'packetsReceived') - numberOf(stat, 'retransmittedPacketsReceived'),
    report:
      report && typeof packets === 'number' ? { at: numberOf(report, 'timestamp'), packets } : null,
  };
}

/** The pair of addresses that the transport uses now. */
function pairOf(stats: Stats): Pick<SentCounters, 'roundTripMs' | 'availableKbps' | 'relayed'> {
  const transport = [...stats.values()].find(({ type }) => type === 'transport');
  const chosen = stats.get(String(transport?.selectedCandidatePairId));
  // A browser that does not name the chosen pair: the nominated one that works.
  const pair = chosen ?? [...stats.values()].find(isInUse);
  if (!pair) return { roundTripMs: null, availableKbps: null, relayed: false };
  const local = stats.get(String(pair.localCandidateId));
  const { currentRoundTripTime: trip, availableOutgoingBitrate: available } = pair;
  return {
    roundTripMs: typeof trip === 'number' ? trip * 1_000 : null,
    availableKbps: typeof available === 'number' ? available / 1_000 : null,
    relayed: local?.candidateType === 'relay',
  };
}

function isInUse(stat: Stat): boolean {
  return stat.type === 'candidate-pair' && stat.nominated === true && stat.state === 'succeeded';
}

function isFresh(stat: Stat): boolean {
  const at = numberOf(stat, 'timestamp');
  return performance.timeOrigin + performance.now() - at < freshMs;
}

function numberOf(stat: Stat, name: string): number {
  const value = stat[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
