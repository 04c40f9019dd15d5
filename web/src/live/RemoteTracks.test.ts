import type { ConsumerSetup } from '@gabinet/shared/contracts/media';
import { expect, test } from 'vitest';
import { compareConsumers } from './RemoteTracks.ts';

function setup(consumerId: string): ConsumerSetup {
  return {
    consumerId,
    producerId: consumerId,
    peerId: 'p',
    kind: 'audio',
    source: 'microphone',
    rtpParameters: { codecs: [] },
    producerPaused: false,
  };
}

test('M9: the list in the ack says what is missing, gone and kept', () => {
  const { missing, gone, kept } = compareConsumers(['a', 'b'], [setup('b'), setup('c')]);
  expect(missing.map(({ consumerId }) => consumerId)).toEqual(['c']);
  expect(gone).toEqual(['a']);
  expect(kept.map(({ consumerId }) => consumerId)).toEqual(['b']);
});
