import { randomUUID } from 'node:crypto';
import type { RtpCapabilitiesMessage, RtpParametersMessage } from '@gabinet/shared/contracts/media';
import type { SfuInput } from '@gabinet/shared/contracts/sfu';

/** What pages send, without a browser. */
export const rtpCapabilities: RtpCapabilitiesMessage = {
  codecs: [
    {
      kind: 'audio',
      mimeType: 'audio/opus',
      preferredPayloadType: 100,
      clockRate: 48_000,
      channels: 2,
      parameters: { minptime: 10, useinbandfec: 1 },
      rtcpFeedback: [{ type: 'transport-cc' }],
    },
    {
      kind: 'video',
      mimeType: 'video/VP9',
      preferredPayloadType: 101,
      clockRate: 90_000,
      parameters: { 'profile-id': 0 },
      rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
    },
    {
      kind: 'video',
      mimeType: 'video/VP8',
      preferredPayloadType: 103,
      clockRate: 90_000,
      parameters: {},
      rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
    },
  ],
  headerExtensions: [
    {
      kind: 'audio',
      uri: 'urn:ietf:params:rtp-hdrext:sdes:mid',
      preferredId: 1,
      direction: 'sendrecv',
    },
  ],
};

let nextSsrc = 1_000;

export function microphoneParameters(): RtpParametersMessage {
  nextSsrc += 1;
  return {
    mid: '0',
    codecs: [
      {
        mimeType: 'audio/opus',
        payloadType: 111,
        clockRate: 48_000,
        channels: 2,
        parameters: { useinbandfec: 1, usedtx: 1 },
      },
    ],
    encodings: [{ ssrc: nextSsrc }],
    rtcp: { cname: 'page' },
  };
}

export function cameraParameters(mimeType = 'video/VP9'): RtpParametersMessage {
  nextSsrc += 1;
  return {
    mid: '1',
    codecs: [{ mimeType, payloadType: 98, clockRate: 90_000, parameters: { 'profile-id': 0 } }],
    encodings: [{ ssrc: nextSsrc, scalabilityMode: 'L1T3' }],
    rtcp: { cname: 'page' },
  };
}

export const dtlsParameters = {
  role: 'client' as const,
  fingerprints: [{ algorithm: 'sha-256', value: Array(32).fill('AB').join(':') }],
};

type Of<N extends 'peer:join' | 'peer:produce'> = Partial<SfuInput<N>>;

export function joinInput(given: Of<'peer:join'> = {}): SfuInput<'peer:join'> {
  return {
    roomId: randomUUID(),
    peerId: randomUUID(),
    pageId: randomUUID(),
    rtpCapabilities,
    ceiling: 'video',
    ceilingVersion: 1,
    admitted: true,
    ...given,
  };
}

export function microphone(
  { roomId, peerId }: { roomId: string; peerId: string },
  given: Of<'peer:produce'> = {},
): SfuInput<'peer:produce'> {
  return {
    roomId,
    peerId,
    producerId: randomUUID(),
    kind: 'audio',
    source: 'microphone',
    rtpParameters: microphoneParameters(),
    paused: false,
    ...given,
  };
}

export function camera(
  peer: { roomId: string; peerId: string },
  given: Of<'peer:produce'> = {},
): SfuInput<'peer:produce'> {
  return microphone(peer, {
    kind: 'video',
    source: 'camera',
    rtpParameters: cameraParameters(),
    ...given,
  });
}
