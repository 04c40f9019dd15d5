import type { ConsumerSetup } from '@gabinet/shared/contracts/media';
import { expect, test } from 'vitest';
import { compareConsumers, unheldConsumers } from './RemoteTracks.ts';

function setup(consumerId: string, producerId = `producer of ${consumerId}`): ConsumerSetup {
  return {
    consumerId,
    producerId,
    peerId: 'p',
    kind: 'audio',
    source: 'microphone',
    rtpParameters: { codecs: [] },
    producerPaused: false,
  };
}

test('M9: the list in the ack says what is gone, kept and missing', () => {
  const held = [setup('a'), setup('b')];
  const list = [setup('b'), setup('c')];
  const { gone, kept } = compareConsumers(held, list);
  expect(gone).toEqual(['a']);
  expect(kept.map(({ consumerId }) => consumerId)).toEqual(['b']);
  expect(unheldConsumers(kept, list).map(({ consumerId }) => consumerId)).toEqual(['c']);
});

test('a late notice for the transports before a renewal sets up nothing', () => {
  const held = [setup('new', 'microphone')];
  expect(unheldConsumers(held, [setup('old', 'microphone')])).toEqual([]);
  expect(unheldConsumers(held, [setup('other', 'camera')])).toHaveLength(1);
});
