import { z } from 'zod';
import {
  consumerSetup,
  dtlsParameters,
  iceParameters,
  mediaSetup,
  pictureLimit,
  rtpCapabilities,
  rtpParameters,
  trackKind,
  trackSource,
  transportDirection,
} from './media.ts';
import { probeReturn, probeSetup, probeTrack } from './probe.ts';
import { modality } from './words.ts';

/**
 * signaling ↔ sfu, over Socket.IO. Ids are opaque to the SFU: it never learns a name.
 * A request is `emit(name, input, ack)`; the ack is `{ ok: true, value }` or an error body.
 */
const roomId = z.uuid();
const peerId = z.uuid();
const probeId = z.uuid();
const ofPeer = { roomId, peerId };
const done = z.object({});

export const sfuRequests = {
  /** What a page's device must know before it can join; the same for every room of a node. */
  'node:capabilities': {
    input: z.object({}),
    output: z.object({
      nodeId: z.string(),
      /** Another at each start of the process: tells a lost line from a lost node (rule M6). */
      instanceId: z.uuid(),
      routerRtpCapabilities: rtpCapabilities,
    }),
  },
  /** Load for placement: 0 is idle; `rooms` counts open rooms. */
  'node:load': {
    input: z.object({}),
    output: z.object({ rooms: z.int(), peers: z.int(), workers: z.int(), load: z.number() }),
  },
  /**
   * A peer enters a room (made when absent) and gets both transports and the consumers of all
   * tracks there. The same `pageId` again, with its transports alive, keeps them (`kept: true`);
   * another `pageId` closes the peer's old transports first: one live seat (rule S6).
   */
  'peer:join': {
    input: z.object({
      ...ofPeer,
      /** Made by the page at each load. */
      pageId: z.uuid(),
      rtpCapabilities,
      ceiling: modality,
      /** Of the session when the ceiling was read: one of an older version never undoes a newer one. */
      ceilingVersion: z.int(),
      admitted: z.boolean(),
    }),
    output: mediaSetup.omit({ mediaEpoch: true, iceServers: true, relayOnly: true }),
  },
  'peer:connect': {
    input: z.object({ ...ofPeer, direction: transportDirection, dtlsParameters }),
    output: done,
  },
  /** `producerId` is made by the page, so it needs no round trip to learn it (rule M2). */
  'peer:produce': {
    input: z.object({
      ...ofPeer,
      producerId: z.uuid(),
      kind: trackKind,
      source: trackSource,
      rtpParameters,
      paused: z.boolean(),
    }),
    output: done,
  },
  'producer:pause': { input: z.object({ ...ofPeer, producerId: z.uuid() }), output: done },
  'producer:resume': { input: z.object({ ...ofPeer, producerId: z.uuid() }), output: done },
  'producer:close': { input: z.object({ ...ofPeer, producerId: z.uuid() }), output: done },
  /** The page has set these consumers up: let them flow, starting with a key frame (rule M4). */
  'consumer:ready': {
    input: z.object({ ...ofPeer, consumerIds: z.array(z.uuid()).max(64) }),
    output: done,
  },
  /** Rule L3: what its receiver cannot take is not sent. One that has ended meanwhile is passed over. */
  'consumer:limit': {
    input: z.object({ ...ofPeer, consumerId: z.uuid(), picture: pictureLimit }),
    output: done,
  },
  /** Rule S8: tracks above it are closed before the ack. */
  'peer:set-ceiling': {
    input: z.object({ ...ofPeer, ceiling: modality, ceilingVersion: z.int() }),
    output: done,
  },
  'peer:restart-ice': {
    input: z.object({ ...ofPeer, direction: transportDirection }),
    output: z.object({ iceParameters }),
  },
  /** From here on the peer's tracks flow to the others and theirs to it. */
  'peer:admit': { input: z.object(ofPeer), output: done },
  'peer:leave': { input: z.object(ofPeer), output: done },
  'room:close': { input: z.object({ roomId }), output: done },
  /** Rule P1: a test of the way here, of one page alone; ended by its page, or after 30 s. */
  'probe:open': { input: z.object({ probeId, rtpCapabilities }), output: probeSetup },
  'probe:connect': {
    input: z.object({ probeId, direction: transportDirection, dtlsParameters }),
    output: done,
  },
  'probe:produce': { input: z.object({ probeId, ...probeTrack }), output: probeReturn },
  'probe:ready': { input: z.object({ probeId }), output: done },
  'probe:close': { input: z.object({ probeId }), output: done },
} as const;

/** What the SFU tells every connected signaling process by itself. */
export const sfuNotices = {
  'consumer:added': z.object({ ...ofPeer, consumer: consumerSetup }),
  'consumer:closed': z.object({ ...ofPeer, consumerId: z.uuid() }),
  'consumer:paused': z.object({ ...ofPeer, consumerId: z.uuid(), producerPaused: z.boolean() }),
  /** The peer's media path has been silent for 60 s; its transports are closed (rule M5). */
  'peer:gone': z.object(ofPeer),
  /** The worker under the room died; the room must be placed anew (rule M6). */
  'room:lost': z.object({ roomId }),
} as const;

export type SfuRequestName = keyof typeof sfuRequests;
export type SfuInput<N extends SfuRequestName> = z.infer<(typeof sfuRequests)[N]['input']>;
export type SfuOutput<N extends SfuRequestName> = z.infer<(typeof sfuRequests)[N]['output']>;
export type SfuNoticeName = keyof typeof sfuNotices;
export type SfuNotice<N extends SfuNoticeName> = z.infer<(typeof sfuNotices)[N]>;

/** `aud` and `typ` of the service ticket that opens the control connection. */
export const serviceTicket = { audience: 'gabinet-sfu', type: 'service' } as const;

/** Where nodes announce themselves when Redis is there: a hash of node id → this record. */
export const sfuRegistry = {
  key: 'gabinet:sfu-nodes',
  heartbeatSeconds: 2,
  /** A record older than this is a dead node. */
  staleAfterSeconds: 6,
  record: z.object({
    nodeId: z.string(),
    url: z.url(),
    load: z.number(),
    rooms: z.int(),
    /** epoch milliseconds by the node's own clock */
    at: z.int(),
    /** A draining node takes no new rooms. */
    draining: z.boolean(),
  }),
} as const;
export type SfuNodeRecord = z.infer<typeof sfuRegistry.record>;
