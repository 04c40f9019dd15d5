import { AppError } from '@gabinet/shared/contracts/errors';
import type { MediaWays } from '@gabinet/shared/contracts/media';
import type { SfuInput, SfuOutput, SfuRequestName } from '@gabinet/shared/contracts/sfu';
import type { SessionHandlers } from '../transport/bind.ts';
import type { Limits } from '../transport/limits.ts';
import type { NodePool } from './NodePool.ts';
import type { SfuNode } from './SfuNode.ts';

interface Held {
  readonly probeId: string;
  readonly node: SfuNode;
}

type ProbeRequest = Extract<SfuRequestName, `probe:${string}`>;
export type ProbeHandlers = Pick<
  SessionHandlers,
  'probe:open' | 'probe:connect' | 'probe:produce' | 'probe:ready' | 'probe:close'
>;

/** The tests of their way that pages of this process run (rule P1): one a socket, ended with it. */
export class Probes {
  readonly #pool: NodePool;
  readonly #limits: Limits;
  readonly #waysFor: (participantId: string) => MediaWays;
  readonly #held = new Map<string, Held>();

  constructor(pool: NodePool, limits: Limits, waysFor: (participantId: string) => MediaWays) {
    this.#pool = pool;
    this.#limits = limits;
    this.#waysFor = waysFor;
  }

  /** What pages may ask; every answer is about the page's own test. */
  handlers(): ProbeHandlers {
    return {
      'probe:open': async ({ rtpCapabilities }, { participantId }, socket) => {
        await this.#limits.take('probe', participantId);
        this.end(socket.id);
        const held = { probeId: crypto.randomUUID(), node: this.#pool.leastLoaded() };
        this.#held.set(socket.id, held);
        const { probeId } = held;
        const setup = await held.node.request('probe:open', { probeId, rtpCapabilities });
        // The page may have gone while the node was busy.
        if (!socket.connected) this.end(socket.id);
        return { ...setup, ...this.#waysFor(participantId) };
      },
      'probe:connect': (input, _seat, socket) => this.#ask(socket.id, 'probe:connect', input),
      'probe:produce': (input, _seat, socket) => this.#ask(socket.id, 'probe:produce', input),
      'probe:ready': (input, _seat, socket) => this.#ask(socket.id, 'probe:ready', input),
      'probe:close': async (_input, _seat, socket) => {
        this.end(socket.id);
        return {};
      },
    };
  }

  /** The socket is gone, or its test is over. The node would end it by itself, only later. */
  end(socketId: string): void {
    const held = this.#held.get(socketId);
    this.#held.delete(socketId);
    held?.node.request('probe:close', { probeId: held.probeId }).catch(() => undefined);
  }

  #ask<N extends ProbeRequest>(
    socketId: string,
    name: N,
    input: Omit<SfuInput<N>, 'probeId'>,
  ): Promise<SfuOutput<N>> {
    const held = this.#held.get(socketId);
    if (held === undefined) return Promise.reject(new AppError('WRONG_PHASE'));
    return held.node.request(name, { ...input, probeId: held.probeId } as SfuInput<N>);
  }
}
