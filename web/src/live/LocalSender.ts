import { AppError } from '@gabinet/shared/contracts/errors';
import type { TrackSource } from '@gabinet/shared/contracts/media';
import type { Device, Producer, ProducerOptions } from 'mediasoup-client/types';
import type { Request } from './Channel.ts';
import type { MediaPath, ProducerMark } from './MediaPath.ts';

/** What should be sent from one source, now. */
export interface SendWish {
  /** Null while the device is off, denied, busy or gone. */
  track: MediaStreamTrack | null;
  /** Whether the session's modality and the person's ceiling let such a track be made (rule S8). */
  allowed: boolean;
  /** Whether it may leave the page: its owner is admitted and has it on (rule M3). */
  flowing: boolean;
}

/**
 * The one producer of the microphone or of the camera. `settle()` makes it what is wished for; calls
 * must not overlap (the engine's queue sees to that).
 *
 * While it is paused its encoding is inactive, so that not one packet leaves, though the track stays
 * live for the preview and the level meter, and ICE and DTLS are done. Unlike mediasoup-client's
 * `zeroRtpOnPause` this needs no renegotiation, so it is instant and leaves no gap at the start.
 */
export class LocalSender {
  readonly #source: TrackSource;
  readonly #request: Request;
  #producer: Producer | null = null;
  #path: MediaPath | null = null;
  #flowing = false;
  /** A track that the service refused is not offered again. */
  #refused: MediaStreamTrack | null = null;

  constructor(source: TrackSource, request: Request) {
    this.#source = source;
    this.#request = request;
  }

  /** Makes, changes, pauses, resumes or ends the producer on this path as wished. */
  async settle(path: MediaPath, device: Device, wish: SendWish): Promise<void> {
    if (this.#path !== path) this.forget();
    this.#path = path;
    const track = wish.track?.readyState === 'live' ? wish.track : null;
    if (!wish.allowed) return this.#end();
    if (!this.#producer) {
      if (track && track !== this.#refused) await this.#begin(path, device, track, wish.flowing);
      return;
    }
    const flowing = wish.flowing && track !== null;
    // Off before the track goes, on after it came: the service never expects what is not there.
    if (!flowing) await this.#setFlowing(false);
    if (this.#producer.track !== track) await this.#producer.replaceTrack({ track });
    if (flowing) await this.#setFlowing(true);
  }

  /** After a lost socket: says again what holds, and makes anew what the service never heard of. */
  async reassert(): Promise<void> {
    const producer = this.#producer;
    const path = this.#path;
    if (!producer || !path) return;
    try {
      await this.#say(path, producer.id, this.#flowing);
    } catch (error) {
      if (error instanceof AppError && error.code === 'UNAVAILABLE') return;
      producer.close();
      this.#producer = null;
    }
  }

  /** The service refused this producer. */
  refused(producerId: string, error: unknown): void {
    const producer = this.#producer;
    if (producer?.id !== producerId) return;
    // A lost socket is no refusal: `reassert()` finds out.
    if (error instanceof AppError && error.code === 'UNAVAILABLE') return;
    this.#refused = producer.track;
    producer.close();
    this.#producer = null;
  }

  /** The path is gone, and the producer with it. The track stays. */
  forget(): void {
    this.#producer = null;
    this.#path = null;
    this.#flowing = false;
    this.#refused = null;
  }

  async #begin(
    path: MediaPath,
    device: Device,
    track: MediaStreamTrack,
    flowing: boolean,
  ): Promise<void> {
    const mark: ProducerMark = {
      source: this.#source,
      producerId: crypto.randomUUID(),
      paused: !flowing,
    };
    this.#flowing = flowing;
    this.#producer = await path.send.produce({
      ...sendOptions(this.#source, device, flowing),
      track,
      appData: mark,
      // The tracks belong to the devices; they outlive any producer.
      stopTracks: false,
      disableTrackOnPause: false,
    });
  }

  async #setFlowing(flowing: boolean): Promise<void> {
    const producer = this.#producer;
    if (!producer || !this.#path || this.#flowing === flowing) return;
    this.#flowing = flowing;
    this.#say(this.#path, producer.id, flowing).catch(() => {
      // Lost with its socket: `reassert()` says it again.
    });
    await setActive(producer, flowing);
  }

  async #say(path: MediaPath, producerId: string, flowing: boolean): Promise<void> {
    await this.#request(flowing ? 'media:resume' : 'media:pause', {
      mediaEpoch: path.epoch,
      producerId,
    });
  }

  #end(): void {
    const producer = this.#producer;
    if (!producer || !this.#path) return;
    this.#request('media:close', { mediaEpoch: this.#path.epoch, producerId: producer.id }).catch(
      () => {
        // Whoever lowered the ceiling has closed it at the service already.
      },
    );
    producer.close();
    this.#producer = null;
  }
}

async function setActive(producer: Producer, active: boolean): Promise<void> {
  const sender = producer.rtpSender;
  if (!sender) return;
  const parameters = sender.getParameters();
  for (const encoding of parameters.encodings) encoding.active = active;
  await sender.setParameters(parameters);
}

/** Opus with forward error correction and silence suppression; VP9 first, else VP8 (rule M7). */
function sendOptions(source: TrackSource, device: Device, active: boolean): ProducerOptions {
  switch (source) {
    case 'microphone':
      return { encodings: [{ active }], codecOptions: { opusFec: true, opusDtx: true } };
    case 'camera': {
      const vp9 = device.sendRtpCapabilities.codecs?.find(
        (codec) => codec.mimeType.toLowerCase() === 'video/vp9',
      );
      const bitrate = { maxBitrate: 1_500_000 };
      return vp9
        ? { encodings: [{ active, scalabilityMode: 'L1T3', ...bitrate }], codec: vp9 }
        : { encodings: [{ active, ...bitrate }] };
    }
  }
}
