import type { SfuInput, SfuOutput, SfuRequestName } from '@gabinet/shared/contracts/sfu';
import { advertisedCapabilities } from './codecs.ts';
import { toDtlsParameters, toRtpCapabilities, toRtpParameters } from './mediaShapes.ts';
import type { Probes } from './Probes.ts';
import type { Rooms } from './Rooms.ts';
import type { WorkerPool } from './WorkerPool.ts';

export type Handlers = {
  readonly [N in SfuRequestName]: (input: SfuInput<N>) => Promise<SfuOutput<N>> | SfuOutput<N>;
};

export interface HandlerParts {
  readonly nodeId: string;
  /** Another at each start of the process. */
  readonly instanceId: string;
  readonly pool: WorkerPool;
  readonly rooms: Rooms;
  readonly probes: Probes;
}

/** What each request does; inputs have passed the contract. Leaving and closing never fail. */
export function createHandlers({
  nodeId,
  instanceId,
  pool,
  rooms,
  probes,
}: HandlerParts): Handlers {
  const peerOf = (input: { roomId: string; peerId: string }) =>
    rooms.get(input.roomId).peer(input.peerId);

  return {
    'node:capabilities': () => ({
      nodeId,
      instanceId,
      routerRtpCapabilities: advertisedCapabilities,
    }),
    'node:load': () => ({
      rooms: rooms.count,
      peers: rooms.peerCount,
      workers: pool.running,
      load: pool.load,
    }),
    'peer:join': ({ roomId, rtpCapabilities, ...options }) =>
      rooms.join(roomId, { ...options, rtpCapabilities: toRtpCapabilities(rtpCapabilities) }),
    'peer:connect': async (input) => {
      await peerOf(input).connect(input.direction, toDtlsParameters(input.dtlsParameters));
      return {};
    },
    'peer:produce': async ({ roomId, peerId, rtpParameters, ...options }) => {
      const parameters = toRtpParameters(rtpParameters);
      await rooms.get(roomId).produce(peerId, { ...options, rtpParameters: parameters });
      return {};
    },
    'producer:pause': async (input) => {
      await peerOf(input).setProducerPaused(input.producerId, true);
      return {};
    },
    'producer:resume': async (input) => {
      await peerOf(input).setProducerPaused(input.producerId, false);
      return {};
    },
    'producer:close': (input) => {
      peerOf(input).closeProducer(input.producerId);
      return {};
    },
    'consumer:ready': async (input) => {
      await peerOf(input).markReady(input.consumerIds);
      return {};
    },
    'consumer:limit': async (input) => {
      await peerOf(input).limit(input.consumerId, input.picture);
      return {};
    },
    'peer:set-ceiling': (input) => {
      peerOf(input).setCeiling(input.ceiling, input.ceilingVersion);
      return {};
    },
    'peer:restart-ice': async (input) => ({
      iceParameters: await peerOf(input).restartIce(input.direction),
    }),
    'peer:admit': async ({ roomId, peerId }) => {
      await rooms.get(roomId).admit(peerId);
      return {};
    },
    'peer:leave': ({ roomId, peerId }) => {
      rooms.find(roomId)?.leave(peerId);
      return {};
    },
    'room:close': ({ roomId }) => {
      rooms.close(roomId);
      return {};
    },
    'probe:open': async ({ probeId, rtpCapabilities }) => {
      const probe = await probes.open(probeId, toRtpCapabilities(rtpCapabilities));
      return await probe.describe();
    },
    'probe:connect': async ({ probeId, direction, dtlsParameters }) => {
      await probes.get(probeId).connect(direction, toDtlsParameters(dtlsParameters));
      return {};
    },
    'probe:produce': ({ probeId, kind, rtpParameters }) =>
      probes.get(probeId).produce(kind, toRtpParameters(rtpParameters)),
    'probe:ready': async ({ probeId }) => {
      await probes.get(probeId).markReady();
      return {};
    },
    'probe:close': ({ probeId }) => {
      probes.close(probeId);
      return {};
    },
  };
}
