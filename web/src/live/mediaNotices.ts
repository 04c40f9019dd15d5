import type { Channel } from './Channel.ts';
import type { MediaEngine } from './MediaEngine.ts';

/** Hands what the service says of media to the engine (rules M4, M6). */
export function hearMediaNotices(channel: Channel, engine: MediaEngine): void {
  channel.on('media:moved', (setup) => engine.moved(setup));
  channel.on('media:consumer-added', ({ mediaEpoch, consumer }) =>
    engine.consumerAdded(mediaEpoch, consumer),
  );
  channel.on('media:consumer-closed', ({ mediaEpoch, consumerId }) =>
    engine.consumerClosed(mediaEpoch, consumerId),
  );
  channel.on('media:consumer-paused', ({ mediaEpoch, consumerId, producerPaused }) =>
    engine.consumerPaused(mediaEpoch, consumerId, producerPaused),
  );
}
