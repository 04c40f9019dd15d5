import type { ConsumerSetup } from '@gabinet/shared/contracts/media';
import type { types } from 'mediasoup';
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

  markReady(): void {
    this.#ready = true;
  }

  async regulate(receiverAdmitted: boolean): Promise<void> {
    const consumer = this.#consumer;
    if (!consumer || consumer.closed) return;
    const flows = this.#ready && this.owner.admitted && receiverAdmitted;
    if (flows === this.#flowing) return;
    this.#flowing = flows;
    try {
      await (flows ? consumer.resume() : consumer.pause());
    } catch (error) {
      if (!consumer.closed) throw error;
    }
  }
}
