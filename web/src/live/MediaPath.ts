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
  onState: (state: PathState) => void;
  /** The service refused to connect a transport. */
  onConnectRefused: (error: unknown) => void;
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
  #closed = false;

  constructor(options: MediaPathOptions) {
    const { device, setup, relayOnly } = options;
    this.#options = options;
    this.epoch = setup.mediaEpoch;
    this.relayOnly = relayOnly;
    const ice = {
      iceServers: setup.iceServers.map(({ urls, username, credential }) => ({
        urls,
        ...(username === undefined ? {} : { username }),
        ...(credential === undefined ? {} : { credential }),
      })),
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
    const { iceParameters } = await this.#options.request('media:restart-ice', {
      mediaEpoch,
      direction,
    });
    if (this.#closed) return;
    await transport.restartIce({ iceParameters: toIceParameters(iceParameters) });
  }

  #wire(transport: Transport, direction: TransportDirection): void {
    const { request, onState, onConnectRefused } = this.#options;
    transport.on('connect', ({ dtlsParameters }, proceed) => {
      const message: DtlsParametersMessage = dtlsParameters;
      request('media:connect', {
        mediaEpoch: this.epoch,
        direction,
        dtlsParameters: message,
      }).catch((error: unknown) => {
        if (!this.#closed) onConnectRefused(error);
      });
      proceed();
    });
    transport.on('connectionstatechange', () => {
      if (!this.#closed) onState(this.state);
    });
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
