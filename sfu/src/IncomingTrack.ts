import { AppError } from '@gabinet/shared/contracts/errors';
import type { ConsumerSetup, PictureLimit } from '@gabinet/shared/contracts/media';
import { parseScalabilityMode, type types } from 'mediasoup';
import type { OutgoingTrack } from './OutgoingTrack.ts';

/** As much of a peer as its tracks' receivers need to know. */
interface Owner {
  readonly peerId: string;
  readonly admitted: boolean;
}

/**
 * Another peer's track as one peer gets it. It flows only when the owner and the receiver are
 * admitted (rule M3) and the page has said that it is set up (rule M4). The worker asks the sender
 * for a key frame when a picture starts to flow.
 */
export class IncomingTrack {
  readonly owner: Owner;
  readonly #track: OutgoingTrack;
  #consumer: types.Consumer | undefined;
  #ready = false;
  #picture: PictureLimit = 'all';
  #keyFrameDue = false;
  /** What the worker was last asked for; requests to it keep their order. */
  #flowing = false;

  constructor(owner: Owner, track: OutgoingTrack) {
    this.owner = owner;
    this.#track = track;
  }

  get consumerId(): string | undefined {
    return this.#consumer?.id;
  }

  adopt(consumer: types.Consumer): ConsumerSetup {
    this.#consumer = consumer;
    return this.#describe(consumer);
  }

  /** What a page needs to set it up; nothing while the worker is still making it. */
  describe(): ConsumerSetup | undefined {
    return this.#consumer && this.#describe(this.#consumer);
  }

  #describe(consumer: types.Consumer): ConsumerSetup {
    return {
      consumerId: consumer.id,
      producerId: consumer.producerId,
      peerId: this.owner.peerId,
      kind: consumer.kind,
      source: this.#track.source,
      rtpParameters: consumer.rtpParameters,
      producerPaused: consumer.producerPaused,
    };
  }

  /** Said again, the page was cut off and has lost the thread: it needs a key frame to go on. */
  markReady(): void {
    this.#keyFrameDue = this.#ready;
    this.#ready = true;
  }

  /** Thins the picture out, stops it, or lets all of it through (rule L3). Throws INVALID_INPUT for sound. */
  async limit(picture: PictureLimit, receiverAdmitted: boolean): Promise<void> {
    const consumer = this.#consumer;
    if (!consumer || consumer.closed || picture === this.#picture) return;
    if (consumer.kind !== 'video') throw new AppError('INVALID_INPUT', { fields: ['consumerId'] });
    this.#picture = picture;
    const layers = layersOf(consumer);
    try {
      if (layers && picture !== 'none') {
        const { spatialLayers, temporalLayers } = layers;
        // The frames of the lowest layer stand by themselves: a quarter of them, each a whole picture.
        const temporalLayer = picture === 'slower' ? 0 : temporalLayers - 1;
        await consumer.setPreferredLayers({ spatialLayer: spatialLayers - 1, temporalLayer });
      }
    } catch (error) {
      if (!consumer.closed) throw error;
    }
    await this.regulate(receiverAdmitted);
  }

  async regulate(receiverAdmitted: boolean): Promise<void> {
    const consumer = this.#consumer;
    if (!consumer || consumer.closed) return;
    const wanted = this.#ready && this.#picture !== 'none';
    const flows = wanted && this.owner.admitted && receiverAdmitted;
    const lost = this.#keyFrameDue && flows && consumer.kind === 'video';
    if (flows === this.#flowing && !lost) return;
    this.#keyFrameDue = false;
    try {
      if (flows === this.#flowing) {
        await consumer.requestKeyFrame();
        return;
      }
      this.#flowing = flows;
      await (flows ? consumer.resume() : consumer.pause());
    } catch (error) {
      if (!consumer.closed) throw error;
    }
  }
}

/** Null where the picture has no layers to leave out. */
function layersOf({ type, rtpParameters }: types.Consumer): types.ScalabilityMode | null {
  if (type === 'simple' || type === 'pipe') return null;
  return parseScalabilityMode(rtpParameters.encodings?.[0]?.scalabilityMode);
}
