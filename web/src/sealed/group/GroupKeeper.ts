import { SerialQueue } from '../../live/SerialQueue.ts';
import type { GroupChange, OpenedMessage, PreparedCommit, SessionGroup } from './SessionGroup.ts';
import { readKeyPackage } from './wire.ts';

export interface GroupKeeperOptions {
  group: SessionGroup;
  /**
   * Gives a commit to the service, which keeps the first of each epoch. What came of it is told by
   * `took()` alone; a rejection means that nobody knows yet.
   */
  offer: (commit: PreparedCommit) => Promise<void>;
  /** The group is in another epoch, or this page is out of it: then `group.isMember` is false. */
  onEpoch: (group: SessionGroup) => void;
  /** This page cannot follow the group any more, and must come in again as a new leaf. */
  onLost: () => void;
  /** A key package that nobody can be added by: forged, damaged, or of another session. */
  onRefused: (keyPackage: Uint8Array) => void;
}

/**
 * One member's part in keeping the group as it should be. It holds what is wished for, and tries again
 * after every commit of somebody else until it is so (rule E5).
 */
export class GroupKeeper {
  readonly #options: GroupKeeperOptions;
  readonly #queue: SerialQueue;
  /** Key packages to add, by their leaf keys. */
  readonly #additions = new Map<string, Uint8Array>();
  /** Leaf keys of leaves to remove. */
  readonly #removals = new Set<string>();

  constructor(options: GroupKeeperOptions) {
    this.#options = options;
    this.#queue = new SerialQueue(() => options.onLost());
  }

  /** Somebody was let in. A leaf that they had before, until a reload, goes in the same commit. */
  add(keyPackage: Uint8Array): void {
    this.#queue.post(async () => {
      const owner = readKeyPackage(keyPackage);
      // Each is looked at by itself: a forged one must not hold the others up.
      if (!owner || !(await this.#options.group.couldAdd(keyPackage))) {
        this.#options.onRefused(keyPackage);
        return;
      }
      this.#additions.set(owner.leafKey, keyPackage);
      await this.#strive();
    });
  }

  /** Somebody has left, vanished or was removed: they cannot take themselves out. */
  remove(participantId: string): void {
    this.#queue.post(async () => {
      const { group } = this.#options;
      for (const { leaf, leafKey, participantId: owner } of group.members) {
        if (owner === participantId && leaf !== group.ownLeaf) this.#removals.add(leafKey);
      }
      for (const [leafKey, bytes] of this.#additions) {
        if (readKeyPackage(bytes)?.participantId === participantId) this.#additions.delete(leafKey);
      }
      await this.#strive();
    });
  }

  /** The service has kept this commit as the next one: everybody goes on by it. */
  took(commit: Uint8Array): void {
    this.#queue.post(async () => {
      await this.#options.group.take(commit);
      this.#options.onEpoch(this.#options.group);
      await this.#strive();
    });
  }

  /** The way to the service is back: a commit whose fate nobody knows is offered again, the same one. */
  resume(): void {
    this.#queue.post(() => this.#strive());
  }

  /** Seals in the present epoch. */
  seal(plain: Uint8Array, visible: Uint8Array): Promise<Uint8Array> {
    return this.#queue.run(() => this.#options.group.seal(plain, visible));
  }

  /** Rejects with GroupRefusedError for what is no message to this group. */
  open(sealed: Uint8Array): Promise<OpenedMessage> {
    return this.#queue.run(() => this.#options.group.open(sealed));
  }

  close(): void {
    this.#queue.close();
  }

  async #strive(): Promise<void> {
    const change = this.#change();
    if (!change) return;
    const prepared = await this.#options.group.prepare(change);
    // Not waited for: the commit that comes first is told meanwhile, whosever it is.
    this.#options.offer(prepared).catch(() => undefined);
  }

  /** What is still missing; null when all is as it should be. */
  #change(): GroupChange | null {
    const { group } = this.#options;
    if (!group.isMember) return null;
    const present = new Map(group.members.map((member) => [member.leafKey, member]));
    for (const leafKey of this.#additions.keys()) {
      if (present.has(leafKey)) this.#additions.delete(leafKey);
    }
    for (const leafKey of this.#removals) {
      if (!present.has(leafKey)) this.#removals.delete(leafKey);
    }
    const add = [...this.#additions.values()];
    const returning = new Set(add.map((one) => readKeyPackage(one)?.participantId));
    const remove = group.members
      .filter(
        ({ leaf, leafKey, participantId }) =>
          leaf !== group.ownLeaf && (this.#removals.has(leafKey) || returning.has(participantId)),
      )
      .map(({ leaf }) => leaf);
    return add.length + remove.length > 0 ? { add, remove } : null;
  }
}
