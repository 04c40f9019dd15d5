/**
 * Bare mediasoup calls for whole 1:1 rooms, without any network: told `{ rooms }` by its parent it
 * sets that many up and answers with each one's wall time in milliseconds. Its parent measures the CPU.
 */
import { performance } from 'node:perf_hooks';
import { createWorker, type types } from 'mediasoup';
import { fabricatedDtls, fabricatedTrack } from '../fabricated.ts';
import { referenceCodecs } from './codecs.ts';

const worker = await createWorker({ logLevel: 'error' });
const listen = { ip: '127.0.0.1', port: Number(process.env.MEDIA_PORT) };
const webRtcServer = await worker.createWebRtcServer({
  listenInfos: [
    { protocol: 'udp', ...listen },
    { protocol: 'tcp', ...listen },
  ],
});

async function enter(router: types.Router) {
  const options = { webRtcServer, enableUdp: true, enableTcp: true, preferUdp: true };
  const [send, receive] = await Promise.all([
    router.createWebRtcTransport(options),
    router.createWebRtcTransport(options),
  ]);
  await Promise.all([
    send.connect({ dtlsParameters: fabricatedDtls() }),
    receive.connect({ dtlsParameters: fabricatedDtls() }),
  ]);
  const producers = await Promise.all(
    (['audio', 'video'] as const).map((kind) =>
      send.produce({ kind, rtpParameters: fabricatedTrack(kind, router.rtpCapabilities) }),
    ),
  );
  return { receive, producers };
}

async function setUpRoom(): Promise<types.Router> {
  const router = await worker.createRouter({ mediaCodecs: referenceCodecs });
  const first = await enter(router);
  const second = await enter(router);
  const pairs = [
    ...first.producers.map((producer) => ({ receive: second.receive, producer })),
    ...second.producers.map((producer) => ({ receive: first.receive, producer })),
  ];
  await Promise.all(
    pairs.map(async ({ receive, producer }) => {
      const consumer = await receive.consume({
        producerId: producer.id,
        rtpCapabilities: router.rtpCapabilities,
        paused: true,
      });
      await consumer.resume();
    }),
  );
  return router;
}

process.on('message', async (message: { rooms: number } | { clear: true }) => {
  if ('clear' in message) {
    for (const router of routers.splice(0)) router.close();
    process.send?.({ type: 'cleared' });
    return;
  }
  const wallMilliseconds: number[] = [];
  for (let room = 0; room < message.rooms; room += 1) {
    const startedAt = performance.now();
    routers.push(await setUpRoom());
    wallMilliseconds.push(performance.now() - startedAt);
  }
  process.send?.({ type: 'done', wallMilliseconds });
});
const routers: types.Router[] = [];
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
process.send?.({ type: 'ready', url: '' });
