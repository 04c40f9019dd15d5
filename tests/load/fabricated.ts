/** RTP and DTLS parameters as a browser would send them, made without a browser. */
import { randomBytes } from 'node:crypto';
import type { types } from 'mediasoup';

interface Codec {
  mimeType: string;
  kind: 'audio' | 'video';
  clockRate: number;
  channels?: number;
  parameters?: Record<string, unknown>;
  rtcpFeedback?: { type: string; parameter?: string }[];
}
interface Capabilities {
  codecs?: Codec[];
  headerExtensions?: { kind: 'audio' | 'video'; uri: string; preferredId: number }[];
}

const FIRST_CODECS = { audio: 'audio/opus', video: 'video/vp9' };
const PAYLOAD_TYPES = { audio: 111, video: 98 };
const MIDS = { audio: '0', video: '1' };
/** The header extensions that a current browser sends with these codecs. */
const SENT_EXTENSIONS: types.RtpHeaderExtensionUri[] = [
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
];

/** The parameters of one outgoing track, of the product's first codec, that a router with these capabilities takes. */
export function fabricatedTrack(kind: 'audio' | 'video', router: object) {
  const capabilities: Capabilities = router;
  const codec = capabilities.codecs?.find(
    ({ mimeType }) => mimeType.toLowerCase() === FIRST_CODECS[kind],
  );
  if (!codec) throw new Error(`The media server does not offer ${FIRST_CODECS[kind]}.`);
  return {
    mid: MIDS[kind],
    codecs: [
      {
        mimeType: codec.mimeType,
        payloadType: PAYLOAD_TYPES[kind],
        clockRate: codec.clockRate,
        ...(codec.channels ? { channels: codec.channels } : {}),
        parameters: codec.parameters ?? {},
        rtcpFeedback: codec.rtcpFeedback ?? [],
      },
    ],
    headerExtensions: SENT_EXTENSIONS.flatMap((uri) =>
      (capabilities.headerExtensions ?? [])
        .filter((extension) => extension.kind === kind && extension.uri === uri)
        .map(({ preferredId }) => ({ uri, id: preferredId })),
    ),
    encodings: [{ ssrc: randomBytes(4).readUInt32BE(), dtx: kind === 'audio' }],
    rtcp: { cname: randomBytes(6).toString('hex') },
  };
}

/** A DTLS side that nobody will ever shake hands with. */
export function fabricatedDtls() {
  const value = [...randomBytes(32)]
    .map((byte) => byte.toString(16).padStart(2, '0').toUpperCase())
    .join(':');
  return { role: 'client' as const, fingerprints: [{ algorithm: 'sha-256' as const, value }] };
}
