import type {
  ConsumerSetup,
  DtlsParametersMessage,
  MediaSetup,
  RtpCapabilitiesMessage,
  TransportDirection,
} from '@gabinet/shared/contracts/media';
import { Device } from 'mediasoup-client';
import type { Consumer, Transport } from 'mediasoup-client/types';
import type { Request } from './Channel.ts';
import {
  toIceParameters,
  toIceServers,
  toParametersMessage,
  toRtpCapabilities,
  toRtpParameters,
  toTransportOptions,
} from './mediaParameters.ts';

/** The state of a whole path: that of its worse transport. `new` has nothing to carry yet. */
export type PathState = 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed';

/** What a producer carries as mediasoup-client's `appData`. */
export interface ProducerMark extends Record<string, unknown> {
  source: 'microphone' | 'camera';
  producerId: string;
  paused: boolean;
}

export interface MediaPathOptions {
  device: Device;
  setup: MediaSetup;
  /** Only through the operator's TURN servers. */
  relayOnly: boolean;
  request: Request;
  /** Whether the socket is open. */
  isOnline: () => boolean;
  onState: (state: PathState) => void;
  /** The service refused to connect a transport: this path is of no use. */
  onRefused: () => void;
  /** The service refused a producer that this page has already begun. */
  onProduceRefused: (producerId: string, error: unknown) => void;
}

/** Loads what this browser can do with what the router can; rejects in a browser without WebRTC. */
export async function loadDevice(router: RtpCapabilitiesMessage): Promise<Device> {
  const device = await Device.factory();
  await device.load({ routerRtpCapabilities: toRtpCapabilities(router) });
  return device;
}

const severity: readonly PathState[] = ['new', 'connected', 'connecting', 'disconnected', 'failed'];

/**
 * One pair of transports: the way of sound and picture to one SFU worker. It answers mediasoup-client's
 * questions at once, with ids of our own, and never waits for the service (rule M2).
 */
export class MediaPath {
  readonly epoch: number;
  readonly send: Transport;
  readonly receive: Transport;
  readonly relayOnly: boolean;
  readonly #options: MediaPathOptions;
  /** What the service has not yet confirmed. Without it, it sends and takes nothing. */
  readonly #unconfirmed = new Map<TransportDirection, DtlsParametersMessage>();
  #refused = false;
  #closed = false;

  constructor(options: MediaPathOptions) {
    const { device, setup, relayOnly } = options;
    this.#options = options;
    this.epoch = setup.mediaEpoch;
    this.relayOnly = relayOnly;
    const ice = {
      iceServers: toIceServers(setup.iceServers),
      iceTransportPolicy: relayOnly ? ('relay' as const) : ('all' as const),
    };
    this.send = device.createSendTransport({ ...toTransportOptions(setup.send), ...ice });
    this.receive = device.createRecvTransport({ ...toTransportOptions(setup.receive), ...ice });
    this.#wire(this.send, 'send');
    this.#wire(this.receive, 'receive');
    this.#answerProduce();
  }

  get closed(): boolean {
    return this.#closed;
  }

  get state(): PathState {
    if (this.#refused) return 'failed';
    const states = [this.send, this.receive].map(({ connectionState }) =>
      connectionState === 'closed' ? 'failed' : connectionState,
    );
    return severity.findLast((one) => states.includes(one)) ?? 'new';
  }

  /** Whether this pair of transports is the one that a setup speaks of. */
  isOf(setup: MediaSetup): boolean {
    return (
      !this.#closed &&
      setup.mediaEpoch === this.epoch &&
      setup.send.transportId === this.send.id &&
      setup.receive.transportId === this.receive.id
    );
  }

  /** After a lost socket: says again what may have been lost with it. */
  reassert(): void {
    for (const direction of this.#unconfirmed.keys()) this.#sayConnect(direction);
  }

  /** Sets one track of somebody else up; rejects when this browser cannot play it. */
  consume(setup: ConsumerSetup): Promise<Consumer> {
    return this.receive.consume({
      id: setup.consumerId,
      producerId: setup.producerId,
      kind: setup.kind,
      rtpParameters: toRtpParameters(setup),
      // One stream a person: the browser keeps lips and voice together.
      streamId: setup.peerId,
    });
  }

  /** Finds a new way through the network for both transports; rejects with an AppError. */
  async restartIce(): Promise<void> {
    await Promise.all([this.#restart(this.send, 'send'), this.#restart(this.receive, 'receive')]);
  }

  close(): void {
    this.#closed = true;
    this.send.close();
    this.receive.close();
  }

  async #restart(transport: Transport, direction: TransportDirection): Promise<void> {
    if (transport.connectionState === 'new') return;
    const mediaEpoch = this.epoch;
    const { iceParameters, iceServers } = await this.#options.request('media:restart-ice', {
      mediaEpoch,
      direction,
    });
    if (this.#closed) return;
    await transport.updateIceServers({ iceServers: toIceServers(iceServers) });
    await transport.restartIce({ iceParameters: toIceParameters(iceParameters) });
  }

  #wire(transport: Transport, direction: TransportDirection): void {
    transport.on('connect', ({ dtlsParameters }, proceed) => {
      this.#unconfirmed.set(direction, dtlsParameters);
      this.#sayConnect(direction);
      proceed();
    });
    transport.on('connectionstatechange', () => {
      if (!this.#closed) this.#options.onState(this.state);
    });
  }

  /**
   * The transport's own state does not tell whether this arrived: the SFU shakes hands as soon as ICE
   * is through, and only then waits for the fingerprint.
   */
  #sayConnect(direction: TransportDirection): void {
    const dtlsParameters = this.#unconfirmed.get(direction);
    if (!dtlsParameters) return;
    const { request, isOnline, onRefused } = this.#options;
    request('media:connect', { mediaEpoch: this.epoch, direction, dtlsParameters }).then(
      () => this.#unconfirmed.delete(direction),
      () => {
        // Lost with its socket: `reassert()` says it again.
        if (this.#closed || !isOnline()) return;
        this.#refused = true;
        onRefused();
      },
    );
  }

  #answerProduce(): void {
    const { request, onProduceRefused } = this.#options;
    this.send.on('produce', ({ kind, rtpParameters, appData }, proceed, refuse) => {
      if (!isProducerMark(appData)) return refuse(new TypeError('a producer without its mark'));
      const { producerId, source, paused } = appData;
      request('media:produce', {
        mediaEpoch: this.epoch,
        producerId,
        kind,
        source,
        rtpParameters: toParametersMessage(rtpParameters),
        paused,
      }).catch((error: unknown) => {
        if (!this.#closed) onProduceRefused(producerId, error);
      });
      proceed({ id: producerId });
    });
  }
}

function isProducerMark(data: Record<string, unknown>): data is ProducerMark {
  return (
    typeof data.producerId === 'string' &&
    typeof data.paused === 'boolean' &&
    (data.source === 'microphone' || data.source === 'camera')
  );
}
