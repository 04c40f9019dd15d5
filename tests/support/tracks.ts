import { randomUUID } from 'node:crypto';
import type { SessionInput } from '@gabinet/shared/contracts/session';

type Produce = SessionInput<'media:produce'>;

const codecs = {
  opus: { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 },
  vp8: { mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 },
  h264: { mimeType: 'video/H264', payloadType: 102, clockRate: 90_000 },
} as const;

/** A track as a page would offer it; nobody ever sends it. */
export function track(mediaEpoch: number, codec: keyof typeof codecs, ssrc: number): Produce {
  const audio = codec === 'opus';
  return {
    mediaEpoch,
    producerId: randomUUID(),
    kind: audio ? 'audio' : 'video',
    source: audio ? 'microphone' : 'camera',
    paused: false,
    rtpParameters: {
      mid: String(ssrc),
      codecs: [codecs[codec]],
      headerExtensions: [],
      encodings: [{ ssrc }],
      rtcp: { cname: 'test' },
    },
  };
}
