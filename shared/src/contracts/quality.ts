import { z } from 'zod';
import { id, instant, rung } from './words.ts';

const milliseconds = z
  .int()
  .min(0)
  .max(24 * 60 * 60 * 1000);
const count = z.int().min(0).max(1_000_000);
const share = z.number().min(0).max(1);

/** How one page's connection was during a stretch of time (rule Q1): numbers, never content. */
export const qualitySample = z.object({
  /** How long a stretch this tells of. */
  spanMilliseconds: milliseconds,
  /** From the click to the first sound or picture, in the page's first sample; null in later ones. */
  joinMilliseconds: milliseconds.nullable(),
  roundTripMilliseconds: milliseconds.nullable(),
  /** Packets lost on the way to the service and from it; null where nothing was sent. */
  lossUp: share.nullable(),
  lossDown: share.nullable(),
  freezes: count,
  frozenMilliseconds: milliseconds,
  /** Sound that had to be made up because it did not arrive in time. */
  concealedMilliseconds: milliseconds,
  /** How often the page lost its socket or its media path and came back. */
  reconnections: count,
  uplink: rung,
  downlink: rung,
  /** Whether media goes through the operator's relay. */
  relayed: z.boolean(),
});
export type QualitySample = z.infer<typeof qualitySample>;

export const qualityPoint = qualitySample.extend({ at: instant });
export type QualityPoint = z.infer<typeof qualityPoint>;

/** One side of a session, as the psychologist may look at it. */
export const qualityOfPerson = z.object({
  participantId: id,
  displayName: z.string(),
  /** The first join's time; null when media never came. */
  joinMilliseconds: milliseconds.nullable(),
  reconnections: count,
  /** In the order of time. */
  points: z.array(qualityPoint),
});
export type QualityOfPerson = z.infer<typeof qualityOfPerson>;
