import { z } from 'zod';
import {
  consumerSetup,
  dtlsParameters,
  mediaWays,
  rtpCapabilities,
  rtpParameters,
  trackKind,
  transportDirection,
  transportSetup,
} from './media.ts';

/**
 * The test before a session (rule P1): two throw-away transports to a media node, on which a made-up
 * track goes up and comes back down. Nobody else is in it, and it ends by itself.
 */
export const probeSetup = z.object({ send: transportSetup, receive: transportSetup });
export const probeTrack = { kind: trackKind, rtpParameters };
/** The page's own track on its way back. */
export const probeReturn = consumerSetup.omit({ peerId: true, source: true, producerPaused: true });

const done = z.object({});

export const probeRequests = {
  /** Ends the page's probe before, if there is one. */
  'probe:open': {
    input: z.object({ rtpCapabilities }),
    output: probeSetup.extend(mediaWays.shape),
  },
  'probe:connect': {
    input: z.object({ direction: transportDirection, dtlsParameters }),
    output: done,
  },
  'probe:produce': { input: z.object(probeTrack), output: probeReturn },
  /** The page has set the returning track up: let it flow. */
  'probe:ready': { input: z.object({}), output: done },
  'probe:close': { input: z.object({}), output: done },
} as const;
