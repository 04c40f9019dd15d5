import { AppError } from '@gabinet/shared/contracts/errors';
import type {
  ConsumerSetup,
  PictureLimit,
  TrackKind,
  TrackSource,
  TransportDirection,
} from '@gabinet/shared/contracts/media';
import type { SfuOutput } from '@gabinet/shared/contracts/sfu';
import type { Modality } from '@gabinet/shared/contracts/words';
import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import { IncomingTrack } from './IncomingTrack.ts';
import { createPaths, type MediaPaths } from './MediaPath.ts';
import { fromMediasoup } from './mediaErrors.ts';
import type { Notify } from './Notify.ts';
import { OutgoingTrack } from './OutgoingTrack.ts';
import { type RunLater, SilenceWatch } from './SilenceWatch.ts';
import type { RoomGround } from './WorkerSlot.ts';

const kindOfSource: Record<TrackSource, TrackKind> = { microphone: 'audio', camera: 'video' };

export interface PeerOptions {
  readonly roomId: string;
  readonly peerId: string;
  /** Of the page load whose transports these are. */
  readonly pageId: string;
  readonly rtpCapabilities: types.RtpCapabilities;
  readonly ceiling: Modality;
  /** Of the session when the ceiling was read. */
  readonly ceilingVersion: number;
  readonly admitted: boolean;
  readonly ground: RoomGround;
  readonly notify: Notify;
  readonly runLater: RunLater;
  readonly onSilent: () => void;
  readonly log: Logger;
}

export interface ProduceOptions {
  readonly producerId: string;
  readonly kind: TrackKind;
  readonly source: TrackSource;
  readonly rtpParameters: types.RtpParameters;
  readonly paused: boolean;
}

/** A person's page in a room: owns both transports and all that runs over them. */
export class Peer {
  readonly roomId: string;
  readonly peerId: string;
  readonly pageId: string;
  readonly #ground: RoomGround;
  readonly #notify: Notify;
  readonly #log: Logger;
  readonly #rtpCapabilities: types.RtpCapabilities;
  readonly #silence: SilenceWatch;
  readonly #paths: Promise<MediaPaths>;
  readonly #outgoing = new Map<TrackSource, OutgoingTrack>();
  /** By producer id. */
  readonly #incoming = new Map<string, IncomingTrack>();
  #ceiling: Modality;
  #ceilingVersion: number;
  #admitted: boolean;
  /** From then on a new consumer is told by a notice; before, by the join's ack. */
  #joined = false;
  #closed = false;
  #broken = false;

  constructor(options: PeerOptions) {
    this.roomId = options.roomId;
    this.peerId = options.peerId;
    this.pageId = options.pageId;
    this.#ground = options.ground;
    this.#notify = options.notify;
    this.#log = options.log;
    this.#rtpCapabilities = options.rtpCapabilities;
    this.#ceiling = options.ceiling;
    this.#ceilingVersion = options.ceilingVersion;
    this.#admitted = options.admitted;
    this.#silence = new SilenceWatch(options.runLater, options.onSilent);
    this.#paths = createPaths(options.ground, {
      peerId: options.peerId,
      silence: this.#silence,
      onBroken: () => {
        this.#broken = true;
      },
    });
    // Who needs the paths awaits them; this only keeps a failure from counting as unhandled.
    this.#paths.catch(() => undefined);
  }

  get admitted(): boolean {
    return this.#admitted;
  }
  get closed(): boolean {
    return this.#closed;
  }
  /** False when a transport has ended in a way that only new ones mend. */
  get alive(): boolean {
    return !this.#closed && !this.#broken;
  }
  get outgoing(): readonly OutgoingTrack[] {
    return [...this.#outgoing.values()];
  }

  /** What the join's ack carries; `others` are the peers whose tracks this one gets. */
  async setUp(others: readonly Peer[], kept: boolean): Promise<SfuOutput<'peer:join'>> {
    const [paths] = await Promise.all([
      this.#paths,
      ...others.flatMap((other) => other.outgoing.map((track) => this.receive(other, track))),
    ]);
    if (this.#closed) throw new AppError('NOT_FOUND');
    this.#joined = true;
    return {
      kept,
      send: paths.send.describe(),
      receive: paths.receive.describe(),
      consumers: [...this.#incoming.values()].flatMap((track) => track.describe() ?? []),
    };
  }

  /** The page's side of DTLS; the first call counts, the same again changes nothing. */
  async connect(
    direction: TransportDirection,
    dtlsParameters: types.DtlsParameters,
  ): Promise<void> {
    const path = (await this.#paths)[direction];
    await this.#translated(path.connect(dtlsParameters));
  }

  async restartIce(direction: TransportDirection): Promise<types.IceParameters> {
    const { transport } = (await this.#paths)[direction];
    return await this.#translated(transport.restartIce());
  }

  /** Throws ABOVE_CEILING (rule S8), LIMIT_REACHED (M8), CODEC_REFUSED (M7) or INVALID_INPUT. */
  async produce(options: ProduceOptions): Promise<OutgoingTrack> {
    const { producerId, kind, source } = options;
    if (kindOfSource[source] !== kind) throw new AppError('INVALID_INPUT', { fields: ['kind'] });
    if (!this.#mayProduce(kind)) throw new AppError('ABOVE_CEILING');
    if (this.#outgoing.has(source)) throw new AppError('LIMIT_REACHED');
    const { transport } = (await this.#paths).send;
    try {
      const producer = await transport.produce({
        id: producerId,
        kind,
        rtpParameters: options.rtpParameters,
        paused: options.paused || !this.#admitted,
        appData: { source, peerId: this.peerId },
      });
      if (this.#closed) {
        // It was made on a transport that has ended meanwhile: nobody else will end it.
        producer.close();
        throw new AppError('NOT_FOUND');
      }
      const track = new OutgoingTrack(producer, source, options.paused);
      this.#outgoing.set(source, track);
      // Somebody else's message may have changed the admission while the worker was busy.
      await track.regulate(this.#admitted);
      return track;
    } catch (error) {
      throw this.#translate(error);
    }
  }

  /**
   * Sets another peer's track up here, paused. A track that this page can't play is skipped; never
   * throws, for one page's trouble is not another's.
   */
  async receive(owner: Peer, track: OutgoingTrack): Promise<void> {
    const { producer } = track;
    if (this.#closed || this.#incoming.has(producer.id)) return;
    const incoming = new IncomingTrack(owner, track);
    this.#incoming.set(producer.id, incoming);
    try {
      const { transport } = (await this.#paths).receive;
      const { router } = this.#ground;
      const producerId = producer.id;
      const rtpCapabilities = this.#rtpCapabilities;
      if (producer.closed || !router.canConsume({ producerId, rtpCapabilities })) {
        this.#incoming.delete(producer.id);
        return;
      }
      const consumer = await transport.consume({
        producerId,
        rtpCapabilities,
        paused: true,
        appData: { source: track.source, peerId: owner.peerId },
      });
      if (this.#closed) consumer.close();
      else this.#adopt(incoming, consumer);
    } catch (error) {
      this.#incoming.delete(producer.id);
      // Either end may have closed while the worker was busy; then there is nothing to tell.
      if (this.#closed || producer.closed) return;
      const { roomId, peerId } = this;
      this.#log.warn({ roomId, peerId, producerId: producer.id, err: error }, 'track skipped');
    }
  }

  #adopt(incoming: IncomingTrack, consumer: types.Consumer): void {
    const { roomId, peerId } = this;
    const consumerId = consumer.id;
    const tellPaused = (producerPaused: boolean) => {
      if (this.#joined)
        this.#notify('consumer:paused', { roomId, peerId, consumerId, producerPaused });
    };
    consumer.on('producerpause', () => tellPaused(true));
    consumer.on('producerresume', () => tellPaused(false));
    consumer.on('producerclose', () => {
      this.#incoming.delete(consumer.producerId);
      if (this.#joined) this.#notify('consumer:closed', { roomId, peerId, consumerId });
    });
    const setup: ConsumerSetup = incoming.adopt(consumer);
    if (this.#joined) this.#notify('consumer:added', { roomId, peerId, consumer: setup });
  }

  /** The page has set these up (rule M4). Ids of tracks that have ended meanwhile are passed over. */
  async markReady(consumerIds: readonly string[]): Promise<void> {
    const wanted = new Set(consumerIds);
    const tracks = [...this.#incoming.values()].filter(
      (track) => track.consumerId !== undefined && wanted.has(track.consumerId),
    );
    for (const track of tracks) track.markReady();
    await this.#whileOpen(tracks.map((track) => track.regulate(this.#admitted)));
  }

  /** How much of a picture the page can take (rule L3). A track that has ended meanwhile is passed over. */
  async limit(consumerId: string, picture: PictureLimit): Promise<void> {
    const track = [...this.#incoming.values()].find((one) => one.consumerId === consumerId);
    if (track) await this.#whileOpen([track.limit(picture, this.#admitted)]);
  }

  /** Opens or shuts this peer's half of every gate (rule M3); the room opens the others'. */
  async setAdmitted(admitted: boolean): Promise<void> {
    this.#admitted = admitted;
    await this.#whileOpen([
      ...this.outgoing.map((track) => track.regulate(admitted)),
      ...[...this.#incoming.values()].map((track) => track.regulate(admitted)),
    ]);
  }

  /** The owner's admission has changed: look at the gates of its tracks again. */
  async regulateFrom(owner: Peer): Promise<void> {
    const tracks = [...this.#incoming.values()].filter((track) => track.owner === owner);
    await this.#whileOpen(tracks.map((track) => track.regulate(this.#admitted)));
  }

  /**
   * Closes at once what a lowered ceiling forbids (rule S8). Two processes' messages may overtake each
   * other: one of an older version of the session changes nothing.
   */
  setCeiling(ceiling: Modality, version: number): void {
    if (version < this.#ceilingVersion) return;
    this.#ceilingVersion = version;
    this.#ceiling = ceiling;
    for (const [source, track] of this.#outgoing) {
      if (!this.#mayProduce(kindOfSource[source])) this.#end(source, track);
    }
  }

  async setProducerPaused(producerId: string, paused: boolean): Promise<void> {
    const [, track] = this.#ofProducer(producerId);
    track.pausedByOwner = paused;
    await this.#whileOpen([track.regulate(this.#admitted)]);
  }

  closeProducer(producerId: string): void {
    this.#end(...this.#ofProducer(producerId));
  }

  /** Ends both transports and all on them. Also what a room does when it ends. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#silence.close();
    this.#outgoing.clear();
    this.#incoming.clear();
    this.#paths.then(
      ({ send, receive }) => {
        send.transport.close();
        receive.transport.close();
      },
      () => undefined,
    );
  }

  #end(source: TrackSource, track: OutgoingTrack): void {
    this.#outgoing.delete(source);
    track.producer.close();
  }

  #ofProducer(producerId: string): [TrackSource, OutgoingTrack] {
    const found = [...this.#outgoing].find(([, track]) => track.producer.id === producerId);
    if (!found) throw new AppError('NOT_FOUND');
    return found;
  }

  #mayProduce(kind: TrackKind): boolean {
    return this.#ceiling === 'video' || (this.#ceiling === 'audio' && kind === 'audio');
  }

  /** A request to the worker may fail because the thing has just ended: then it has its way. */
  async #whileOpen(requests: readonly Promise<void>[]): Promise<void> {
    const results = await Promise.allSettled(requests);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed && !this.#closed) throw this.#translate(failed.reason);
  }

  async #translated<T>(request: Promise<T>): Promise<T> {
    try {
      return await request;
    } catch (error) {
      throw this.#translate(error);
    }
  }

  #translate(error: unknown): AppError {
    return this.#closed ? new AppError('NOT_FOUND', { cause: error }) : fromMediasoup(error);
  }
}
