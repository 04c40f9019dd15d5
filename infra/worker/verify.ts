/**
 * Proves that the worker named by MEDIASOUP_WORKER_BIN is whole: it starts, a WebRtcServer listens on UDP and TCP,
 * and an RTP packet crosses between two routers under SRTP with AES-GCM. Exit code 0 when all of it holds.
 */
import { once } from 'node:events';
import { createWorker, type types } from 'mediasoup';

const LIMIT_MS = 10_000;
const SSRC = 1111;
const PAYLOAD_TYPE = 100;

/** A minimal RTP packet (RFC 3550): version 2, our payload type, sequence number and SSRC, and a few bytes. */
function rtpPacket(sequence: number): Buffer {
  const packet = Buffer.alloc(12 + 40, 7);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8(PAYLOAD_TYPE, 1);
  packet.writeUInt16BE(sequence, 2);
  packet.writeUInt32BE(sequence * 960, 4);
  packet.writeUInt32BE(SSRC, 8);
  return packet;
}

/** Between two workers, for a pipe keeps the producer's id, and pipes encrypt with AES-GCM. */
async function carriesPacketUnderGcm(one: types.Worker, two: types.Worker): Promise<void> {
  const mediaCodecs: types.RouterRtpCodecCapability[] = [
    {
      kind: 'audio',
      mimeType: 'audio/opus',
      clockRate: 48_000,
      channels: 2,
      preferredPayloadType: PAYLOAD_TYPE,
    },
  ];
  const [near, far] = await Promise.all([
    one.createRouter({ mediaCodecs }),
    two.createRouter({ mediaCodecs }),
  ]);
  const source = await near.createDirectTransport();
  const producer = await source.produce({
    kind: 'audio',
    rtpParameters: {
      codecs: [
        { mimeType: 'audio/opus', payloadType: PAYLOAD_TYPE, clockRate: 48_000, channels: 2 },
      ],
      encodings: [{ ssrc: SSRC }],
    },
  });
  const { pipeProducer } = await near.pipeToRouter({
    producerId: producer.id,
    router: far,
    enableSrtp: true,
    listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
  });
  if (!pipeProducer) throw new Error('the routers could not be joined');
  const sink = await far.createDirectTransport();
  const consumer = await sink.consume({
    producerId: pipeProducer.id,
    rtpCapabilities: far.rtpCapabilities,
  });
  let sequence = 1;
  const sending = setInterval(() => producer.send(rtpPacket(sequence++)), 20);
  try {
    await once(consumer, 'rtp', { signal: AbortSignal.timeout(LIMIT_MS) });
  } finally {
    clearInterval(sending);
  }
}

async function verify(): Promise<void> {
  const workers = await Promise.all([createWorker(), createWorker()]);
  const [worker, other] = workers;
  try {
    const server = await worker.createWebRtcServer({
      listenInfos: [
        { protocol: 'udp', ip: '127.0.0.1' },
        { protocol: 'tcp', ip: '127.0.0.1' },
      ],
    });
    const { udpSockets, tcpServers } = await server.dump();
    if (udpSockets.length !== 1 || tcpServers.length !== 1) {
      throw new Error('the WebRtcServer does not listen');
    }
    await carriesPacketUnderGcm(worker, other);
  } finally {
    for (const each of workers) each.close();
  }
}

try {
  await verify();
} catch (error) {
  process.exitCode = 1;
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`The media worker doesn't work: ${reason}.`);
}
