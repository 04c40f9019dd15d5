import { z } from 'zod';

/**
 * WebRTC parameters as mediasoup and mediasoup-client exchange them. We check their outer shape and
 * size; the SFU's library checks the rest against the router and answers with a coded error.
 */
export const rtpCapabilities = z.looseObject({
  codecs: z
    .array(z.looseObject({ mimeType: z.string().max(64), kind: z.enum(['audio', 'video']) }))
    .max(64),
  headerExtensions: z.array(z.looseObject({})).max(64),
});
export const rtpParameters = z.looseObject({
  mid: z.string().max(64).optional(),
  codecs: z
    .array(z.looseObject({ mimeType: z.string().max(64), payloadType: z.int() }))
    .min(1)
    .max(16),
  headerExtensions: z.array(z.looseObject({})).max(64).optional(),
  encodings: z.array(z.looseObject({})).max(8).optional(),
  rtcp: z.looseObject({}).optional(),
});
export const iceParameters = z.object({
  usernameFragment: z.string().max(256),
  password: z.string().max(256),
  iceLite: z.boolean().optional(),
});
export const iceCandidate = z.looseObject({
  foundation: z.string(),
  priority: z.int(),
  address: z.string(),
  ip: z.string(),
  protocol: z.enum(['udp', 'tcp']),
  port: z.int(),
  type: z.string(),
});
export const dtlsParameters = z.object({
  role: z.enum(['auto', 'client', 'server']).optional(),
  fingerprints: z
    .array(z.object({ algorithm: z.string().max(16), value: z.string().max(256) }))
    .min(1)
    .max(8),
});

export const trackKind = z.enum(['audio', 'video']);
export type TrackKind = z.infer<typeof trackKind>;
/** What a track shows. A screen is no picture of a person (rule S8) and comes with a later rule. */
export const trackSource = z.enum(['microphone', 'camera']);
export type TrackSource = z.infer<typeof trackSource>;
/** How much of a picture its receiver can take: all, fewer frames a second, none. */
export const pictureLimit = z.enum(['all', 'slower', 'none']);
export type PictureLimit = z.infer<typeof pictureLimit>;
export const transportDirection = z.enum(['send', 'receive']);
export type TransportDirection = z.infer<typeof transportDirection>;

export const transportSetup = z.object({
  transportId: z.uuid(),
  iceParameters,
  iceCandidates: z.array(iceCandidate),
  dtlsParameters,
});

/** One track of somebody else, ready to be set up in the page; starts paused (rule M4). */
export const consumerSetup = z.object({
  consumerId: z.uuid(),
  producerId: z.uuid(),
  /** Whose track it is. The SFU calls it a peer; signaling uses the participant's id for it. */
  peerId: z.uuid(),
  kind: trackKind,
  source: trackSource,
  rtpParameters,
  /** True while the owner has muted it or is not admitted. */
  producerPaused: z.boolean(),
});
export type ConsumerSetup = z.infer<typeof consumerSetup>;

export const iceServer = z.object({
  urls: z.array(z.string()),
  username: z.string().optional(),
  credential: z.string().optional(),
});

/** By which ways a page may reach its media node. */
export const mediaWays = z.object({
  iceServers: z.array(iceServer),
  /** Only through the operator's TURN servers, which then are the only ones to see a person's address. */
  relayOnly: z.boolean(),
});
export type MediaWays = z.infer<typeof mediaWays>;

/** All a page needs to send and receive: what the one ack of a join carries (rule M1). */
export const mediaSetup = z.object({
  /** Grows by one whenever the session is placed on another worker or node (rule M6). */
  mediaEpoch: z.int(),
  /** True: the transports this page already has are still alive, nothing to set up anew. */
  kept: z.boolean(),
  send: transportSetup,
  receive: transportSetup,
  consumers: z.array(consumerSetup),
  ...mediaWays.shape,
});
export type MediaSetup = z.infer<typeof mediaSetup>;
export type TransportSetup = z.infer<typeof transportSetup>;
export type RtpCapabilitiesMessage = z.infer<typeof rtpCapabilities>;
export type RtpParametersMessage = z.infer<typeof rtpParameters>;
export type DtlsParametersMessage = z.infer<typeof dtlsParameters>;
export type IceServer = z.infer<typeof iceServer>;
