import { z } from 'zod';
import { chatNotices, chatRequests } from './chat.ts';
import {
  consumerSetup,
  dtlsParameters,
  iceParameters,
  iceServer,
  mediaSetup,
  pictureLimit,
  rtpCapabilities,
  rtpParameters,
  trackKind,
  trackSource,
  transportDirection,
} from './media.ts';
import { probeRequests } from './probe.ts';
import { qualitySample } from './quality.ts';
import { id, instant, modality, phase, presence, role, rung, zone } from './words.ts';

/** browser ↔ signaling, over Socket.IO. Who speaks is known from the ticket, never from a payload. */

export const participantView = z.object({
  participantId: id,
  role,
  displayName: z.string(),
  presence,
  ceiling: modality,
  /** False while an admitted or waiting person's page is out of reach. */
  connected: z.boolean(),
  arrivedAt: instant.nullable(),
  /** How much their way to the service carries, and the way back (rule L4). */
  uplink: rung,
  downlink: rung,
  /** Whether they would like typing and read marks; on when everybody inside does (rule C6). */
  wantsMarks: z.boolean(),
});
export type ParticipantView = z.infer<typeof participantView>;

/** A question on the table: "shall we go on by voice?" Changes nothing until everybody inside said yes (rule S12). */
export const proposalView = z.object({
  proposalId: id,
  byParticipantId: id,
  modality,
  /** Who has said yes; whoever proposed it is not among them. */
  acceptedBy: z.array(id),
});
export type ProposalView = z.infer<typeof proposalView>;

/** A session as one participant may see it. Whole each time: a lost message needs no repair. */
export const sessionView = z.object({
  sessionId: id,
  /** Grows with each change; a view with a lower one is stale and is dropped. */
  version: z.int(),
  phase,
  modality,
  startsAt: instant,
  endsAt: instant,
  /** From here on people may arrive. */
  opensAt: instant,
  liveAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** The zone of the psychologist, named when it differs from the reader's. */
  zone,
  practiceName: z.string(),
  /** The server's clock when the view was made, so that a wrong phone clock does no harm. */
  now: instant,
  you: participantView,
  others: z.array(participantView),
  proposal: proposalView.nullable(),
});
export type SessionView = z.infer<typeof sessionView>;

const done = z.object({});
const empty = z.object({});

export const sessionRequests = {
  /** Rule S4, M1: take or resume the seat; one ack holds the snapshot and all of the media setup. */
  'session:join': {
    input: z.object({
      /** Made by the page at each load; the same after a lost socket, another after a reload. */
      pageId: id,
      rtpCapabilities,
    }),
    output: z.object({
      session: sessionView,
      /** Null when no media node answers; `media:moved` follows when one does. */
      media: mediaSetup.nullable(),
      /** The number of the last message that was written (rule C2). */
      chatSequence: z.int(),
    }),
  },
  /** Rule S14: answered at once, before what was asked earlier. */
  'session:ping': { input: empty, output: done },
  'session:leave': { input: empty, output: done },
  /** Psychologist only (rules S3, S5, S7). */
  'session:admit': { input: z.object({ participantId: id }), output: done },
  'session:remove': { input: z.object({ participantId: id }), output: done },
  'session:end': { input: empty, output: done },
  /** Rule S11: one's own, and nobody else's. The ack comes when the tracks above it are closed. */
  'session:set-ceiling': { input: z.object({ ceiling: modality }), output: done },
  /** Rule S12. The id is made by the page, so that saying it twice is saying it once. */
  'session:propose': { input: z.object({ proposalId: id, modality }), output: done },
  'session:answer': { input: z.object({ proposalId: id, accept: z.boolean() }), output: done },
  'session:withdraw': { input: z.object({ proposalId: id }), output: done },
  /** Rule L4: what the ladder of this page has come to. */
  'session:report-link': { input: z.object({ uplink: rung, downlink: rung }), output: done },
  /** Rule C6. */
  'session:wish-marks': { input: z.object({ wanted: z.boolean() }), output: done },
  /** Rule Q1: how this page's connection was; at most one each 5 s is kept. */
  'session:report-quality': { input: qualitySample, output: done },
  'media:connect': {
    input: z.object({ mediaEpoch: z.int(), direction: transportDirection, dtlsParameters }),
    output: done,
  },
  'media:produce': {
    input: z.object({
      mediaEpoch: z.int(),
      producerId: id,
      kind: trackKind,
      source: trackSource,
      rtpParameters,
      paused: z.boolean(),
    }),
    output: done,
  },
  'media:pause': { input: z.object({ mediaEpoch: z.int(), producerId: id }), output: done },
  'media:resume': { input: z.object({ mediaEpoch: z.int(), producerId: id }), output: done },
  'media:close': { input: z.object({ mediaEpoch: z.int(), producerId: id }), output: done },
  'media:ready': {
    input: z.object({ mediaEpoch: z.int(), consumerIds: z.array(id).max(64) }),
    output: done,
  },
  /** Rule L3: how much of somebody's picture this page can take. */
  'media:limit': {
    input: z.object({ mediaEpoch: z.int(), consumerId: id, picture: pictureLimit }),
    output: done,
  },
  'media:restart-ice': {
    input: z.object({ mediaEpoch: z.int(), direction: transportDirection }),
    /** With TURN credentials made anew: those of the join may have run out. */
    output: z.object({ iceParameters, iceServers: z.array(iceServer) }),
  },
  /** A page whose media cannot be mended asks for new transports on the same node. */
  'media:renew': { input: empty, output: mediaSetup },
  ...probeRequests,
  ...chatRequests,
} as const;

export const sessionNotices = {
  'session:changed': sessionView,
  'media:moved': mediaSetup,
  'media:consumer-added': z.object({ mediaEpoch: z.int(), consumer: consumerSetup }),
  'media:consumer-closed': z.object({ mediaEpoch: z.int(), consumerId: id }),
  'media:consumer-paused': z.object({
    mediaEpoch: z.int(),
    consumerId: id,
    producerPaused: z.boolean(),
  }),
  /** The invitation was opened on another device, which now has the seat (rule S6). */
  'seat:taken': z.object({}),
  /** The appointment was cancelled, or this person takes part no more: nobody will let them in (rules B11, B12). */
  'session:cancelled': z.object({}),
  /** This process is about to stop; the page reconnects after `afterMilliseconds`. */
  'server:leaving': z.object({ afterMilliseconds: z.int() }),
  /** To the psychologist's day page: something about who is waiting has changed. */
  'day:changed': z.object({ sessionId: id, arrived: z.boolean() }),
  /** To calendars that are open: this psychologist's has changed, read it anew. */
  'calendar:changed': z.object({ psychologistId: id }),
  /** To the pages of the practice's staff: somebody is to be called, or is taken care of (rule K2). */
  'duty:called': z.object({}),
  ...chatNotices,
} as const;

export type SessionRequestName = keyof typeof sessionRequests;
export type SessionInput<N extends SessionRequestName> = z.infer<
  (typeof sessionRequests)[N]['input']
>;
export type SessionOutput<N extends SessionRequestName> = z.infer<
  (typeof sessionRequests)[N]['output']
>;
export type SessionNoticeName = keyof typeof sessionNotices;
export type SessionNotice<N extends SessionNoticeName> = z.infer<(typeof sessionNotices)[N]>;

/** `auth` of the Socket.IO handshake: the ticket that the HTTP API gave. */
export const socketAuth = z.object({ ticket: z.string().max(2048) });
/** Claims of the socket ticket (JWT, HS256, at most 2 min, single use). */
export const ticketClaims = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('seat'), sessionId: id, participantId: id, seatId: id }),
  /** Staff: their own day, and where `wholePractice` every calendar of the practice (rule A5). */
  z.object({
    kind: z.literal('day'),
    /** The socket ends with this browser's sign-in. */
    browserSessionId: id,
    psychologistId: id.nullable(),
    practiceId: id,
    wholePractice: z.boolean(),
  }),
]);
export type TicketClaims = z.infer<typeof ticketClaims>;
