import { AppError } from '@gabinet/shared/contracts/errors';
import type { EventBus } from '../bus/EventBus.ts';
import type { Log } from '../observability/log.ts';
import type { SessionRecord, SessionStore } from '../session/SessionStore.ts';
import type { NodePool } from './NodePool.ts';
import type { SfuNode } from './SfuNode.ts';

/** How long a join waits for a node that is just being dialled. */
const dialMs = 1_500;

/** A session's place among the media nodes; another epoch is another place (rule N2). */
export interface Placement {
  readonly node: SfuNode;
  readonly mediaEpoch: number;
}

interface PlacementParts {
  store: SessionStore;
  bus: EventBus;
  log: Log;
}

/** Which media node a session is on, and the choice of one where it is on none (rule N2). */
export class Placements {
  readonly #parts: PlacementParts;
  #pool: NodePool | undefined;

  constructor(parts: PlacementParts) {
    this.#parts = parts;
  }

  /** The pool's listener is made before it. */
  use(pool: NodePool): void {
    this.#pool = pool;
  }

  /** Throws MEDIA_UNAVAILABLE before there is a pool. */
  get nodes(): NodePool {
    if (this.#pool === undefined) throw new AppError('MEDIA_UNAVAILABLE');
    return this.#pool;
  }

  /** What the nodes take and send; undefined while none has answered. */
  capabilities(): ReturnType<NodePool['capabilities']> {
    return this.#pool?.capabilities();
  }

  /**
   * Where the session is, placing it now if it is nowhere, its node does not answer, or its place is
   * not beyond `lostEpoch`. Throws MEDIA_UNAVAILABLE when no node answers.
   */
  async of(record: SessionRecord, lostEpoch = -1): Promise<Placement> {
    if (record.sfuNode !== null && record.mediaEpoch > lostEpoch) {
      const node = this.nodes.get(record.sfuNode);
      if (await node.waitUntilAlive(dialMs)) return { node, mediaEpoch: record.mediaEpoch };
    }
    return this.#place(record.state.sessionId, record.mediaEpoch);
  }

  async #place(sessionId: string, epoch: number): Promise<Placement> {
    const { store, bus, log } = this.#parts;
    const chosen = this.nodes.leastLoaded();
    const held = await store.place(sessionId, epoch, chosen.url);
    if (held.won) {
      log.info('A session was placed on a media node.', {
        sessionId,
        mediaEpoch: held.mediaEpoch,
      });
      bus.publish('session:moved', { sessionId, mediaEpoch: held.mediaEpoch });
    }
    return { node: this.nodes.get(held.sfuNode), mediaEpoch: held.mediaEpoch };
  }
}
