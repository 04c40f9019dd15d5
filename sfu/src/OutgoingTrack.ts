import type { TrackSource } from '@gabinet/shared/contracts/media';
import type { types } from 'mediasoup';

/** A track that a peer sends. It flows only while its owner wants it and is admitted (rule M3). */
export class OutgoingTrack {
  readonly producer: types.Producer;
  readonly source: TrackSource;
  pausedByOwner: boolean;
  /** What the worker was last asked for; requests to it keep their order. */
  #paused: boolean;

  constructor(producer: types.Producer, source: TrackSource, pausedByOwner: boolean) {
    this.producer = producer;
    this.source = source;
    this.pausedByOwner = pausedByOwner;
    this.#paused = producer.paused;
  }

  async regulate(ownerAdmitted: boolean): Promise<void> {
    const paused = this.pausedByOwner || !ownerAdmitted;
    if (paused === this.#paused || this.producer.closed) return;
    this.#paused = paused;
    try {
      await (paused ? this.producer.pause() : this.producer.resume());
    } catch (error) {
      if (!this.producer.closed) throw error;
    }
  }
}
