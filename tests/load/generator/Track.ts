import type { Path } from './Path.ts';

/** Where a packet's number is written in a payload, after the codec's own first byte. */
export const STAMP_OFFSET = 1;

const TRANSPORT_SEQUENCE =
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01';
/** VP9 payload descriptors (RFC 9628): a frame's begin, of a key frame and of another, and what follows. */
const KEY_FRAME = 0x08;
const OTHER_FRAME = 0x48;
const REST_OF_FRAME = 0x40;

/** What a track looks like on the wire, at a constant rate. */
export const SHAPES = {
  /** 50 packets of 80 bytes a second: 32 kbit/s. */
  audio: { everyMs: 20, packets: 1, bytes: 80, clock: 960, keyFrameEvery: 0 },
  /** 25 frames of 7 packets of 1,070 bytes a second: 1.5 Mbit/s. */
  video: { everyMs: 40, packets: 7, bytes: 1_070, clock: 3_600, keyFrameEvery: 25 },
} as const;

/** The parameters of a track that matter for its packets. */
export interface TrackParameters {
  codecs: readonly { payloadType: number }[];
  headerExtensions: readonly { uri: string; id: number }[];
  encodings: readonly { ssrc: number }[];
}

/** Numbers packets over all tracks of a transport, for its congestion control. */
export interface TransportCounter {
  next: number;
}

/** One track of one person: frames of a constant size, each packet with a number of the load's own. */
export class Track {
  readonly #path: Path;
  readonly #shape: (typeof SHAPES)['audio' | 'video'];
  readonly #counter: TransportCounter;
  readonly #header = Buffer.alloc(20);
  readonly #payload: Buffer;
  #sequence = 1_000;
  #timestamp = 1_000;
  #frames = 0;
  #packetOfFrame = 0;

  constructor(
    path: Path,
    kind: 'audio' | 'video',
    parameters: TrackParameters,
    counter: TransportCounter,
  ) {
    this.#path = path;
    this.#shape = SHAPES[kind];
    this.#counter = counter;
    this.#payload = Buffer.alloc(this.#shape.bytes);
    const header = this.#header;
    header.writeUInt8(0x90, 0);
    header.writeUInt8(parameters.codecs[0]?.payloadType ?? 0, 1);
    header.writeUInt32BE(parameters.encodings[0]?.ssrc ?? 0, 8);
    // One extension of two bytes, in the form with one-byte heads (RFC 8285).
    header.writeUInt16BE(0xbede, 12);
    header.writeUInt16BE(1, 14);
    const extension = parameters.headerExtensions.find(({ uri }) => uri === TRANSPORT_SEQUENCE);
    header.writeUInt8(((extension?.id ?? 0) << 4) | 1, 16);
  }

  /**
   * Begins anew with a key frame, at a time of its own within one frame. Gives when each packet of so
   * many milliseconds is due, milliseconds after the start.
   */
  begin(milliseconds: number): number[] {
    const { everyMs, packets } = this.#shape;
    this.#frames = 0;
    const due: number[] = [];
    for (let at = Math.random() * everyMs; at < milliseconds; at += everyMs) {
      for (let packet = 0; packet < packets; packet += 1) due.push(at);
    }
    return due;
  }

  /** Makes the next packet, sealed, with `stamp` in it. */
  nextPacket(stamp: number): Buffer {
    const { packets, keyFrameEvery, clock } = this.#shape;
    const header = this.#header;
    const packet = this.#packetOfFrame;
    const last = packet === packets - 1;
    header.writeUInt8((header.readUInt8(1) & 0x7f) | (last ? 0x80 : 0), 1);
    header.writeUInt16BE(this.#sequence & 0xffff, 2);
    header.writeUInt32BE(this.#timestamp, 4);
    header.writeUInt16BE(this.#counter.next & 0xffff, 17);
    this.#sequence += 1;
    this.#counter.next += 1;
    const isKey = keyFrameEvery > 0 && this.#frames % keyFrameEvery === 0;
    const begin = isKey ? KEY_FRAME : OTHER_FRAME;
    this.#payload.writeUInt8(packet === 0 ? begin : REST_OF_FRAME, 0);
    this.#payload.writeDoubleBE(stamp, STAMP_OFFSET);
    this.#packetOfFrame = last ? 0 : packet + 1;
    if (last) {
      this.#timestamp += clock;
      this.#frames += 1;
    }
    return this.#path.sending.protect(header, this.#payload);
  }

  send(packet: Buffer): void {
    this.#path.send(packet);
  }
}
