import type { types } from 'mediasoup';
import { generateRouterRtpCapabilities } from 'mediasoup/ortc';

/** All that a room carries, most wanted first (rule M7). */
export const mediaCodecs: types.RouterRtpCodecCapability[] = [
  {
    kind: 'audio',
    mimeType: 'audio/opus',
    clockRate: 48_000,
    channels: 2,
    parameters: { useinbandfec: 1 },
  },
  { kind: 'video', mimeType: 'video/VP9', clockRate: 90_000, parameters: { 'profile-id': 0 } },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
];

/**
 * The RTP header extensions that we use. Two of the library's are left out: `ssrc-audio-level`
 * shows the server how loud somebody speaks, and `abs-capture-time` made a second produce on the
 * same transport fail.
 */
export const headerExtensionUris = [
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
  'urn:3gpp:video-orientation',
  'urn:ietf:params:rtp-hdrext:toffset',
] as const satisfies types.RtpHeaderExtensionUri[];

const usedUris: ReadonlySet<string> = new Set(headerExtensionUris);
const all = generateRouterRtpCapabilities(mediaCodecs);

/** What a page's device is loaded with; the same for every room, so it is computed once. */
export const advertisedCapabilities = Object.freeze({
  codecs: all.codecs ?? [],
  headerExtensions: (all.headerExtensions ?? []).filter((extension) => usedUris.has(extension.uri)),
});
