import { AppError } from '@gabinet/shared/contracts/errors';
import type { SfuOutput } from '@gabinet/shared/contracts/sfu';
import type { Logger } from 'pino';
import type { Notify } from './Notify.ts';
import type { OutgoingTrack } from './OutgoingTrack.ts';
import { type JoinOptions, Room } from './Room.ts';
import type { RunLater } from './SilenceWatch.ts';
import type { WorkerPool } from './WorkerPool.ts';

export interface RoomsOptions {
  readonly pool: WorkerPool;
  readonly notify: Notify;
  readonly runLater: RunLater;
  readonly log: Logger;
}

/** Owns all rooms of the node. */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #rooms = new Map<string, Room>();
  readonly #opening = new Map<string, Promise<Room>>();

  constructor(options: RoomsOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#rooms.size;
  }
  get peerCount(): number {
    return this.#rooms.values().reduce((sum, room) => sum + room.peerCount, 0);
  }

  get tracks(): readonly OutgoingTrack[] {
    return [...this.#rooms.values()].flatMap((room) => room.tracks);
  }

  find(roomId: string): Room | undefined {
    return this.#rooms.get(roomId);
  }

  /** Throws NOT_FOUND. */
  get(roomId: string): Room {
    const room = this.#rooms.get(roomId);
    if (!room) throw new AppError('NOT_FOUND');
    return room;
  }

  /** Joins the room, made when absent. Throws MEDIA_UNAVAILABLE when no worker runs. */
  async join(roomId: string, options: JoinOptions): Promise<SfuOutput<'peer:join'>> {
    const room = this.#rooms.get(roomId) ?? (await this.#open(roomId));
    // It may have ended between its making and our turn, with its worker or by a close.
    if (room.closed) throw new AppError('MEDIA_UNAVAILABLE');
    return await room.join(options);
  }

  /** Ends the room, also one that is still being made. An unknown room is no error. */
  close(roomId: string): void {
    this.#opening.delete(roomId);
    this.#rooms.get(roomId)?.close();
  }

  /** Ends all rooms and tells that they must be placed anew. */
  closeAll(): void {
    this.#opening.clear();
    for (const room of [...this.#rooms.values()]) {
      room.close();
      this.#options.notify('room:lost', { roomId: room.roomId });
    }
  }

  /** Two who join at once get the same room. */
  #open(roomId: string): Promise<Room> {
    const opening = this.#opening.get(roomId);
    if (opening) return opening;
    const made: Promise<Room> = this.#make(roomId, () => this.#opening.get(roomId) === made);
    this.#opening.set(roomId, made);
    return made;
  }

  async #make(roomId: string, isWanted: () => boolean): Promise<Room> {
    try {
      const ground = await this.#options.pool.createGround();
      if (!isWanted()) {
        ground.router.close();
        throw new AppError('NOT_FOUND');
      }
      const room: Room = new Room({
        roomId,
        ground,
        notify: this.#options.notify,
        runLater: this.#options.runLater,
        log: this.#options.log,
        onEnded: () => {
          if (this.#rooms.get(roomId) === room) this.#rooms.delete(roomId);
        },
      });
      if (!room.closed) this.#rooms.set(roomId, room);
      return room;
    } finally {
      if (isWanted()) this.#opening.delete(roomId);
    }
  }
}
