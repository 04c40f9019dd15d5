import { AppError } from '@gabinet/shared/contracts/errors';
import type { TrackSource } from '@gabinet/shared/contracts/media';
import type { Device, Producer, ProducerOptions } from 'mediasoup-client/types';
import type { Request } from './Channel.ts';
import type { MediaPath, ProducerMark } from './MediaPath.ts';
import type { StreamShape } from './sending.ts';

/** What should be sent from one source, now. */
export interface SendWish {
  /** Null while the device is off, denied, busy or gone. */
  track: MediaStreamTrack | null;
  /** Whether the session's modality and the person's ceiling let such a track be made (rule S8). */
  allowed: boolean;
  /** Whether its owner has it on, and the ladder lets it go. The service is told of this; admission it knows itself. */
  on: boolean;
  /** How it is encoded, by what the line carries (rule L3). */
  shape: StreamShape;
  /** Whether its owner is admitted. Until then not one packet leaves the page (rule M3). */
  admitted: boolean;
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
  /** What the service was last told: the owner's own pause. */
  #paused = false;
  /** Whether packets leave, and how the encoder was last told to make them. */
  #active = false;
  #shape: StreamShape | null = null;
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
      if (track && track !== this.#refused) await this.#begin(path, device, track, wish);
      return;
    }
    const on = wish.on && track !== null;
    // Off before the track goes, on after it came and is encoded: the others never wait for what is not
    // there, and the key frame that the service asks for at the resume is not asked of a silent encoder.
    if (!on) this.#setPaused(true);
    if (!on || !wish.admitted) await this.#encode(false, wish.shape);
    if (this.#producer.track !== track) await this.#producer.replaceTrack({ track });
    if (on && wish.admitted) await this.#encode(true, wish.shape);
    if (on) this.#setPaused(false);
  }

  /** After a lost socket: says again what holds, and makes anew what the service never heard of. */
  async reassert(): Promise<void> {
    const producer = this.#producer;
    const path = this.#path;
    if (!producer || !path) return;
    try {
      await this.#say(path, producer.id);
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
    this.#refused = null;
  }

  async #begin(
    path: MediaPath,
    device: Device,
    track: MediaStreamTrack,
    wish: SendWish,
  ): Promise<void> {
    const mark: ProducerMark = {
      source: this.#source,
      producerId: crypto.randomUUID(),
      paused: !wish.on,
    };
    this.#paused = !wish.on;
    this.#active = wish.on && wish.admitted;
    this.#shape = null;
    this.#producer = await path.send.produce({
      ...sendOptions(this.#source, device, this.#active),
      track,
      appData: mark,
      // The tracks belong to the devices; they outlive any producer.
      stopTracks: false,
      disableTrackOnPause: false,
    });
    await this.#encode(this.#active, wish.shape);
  }

  #setPaused(paused: boolean): void {
    const producer = this.#producer;
    if (!producer || !this.#path || this.#paused === paused) return;
    this.#paused = paused;
    this.#say(this.#path, producer.id).catch(() => {
      // Lost with its socket: `reassert()` says it again.
    });
  }

  async #encode(active: boolean, shape: StreamShape): Promise<void> {
    const sender = this.#producer?.rtpSender;
    if (!sender || (this.#active === active && this.#shape === shape)) return;
    const parameters = sender.getParameters();
    for (const encoding of parameters.encodings) {
      encoding.active = active;
      // The picture waits for the sound, in the page and on routers that look.
      const priority = this.#source === 'microphone' ? 'high' : 'low';
      encoding.priority = priority;
      encoding.networkPriority = priority;
      for (const name of ['maxBitrate', 'scaleResolutionDownBy', 'maxFramerate'] as const) {
        const value = shape[name];
        if (value === undefined) delete encoding[name];
        else encoding[name] = value;
      }
    }
    await sender.setParameters(parameters);
    // Only now: what the browser refused is tried again with the next wish.
    this.#active = active;
    this.#shape = shape;
  }

  async #say(path: MediaPath, producerId: string): Promise<void> {
    await this.#request(this.#paused ? 'media:pause' : 'media:resume', {
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
      // Browsers begin at 300 kbit/s and would show a blurred face for the first seconds.
      const codecOptions = { videoGoogleStartBitrate: 800 };
      return vp9
        ? {
            encodings: [{ active, scalabilityMode: 'L1T3', ...bitrate }],
            codec: vp9,
            codecOptions,
          }
        : { encodings: [{ active, ...bitrate }], codecOptions };
    }
  }
}
