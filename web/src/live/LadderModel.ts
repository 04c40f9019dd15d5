import type { Rung } from '@gabinet/shared/contracts/words';
import type { ReadonlySignal } from '@preact/signals';

/** What pages see of this page's ladder (rules L1 to L5). */
export interface LadderModel {
  /** What one's own way to the service carries now, and the way back. */
  readonly uplink: ReadonlySignal<Rung>;
  readonly downlink: ReadonlySignal<Rung>;
  /** Seconds until one's own picture returns, 5 to 1; null while none is about to (rule L5). */
  readonly countdown: ReadonlySignal<number | null>;
  /** Rule L5: the picture does not return; from now on it is off by its owner's choice. */
  stayWithVoice(): void;
}
