import type { Rung } from '@gabinet/shared/contracts/words';

/** The rungs from best to worst, as the contract has them; its own list would bring the parser along. */
export const rungs: readonly Rung[] = [
  'full',
  'smaller',
  'slower',
  'picture-paused',
  'audio-only',
  'chat-only',
];
