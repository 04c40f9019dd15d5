/**
 * What the bare page and the bare server say to each other: the usual flow of a mediasoup application.
 * The two libraries name the same JSON by types of their own, so each end fills in its own.
 */
interface MediaTypes {
  RtpCapabilities: unknown;
  RtpParameters: unknown;
  DtlsParameters: unknown;
  IceParameters: unknown;
  IceCandidate: unknown;
}

interface ReferenceTransport<M extends MediaTypes> {
  id: string;
  iceParameters: M['IceParameters'];
  iceCandidates: M['IceCandidate'][];
  dtlsParameters: M['DtlsParameters'];
}

interface ReferenceConsumer<M extends MediaTypes> {
  id: string;
  producerId: string;
  kind: 'audio' | 'video';
  rtpParameters: M['RtpParameters'];
}

type Ack<T> = (value: T) => void;

export interface ReferenceRequests<M extends MediaTypes> {
  capabilities: (input: object, ack: Ack<M['RtpCapabilities']>) => void;
  transports: (
    input: object,
    ack: Ack<{ send: ReferenceTransport<M>; receive: ReferenceTransport<M> }>,
  ) => void;
  connectTransport: (
    input: { transportId: string; dtlsParameters: M['DtlsParameters'] },
    ack: Ack<object>,
  ) => void;
  produce: (
    input: { kind: 'audio' | 'video'; rtpParameters: M['RtpParameters'] },
    ack: Ack<{ id: string }>,
  ) => void;
  /** Consumers of all that the others send, or of one producer. All start paused. */
  consume: (
    input: { rtpCapabilities: M['RtpCapabilities']; producerId?: string },
    ack: Ack<ReferenceConsumer<M>[]>,
  ) => void;
  resume: (input: { consumerIds: string[] }, ack: Ack<object>) => void;
  /** Lets every consumer of the room flow: the one round trip of the reference's admission. */
  admit: (input: object, ack: Ack<object>) => void;
}

export interface ReferenceNotices {
  /** The room is there and the page may begin. */
  ready: () => void;
  /** The worker died and another is there: the page begins anew. */
  rebuilt: () => void;
  produced: (notice: { producerId: string }) => void;
}
