import { describe, expect, test } from 'vitest';
import { readReceived, readSent } from './linkCounters.ts';

type Stat = Record<string, unknown>;

function report(...stats: readonly Stat[]): ReadonlyMap<string, Stat> {
  return new Map(stats.map((stat, index) => [String(stat.id ?? index), stat]));
}

const now = (): number => performance.timeOrigin + performance.now();
const pair = {
  id: 'pair',
  type: 'candidate-pair',
  nominated: true,
  state: 'succeeded',
  localCandidateId: 'local',
  currentRoundTripTime: 0.04,
  availableOutgoingBitrate: 800_000,
};
const host = { id: 'local', type: 'local-candidate', candidateType: 'host' };
const transport = { id: 'transport', type: 'transport', selectedCandidatePairId: 'pair' };

describe('what a page has sent', () => {
  const sound = { id: 'a', type: 'outbound-rtp', packetsSent: 50, bytesSent: 4_000 };
  const picture = {
    id: 'v',
    type: 'outbound-rtp',
    packetsSent: 100,
    bytesSent: 90_000,
    headerBytesSent: 2_000,
  };

  test('Q1 packets and bytes of all streams, with their headers', () => {
    const read = readSent(report(transport, pair, host, sound, picture));
    expect(read).toMatchObject({ packets: 150, bytes: 96_000, availableKbps: 800, relayed: false });
  });

  const told = (kind: string, fractionLost: number, ago: number): Stat => ({
    id: `told-${kind}-${fractionLost}`,
    type: 'remote-inbound-rtp',
    kind,
    timestamp: now() - ago,
    fractionLost,
    roundTripTime: 0.2,
  });

  test('L2 the worst report of the last moments counts, of picture and sound apart; an old one does not', () => {
    const all = [told('video', 0.1, 100), told('video', 0.3, 200), told('audio', 0.5, 100)];
    expect(readSent(report(pair, host, ...all))).toMatchObject({
      pictureLoss: 0.3,
      soundLoss: 0.5,
      roundTripMs: 200,
    });
    expect(readSent(report(pair, host, told('video', 0.9, 10_000)))).toMatchObject({
      pictureLoss: null,
      soundLoss: null,
      roundTripMs: 40,
    });
    expect(readSent(report(pair, host, told('audio', -0.2, 100))).soundLoss).toBe(0);
  });

  test('Q1 the chosen pair is the one that the transport names, and says whether a relay is used', () => {
    const other = { ...pair, id: 'other', currentRoundTripTime: 0.5, localCandidateId: 'relay' };
    const relay = { id: 'relay', type: 'local-candidate', candidateType: 'relay' };
    const chosen = { ...transport, selectedCandidatePairId: 'other' };
    expect(readSent(report(chosen, pair, host, other, relay))).toMatchObject({
      roundTripMs: 500,
      relayed: true,
    });
    // A browser that does not name it: the nominated one that works.
    expect(readSent(report({ ...other, nominated: false }, relay, pair, host))).toMatchObject({
      roundTripMs: 40,
      relayed: false,
    });
  });

  test('Q1 what a browser does not tell is unknown, and no number', () => {
    expect(readSent(report())).toEqual({
      packets: 0,
      bytes: 0,
      picturePackets: 0,
      pictureLoss: null,
      soundLoss: null,
      reportedAt: { picture: 0, sound: 0 },
      roundTripMs: null,
      availableKbps: null,
      relayed: false,
    });
  });
});

test('Q1 what a page has received is told by the track that it plays; silence is not made up', () => {
  const { streams, served } = readReceived(
    report(
      {
        id: 'a',
        type: 'inbound-rtp',
        trackIdentifier: 'sound',
        packetsReceived: 40,
        packetsLost: 2,
        retransmittedPacketsReceived: 3,
        timestamp: 900,
        remoteId: 'told',
      },
      { id: 'told', type: 'remote-outbound-rtp', packetsSent: 44, timestamp: 700 },
      {
        id: 'v',
        type: 'inbound-rtp',
        trackIdentifier: 'picture',
        packetsReceived: 90,
        bytesReceived: 1_000,
        headerBytesReceived: 20,
        freezeCount: 1,
        totalFreezesDuration: 1.5,
        concealedSamples: 900,
        silentConcealedSamples: 300,
        totalSamplesReceived: 48_000,
      },
      // Names no track, so nobody plays it.
      { id: 'x', type: 'inbound-rtp', packetsReceived: 7 },
      { id: 'o', type: 'outbound-rtp', trackIdentifier: 'own' },
    ),
  );
  expect([...streams.keys()]).toEqual(['sound', 'picture']);
  expect(streams.get('sound')).toMatchObject({ packets: 40, lost: 2, concealed: 0 });
  expect(streams.get('picture')).toEqual({
    packets: 90,
    lost: 0,
    bytes: 1_020,
    freezes: 1,
    frozenMs: 1_500,
    concealed: 600,
    samples: 48_000,
  });
  expect(served.get('sound')).toEqual({ at: 900, packets: 37, report: { at: 700, packets: 44 } });
  expect(served.get('picture')?.report).toBeNull();
});
