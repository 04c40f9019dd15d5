import type { TrackSource } from '@gabinet/shared/contracts/media';
import { clearLength } from './codecs.ts';
import type { FrameKind } from './keyId.ts';

/** What the frames of one track are. */
export interface SealedTrack {
  source: TrackSource;
  /** The codec, as its MIME type. */
  mimeType: string;
}

/** More than any frame of ours has: 4 MB. */
const longestFrame = 4 * 1024 * 1024;
const sources: Record<TrackSource, { code: number; kind: FrameKind }> = {
  microphone: { code: 0, kind: 'sound' },
  camera: { code: 1, kind: 'picture' },
};

export function kindOf({ source }: SealedTrack): FrameKind {
  return sources[source].kind;
}

/** A frame as it is cut: what stays readable, what is (or is to be) sealed, and what is bound to it. */
interface CutFrame {
  clear: Uint8Array<ArrayBuffer>;
  rest: Uint8Array<ArrayBuffer>;
  /**
   * The SFrame metadata, which is authenticated and not sent again: the readable bytes, and the source,
   * so that a server cannot pass one track off as another.
   */
  metadata: Uint8Array<ArrayBuffer>;
}

/** Cuts a frame; null where it is empty, too long, or of a codec that is not sealed. */
export function cut(frame: ArrayBuffer, track: SealedTrack): CutFrame | null {
  const length = clearLength(track.mimeType);
  if (length === null || frame.byteLength <= length || frame.byteLength > longestFrame) return null;
  const clear = new Uint8Array(frame, 0, length);
  const metadata = new Uint8Array([sources[track.source].code, ...clear]);
  return { clear, rest: new Uint8Array(frame, length), metadata };
}

/** Puts the two parts of a frame together. */
export function join(clear: Uint8Array<ArrayBuffer>, rest: Uint8Array<ArrayBuffer>): ArrayBuffer {
  const whole = new Uint8Array(clear.length + rest.length);
  whole.set(clear);
  whole.set(rest, clear.length);
  return whole.buffer;
}
