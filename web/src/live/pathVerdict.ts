import type { Modality } from '@gabinet/shared/contracts/words';

/** What a test of the way to the service found (rule P1). */
export interface PathFigures {
  /** The form the test was for: its made-up track was a picture, a tone, or nothing at all. */
  form: Modality;
  /** Whether media got through at all; for writing, whether the service answered. */
  reached: boolean;
  roundTripMilliseconds: number | null;
  /** Shares of packets, 0 to 1; null where none were counted. */
  lossUp: number | null;
  lossDown: number | null;
  /** What really went up and came back at the end of the test; null without a picture. */
  upKilobits: number | null;
  downKilobits: number | null;
  /** Through the operator's relay. */
  relayed: boolean;
  protocol: 'udp' | 'tcp' | null;
}

/** What a person may expect, best first for each form. */
type Expectation =
  | 'video'
  | 'video-soft'
  | 'voice-only'
  | 'voice'
  | 'voice-rough'
  | 'writing-only'
  | 'writing'
  | 'media-blocked'
  | 'unreachable';

/** What would help; nothing where nothing is needed. */
type Advice = 'closer' | 'other-network' | 'less-traffic';

export interface Verdict {
  expectation: Expectation;
  advice: Advice | null;
}

/**
 * A good picture needs 800 kbit/s each way and hardly any loss; a soft one a third of it. Opus with
 * its correction is clear up to some 8 % of loss, and still understood up to a quarter.
 */
const picture = { kilobits: 800, loss: 0.02, roundTrip: 300 };
const softPicture = { kilobits: 250, loss: 0.05, roundTrip: 500 };
const clearVoice = { loss: 0.08, roundTrip: 600 };
const roughVoice = { loss: 0.25, roundTrip: 1_500 };

/** What the figures of a test mean for the person who ran it. */
export function judgePath(figures: PathFigures): Verdict {
  const { form, reached } = figures;
  if (form === 'chat') {
    return reached
      ? { expectation: 'writing', advice: null }
      : { expectation: 'unreachable', advice: 'other-network' };
  }
  if (!reached) return { expectation: 'media-blocked', advice: 'other-network' };
  const loss = Math.max(figures.lossUp ?? 0, figures.lossDown ?? 0);
  const roundTrip = figures.roundTripMilliseconds ?? 0;
  const within = (limit: { loss: number; roundTrip: number }): boolean =>
    loss <= limit.loss && roundTrip <= limit.roundTrip;
  if (!within(roughVoice)) return { expectation: 'writing-only', advice: 'other-network' };
  if (!within(clearVoice)) return { expectation: 'voice-rough', advice: 'closer' };
  if (form === 'audio') return { expectation: 'voice', advice: null };
  const kilobits = Math.min(figures.upKilobits ?? 0, figures.downKilobits ?? 0);
  if (kilobits >= picture.kilobits && within(picture))
    return { expectation: 'video', advice: null };
  if (kilobits >= softPicture.kilobits && within(softPicture)) {
    return { expectation: 'video-soft', advice: 'less-traffic' };
  }
  return { expectation: 'voice-only', advice: 'closer' };
}
