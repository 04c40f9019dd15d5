/** What a connection has counted so far, read from its statistics. */

type Stat = Readonly<Record<string, unknown>>;
type Stats = ReadonlyMap<string, Stat>;

/** What the service reported of one stream, epoch milliseconds. */
interface Report {
  at: number;
  /** Packets so far: lost on the way to the service, and sent when the report was seen. */
  lost: number;
  sent: number;
  /** Share of those since the report before; null while there is none to compare with. */
  loss: number | null;
}

export interface SentCounters {
  packets: number;
  bytes: number;
  /** The worst of the reports on what was lost on the way; null while there is none of the last moments. */
  loss: number | null;
  reports: ReadonlyMap<string, Report>;
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
}

/** A report of the other end older than this tells of another moment. */
const freshMs = 1_600;

/** What the transport that sends has counted, and what has been reported since it was last read. */
export function readSent(stats: Stats, before: SentCounters | null): SentCounters {
  const reports = new Map<string, Report>();
  const sums: SentCounters = { packets: 0, bytes: 0, loss: null, reports, ...pairOf(stats) };
  let roundTripMs: number | null = null;
  for (const stat of stats.values()) {
    if (stat.type === 'outbound-rtp') {
      sums.packets += numberOf(stat, 'packetsSent');
      sums.bytes += numberOf(stat, 'bytesSent') + numberOf(stat, 'headerBytesSent');
    } else if (stat.type === 'remote-inbound-rtp' && isFresh(stat)) {
      const report = reportOf(stat, stats, before?.reports.get(String(stat.id)));
      reports.set(String(stat.id), report);
      if (report.loss !== null) sums.loss = Math.max(sums.loss ?? 0, report.loss);
      const own = numberOf(stat, 'roundTripTime') * 1_000;
      if (own > 0) roundTripMs = Math.max(roundTripMs ?? 0, own);
    }
  }
  // Asked with every report, and so newer than what the connection's own checks say.
  return { ...sums, roundTripMs: roundTripMs ?? sums.roundTripMs };
}

/**
 * The share that a report itself names is not what was lost on the way: of sound with error correction
 * the service names the worst loss of anybody who receives it, so that the correction is made for them.
 */
function reportOf(stat: Stat, stats: Stats, before: Report | undefined): Report {
  const at = numberOf(stat, 'timestamp');
  if (before?.at === at) return before;
  const lost = numberOf(stat, 'packetsLost');
  const sent = numberOf(stats.get(String(stat.localId)) ?? {}, 'packetsSent');
  if (!before) return { at, lost, sent, loss: null };
  const share = Math.max(0, lost - before.lost) / Math.max(1, sent - before.sent);
  return { at, lost, sent, loss: Math.min(share, Math.max(0, numberOf(stat, 'fractionLost')), 1) };
}

/** What the transport that receives has counted. */
export function readReceived(stats: Stats): ReceivedCounters {
  const streams = new Map<string, StreamCounters>();
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
  }
  const { roundTripMs, relayed } = pairOf(stats);
  return { roundTripMs, relayed, streams };
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
