import { AppError } from '@gabinet/shared/contracts/errors';
import type { types } from 'mediasoup';
import { z } from 'zod';
import { headerExtensionUris } from './codecs.ts';

/**
 * The exact shapes that mediasoup takes. The contract checks the outside and size only; here every
 * field that reaches the worker's binary encoder gets its type and range, and all else is dropped.
 */
const uint8 = z.int().min(0).max(255);
const uint32 = z.int().min(0).max(0xff_ff_ff_ff);
const payloadType = z.int().min(0).max(127);
const mimeType = z.string().regex(/^(audio|video)\/[\w.-]{1,32}$/i);
const codecParameters = z.record(z.string().max(64), z.union([z.string().max(256), z.number()]));
const rtcpFeedback = z.array(
  z.object({ type: z.string().max(64), parameter: z.string().max(64).exactOptional() }),
);
const codec = {
  mimeType,
  clockRate: uint32,
  channels: uint8.exactOptional(),
  parameters: codecParameters.exactOptional(),
  rtcpFeedback: rtcpFeedback.exactOptional(),
};

/** A list whose items of a kind that we don't use are dropped, not refused. */
function listOf<T extends z.ZodType>(item: T) {
  return z.array(z.unknown()).transform((list) =>
    list.flatMap((candidate): z.infer<T>[] => {
      const parsed = item.safeParse(candidate);
      return parsed.success ? [parsed.data] : [];
    }),
  );
}

const capabilitiesShape = z.object({
  codecs: z.array(
    z.object({ ...codec, kind: z.enum(['audio', 'video']), preferredPayloadType: payloadType }),
  ),
  headerExtensions: listOf(
    z.object({
      kind: z.enum(['audio', 'video']),
      uri: z.enum(headerExtensionUris),
      preferredId: uint8,
      preferredEncrypt: z.boolean().exactOptional(),
      direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']).exactOptional(),
    }),
  ),
});

const parametersShape = z.object({
  mid: z.string().min(1).max(8).exactOptional(),
  codecs: z.array(z.object({ ...codec, payloadType })).min(1),
  headerExtensions: listOf(
    z.object({
      uri: z.enum(headerExtensionUris),
      id: z.int().min(1).max(255),
      encrypt: z.boolean().exactOptional(),
    }),
  ).exactOptional(),
  encodings: z
    .array(
      z.object({
        ssrc: uint32.exactOptional(),
        rid: z.string().max(16).exactOptional(),
        codecPayloadType: payloadType.exactOptional(),
        rtx: z.object({ ssrc: uint32 }).exactOptional(),
        dtx: z.boolean().exactOptional(),
        scalabilityMode: z.string().max(32).exactOptional(),
        maxBitrate: uint32.exactOptional(),
      }),
    )
    .exactOptional(),
  rtcp: z
    .object({
      cname: z.string().max(255).exactOptional(),
      reducedSize: z.boolean().exactOptional(),
    })
    .exactOptional(),
  msid: z.string().max(255).exactOptional(),
});

const dtlsShape = z.object({
  role: z.enum(['auto', 'client', 'server']).exactOptional(),
  fingerprints: z
    .array(
      z.object({
        algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
        value: z.string().regex(/^[0-9a-f]{2}(:[0-9a-f]{2})+$/i),
      }),
    )
    .min(1),
});

function take<T extends z.ZodType>(shape: T, field: string, value: unknown): z.infer<T> {
  const parsed = shape.safeParse(value);
  if (!parsed.success) throw new AppError('INVALID_INPUT', { fields: [field] });
  return parsed.data;
}

/** Takes a page's capabilities as they came; throws INVALID_INPUT. */
export function toRtpCapabilities(value: unknown): types.RtpCapabilities {
  return take(capabilitiesShape, 'rtpCapabilities', value);
}

/** Takes a track's parameters as they came; throws INVALID_INPUT. */
export function toRtpParameters(value: unknown): types.RtpParameters {
  return take(parametersShape, 'rtpParameters', value);
}

/** Takes a page's DTLS parameters as they came; throws INVALID_INPUT. */
export function toDtlsParameters(value: unknown): types.DtlsParameters {
  return take(dtlsShape, 'dtlsParameters', value);
}
