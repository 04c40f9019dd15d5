import type {
  ConsumerSetup,
  MediaSetup,
  PictureLimit,
  RtpCapabilitiesMessage,
} from '@gabinet/shared/contracts/media';
import type { ReadonlySignal } from '@preact/signals';
import type { Device } from 'mediasoup-client/types';
import type { Request } from './Channel.ts';
import { LocalSender, type SendWish } from './LocalSender.ts';
import type { MediaPath } from './MediaPath.ts';
import { PathCare, type Remedy } from './PathCare.ts';
import { type RemoteTrack, RemoteTracks } from './RemoteTracks.ts';
import { SerialQueue } from './SerialQueue.ts';

export interface SendWishes {
  microphone: SendWish;
  camera: SendWish;
}

export interface MediaEngineOptions {
  request: Request;
  /** Whether the socket is open. */
  isOnline: () => boolean;
  /** The media path is lost: the socket may be, too. */
  onLost: () => void;
  clock: () => number;
}

/** The WebRTC library is half of the script of a call: it comes by itself, and not for a chat. */
type MediaModule = typeof import('./MediaPath.ts');
interface Loaded {
  module: MediaModule;
  device: Device;
}

const nothing: SendWish = {
  track: null,
  allowed: false,
  on: false,
  shape: {},
  admitted: false,
};

/**
 * All media of one page: the device, the present path with its producers and consumers, and its care.
 * Everything that changes them goes through one queue, so a move never meets a half-done join.
 */
export class MediaEngine {
  readonly #options: MediaEngineOptions;
  readonly #queue = new SerialQueue();
  readonly #care: PathCare;
  readonly #remote: RemoteTracks;
  readonly #microphone: LocalSender;
  readonly #camera: LocalSender;
  #loaded: Loaded | null = null;
  #path: MediaPath | null = null;
  #wishes: SendWishes = { microphone: nothing, camera: nothing };
  #hasRelay = false;

  constructor(options: MediaEngineOptions) {
    const { request, isOnline, onLost, clock } = options;
    this.#options = options;
    this.#remote = new RemoteTracks(request);
    this.#microphone = new LocalSender('microphone', request);
    this.#camera = new LocalSender('camera', request);
    this.#care = new PathCare({
      apply: (remedy) => this.#apply(remedy),
      canAct: isOnline,
      onLost,
      onRecovered: () => this.#queue.post(async () => this.#remote.reassert(this.#path)),
      hasRelay: () => this.#hasRelay,
      clock,
    });
  }

  /** The tracks of the others. */
  get tracks(): ReadonlySignal<readonly RemoteTrack[]> {
    return this.#remote.tracks;
  }

  /** The pair of transports in use; null while there is none. */
  get path(): MediaPath | null {
    return this.#path;
  }

  /** Since when the media path is lost, epoch milliseconds; null while it is not. */
  get lostSince(): ReadonlySignal<number | null> {
    return this.#care.lostSince;
  }

  /** What this browser can receive, for the join; null until the device is loaded. */
  get rtpCapabilities(): RtpCapabilitiesMessage | null {
    if (!this.#loaded) return null;
    const { codecs = [], headerExtensions = [] } = this.#loaded.device.recvRtpCapabilities;
    return { codecs, headerExtensions };
  }

  /** The device, when what is under way has been done; null where none was loaded. */
  device(): Promise<Device | null> {
    return this.#queue.run(async () => this.#loaded?.device ?? null);
  }

  /** Loads the device, once; rejects in a browser without WebRTC. */
  load(router: RtpCapabilitiesMessage): Promise<void> {
    return this.#queue.run(async () => {
      if (this.#loaded) return;
      const module = await import('./MediaPath.ts');
      this.#loaded = { module, device: await module.loadDevice(router) };
    });
  }

  /**
   * Asks for a setup, and takes it: nothing that arrives in between is handled before it. Resolves
   * with the answer as soon as it is there; the setting-up goes on behind.
   */
  enter<T extends { media: MediaSetup | null }>(ask: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#queue
        .run(async () => {
          const answer = await ask();
          resolve(answer);
          if (answer.media) await this.#take(answer.media);
        })
        .catch(reject);
    });
  }

  /** Rule M6: the session was placed anew. */
  moved(setup: MediaSetup): void {
    this.#queue.post(async () => {
      if (this.#path && setup.mediaEpoch < this.#path.epoch) return;
      await this.#take({ ...setup, kept: this.#path?.isOf(setup) ?? false });
    });
  }

  /** No media node answers: lost from now on, until `moved()` brings a path that connects. */
  unavailable(): void {
    this.#care.interrupted();
  }

  consumerAdded(mediaEpoch: number, setup: ConsumerSetup): void {
    this.#atEpoch(mediaEpoch, (path) => this.#remote.add(path, [setup]));
  }

  consumerClosed(mediaEpoch: number, consumerId: string): void {
    this.#atEpoch(mediaEpoch, async () => this.#remote.remove(consumerId));
  }

  consumerPaused(mediaEpoch: number, consumerId: string, paused: boolean): void {
    this.#atEpoch(mediaEpoch, async () => this.#remote.setPaused(consumerId, paused));
  }

  /** Says what should be sent from now on. */
  wish(wishes: SendWishes): void {
    this.#wishes = wishes;
    this.#queue.post(() => this.#settle());
  }

  /** Says how much of the others' pictures this page can take from now on (rule L3). */
  limitPictures(limit: PictureLimit): void {
    this.#queue.post(async () => this.#remote.limit(this.#path, limit));
  }

  /** The network below has changed. */
  networkChanged(): void {
    this.#care.mend();
  }

  /** Ends the path; a later `enter()` makes a new one. */
  leave(): void {
    this.#queue.post(async () => this.#closePath());
  }

  close(): void {
    this.#queue.close();
    this.#closePath();
  }

  async #take(setup: MediaSetup): Promise<void> {
    this.#hasRelay = setup.iceServers.some(({ urls }) => urls.some((url) => /^turns?:/.test(url)));
    const path = this.#path;
    if (setup.kept && path?.isOf(setup)) {
      path.reassert();
      await Promise.all([
        this.#remote.mend(path, setup.consumers),
        this.#microphone.reassert(),
        this.#camera.reassert(),
      ]);
      await this.#settle();
      this.#care.retry();
    } else if (setup.kept) {
      // The service keeps transports that this page does not have.
      await this.#renew(false);
    } else {
      await this.#rebuild(setup, path?.relayOnly ?? false);
    }
  }

  async #rebuild(setup: MediaSetup, relayOnly: boolean): Promise<void> {
    if (!this.#loaded) return;
    if (this.#path) this.#care.interrupted();
    this.#closePath({ keepCare: true });
    const path = new this.#loaded.module.MediaPath({
      device: this.#loaded.device,
      setup,
      relayOnly: relayOnly || setup.relayOnly,
      request: this.#options.request,
      isOnline: this.#options.isOnline,
      onState: (state) => this.#care.report(state),
      onRefused: () => this.#care.mend('renew'),
      onProduceRefused: (producerId, error) => {
        this.#microphone.refused(producerId, error);
        this.#camera.refused(producerId, error);
      },
    });
    this.#path = path;
    // The others first, by themselves: that is what the person waits for.
    await this.#remote.add(path, setup.consumers);
    await this.#settle();
    this.#care.report(path.state);
  }

  async #renew(relayOnly: boolean): Promise<void> {
    const setup = await this.#options.request('media:renew', {});
    if (this.#path && setup.mediaEpoch < this.#path.epoch) return;
    await this.#rebuild(setup, relayOnly);
  }

  async #settle(): Promise<void> {
    const device = this.#loaded?.device;
    const path = this.#path;
    if (!device || !path) return;
    const { microphone, camera } = this.#wishes;
    await Promise.allSettled([
      this.#microphone.settle(path, device, microphone),
      this.#camera.settle(path, device, camera),
    ]);
  }

  #apply(remedy: Remedy): Promise<void> {
    return this.#queue.run(async () => {
      if (!this.#path || !this.#care.mending) return;
      if (remedy === 'restart-ice') await this.#path.restartIce();
      else await this.#renew(remedy === 'relay');
    });
  }

  #atEpoch(mediaEpoch: number, work: (path: MediaPath) => Promise<void>): void {
    this.#queue.post(async () => {
      if (this.#path?.epoch === mediaEpoch) await work(this.#path);
    });
  }

  #closePath({ keepCare = false }: { keepCare?: boolean } = {}): void {
    this.#remote.clear();
    this.#microphone.forget();
    this.#camera.forget();
    this.#path?.close();
    this.#path = null;
    if (!keepCare) this.#care.close();
  }
}
