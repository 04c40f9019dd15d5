import { AppError } from '@gabinet/shared/contracts/errors';
import type { SfuOutput } from '@gabinet/shared/contracts/sfu';
import type { Modality } from '@gabinet/shared/contracts/words';
import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import type { Notify } from './Notify.ts';
import type { OutgoingTrack } from './OutgoingTrack.ts';
import { Peer, type ProduceOptions } from './Peer.ts';
import type { RunLater } from './SilenceWatch.ts';
import type { RoomGround } from './WorkerSlot.ts';

/** More people than any session of the practice has. */
const MAX_PEERS = 32;

export interface RoomOptions {
  readonly roomId: string;
  readonly ground: RoomGround;
  readonly notify: Notify;
  readonly runLater: RunLater;
  readonly log: Logger;
  /** Called once, however the room ends. */
  readonly onEnded: () => void;
}

export interface JoinOptions {
  readonly peerId: string;
  readonly pageId: string;
  readonly rtpCapabilities: types.RtpCapabilities;
  readonly ceiling: Modality;
  /** Of the session when the ceiling was read. */
  readonly ceilingVersion: number;
  readonly admitted: boolean;
}

/** A session's media: one router, and the peers that it owns. Ends with `close()` or its worker. */
export class Room {
  readonly roomId: string;
  readonly #options: RoomOptions;
  readonly #peers = new Map<string, Peer>();
  #closed = false;

  constructor(options: RoomOptions) {
    this.roomId = options.roomId;
    this.#options = options;
    options.ground.router.on('workerclose', () => this.#lost());
    // The worker may have died before we listened.
    if (options.ground.router.closed) this.#lost();
  }

  get closed(): boolean {
    return this.#closed;
  }
  get peerCount(): number {
    return this.#peers.size;
  }
  /** Every track that somebody in here sends. */
  get tracks(): readonly OutgoingTrack[] {
    return [...this.#peers.values()].flatMap((peer) => peer.outgoing);
  }
  get slotIndex(): number {
    return this.#options.ground.slotIndex;
  }

  /**
   * Takes a peer in. The same page again keeps its transports, with the ceiling and admission as
   * given now; another page, or broken transports, replaces them (rule M9).
   */
  async join(options: JoinOptions): Promise<SfuOutput<'peer:join'>> {
    const present = this.#peers.get(options.peerId);
    if (present?.pageId === options.pageId && present.alive) {
      present.setCeiling(options.ceiling, options.ceilingVersion);
      if (present.admitted !== options.admitted) await this.#setAdmitted(present, options.admitted);
      return await present.setUp(this.#others(present), true);
    }
    if (!present && this.#peers.size >= MAX_PEERS) throw new AppError('LIMIT_REACHED');
    present?.close();
    const { ground, notify, runLater, roomId, log } = this.#options;
    const peer: Peer = new Peer({
      ...options,
      roomId,
      ground,
      notify,
      runLater,
      log,
      onSilent: () => {
        this.#remove(peer);
        notify('peer:gone', { roomId, peerId: peer.peerId });
      },
    });
    this.#peers.set(peer.peerId, peer);
    try {
      return await peer.setUp(this.#others(peer), false);
    } catch (error) {
      this.#remove(peer);
      throw error;
    }
  }

  /** Throws NOT_FOUND. */
  peer(peerId: string): Peer {
    const peer = this.#peers.get(peerId);
    if (!peer) throw new AppError('NOT_FOUND');
    return peer;
  }

  /** Starts a peer's track and sets it up, paused, at every other peer. */
  async produce(peerId: string, options: ProduceOptions): Promise<void> {
    const owner = this.peer(peerId);
    const track = await owner.produce(options);
    await Promise.all(this.#others(owner).map((other) => other.receive(owner, track)));
  }

  async admit(peerId: string): Promise<void> {
    await this.#setAdmitted(this.peer(peerId), true);
  }

  leave(peerId: string): void {
    const peer = this.#peers.get(peerId);
    if (peer) this.#remove(peer);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const peer of this.#peers.values()) peer.close();
    this.#peers.clear();
    this.#options.ground.router.close();
    this.#options.onEnded();
  }

  #lost(): void {
    if (this.#closed) return;
    this.close();
    this.#options.notify('room:lost', { roomId: this.roomId });
  }

  #others(peer: Peer): Peer[] {
    return [...this.#peers.values()].filter((other) => other !== peer);
  }

  /** Both ways at once: the peer's tracks to the others, and theirs to it. */
  async #setAdmitted(peer: Peer, admitted: boolean): Promise<void> {
    await Promise.all([
      peer.setAdmitted(admitted),
      ...this.#others(peer).map((other) => other.regulateFrom(peer)),
    ]);
  }

  #remove(peer: Peer): void {
    peer.close();
    if (this.#peers.get(peer.peerId) !== peer) return;
    this.#peers.delete(peer.peerId);
    // Nobody left: the next join makes the room anew.
    if (this.#peers.size === 0) this.close();
  }
}
