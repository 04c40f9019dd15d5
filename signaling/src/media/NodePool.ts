import { AppError } from '@gabinet/shared/contracts/errors';
import { sfuRegistry } from '@gabinet/shared/contracts/sfu';
import type { Redis } from 'ioredis';
import type { Clock } from '../clock.ts';
import type { Log } from '../observability/log.ts';
import { SfuNode, type SfuNodeListener } from './SfuNode.ts';

/** Where to find nodes: a fixed list, or the registry in Redis (rule N3). */
export interface NodeSource {
  /** Control addresses of nodes; `draining` ones take no new rooms. */
  list(): Promise<readonly { url: string; draining: boolean }[]>;
}

export function fixedNodes(urls: readonly string[]): NodeSource {
  const nodes = urls.map((url) => ({ url: url.replace(/\/$/, ''), draining: false }));
  return { list: async () => nodes };
}

/** Reads the nodes' heartbeats; a stale one is a dead node's. */
export function registeredNodes(redis: Redis, clock: Clock): NodeSource {
  return {
    async list() {
      const entries = Object.values(await redis.hgetall(sfuRegistry.key));
      return entries.flatMap((text) => {
        const record = sfuRegistry.record.safeParse(JSON.parse(text));
        if (!record.success) return [];
        const age = clock.now() - record.data.at;
        if (age > sfuRegistry.staleAfterSeconds * 1000) return [];
        return [{ url: record.data.url.replace(/\/$/, ''), draining: record.data.draining }];
      });
    },
  };
}

interface NodePoolOptions {
  source: NodeSource;
  serviceSecret: string;
  listener: SfuNodeListener;
  log: Log;
}

/** Our lines to all known nodes. Ended by `close()`. */
export class NodePool {
  readonly #options: NodePoolOptions;
  readonly #nodes = new Map<string, SfuNode>();
  readonly #draining = new Set<string>();
  readonly #refresher: NodeJS.Timeout;

  constructor(options: NodePoolOptions) {
    this.#options = options;
    this.#refresher = setInterval(() => void this.refresh(), sfuRegistry.heartbeatSeconds * 1000);
    this.#refresher.unref();
  }

  /** Reads the source anew and opens lines to nodes that were not known. */
  async refresh(): Promise<void> {
    try {
      const listed = await this.#options.source.list();
      this.#draining.clear();
      for (const { url, draining } of listed) {
        if (draining) this.#draining.add(url);
        this.#open(url);
      }
      // A node that is neither listed nor answering has left for good.
      for (const [url, node] of this.#nodes) {
        if (node.alive || listed.some((one) => one.url === url)) continue;
        this.#nodes.delete(url);
        this.#options.listener.lost(node);
        node.close();
      }
    } catch (error) {
      this.#options.log.warn('The list of media nodes could not be read.', {}, error);
    }
  }

  /** The node at an address, with a line opened if there was none. */
  get(url: string): SfuNode {
    return this.#nodes.get(url) ?? this.#open(url);
  }

  /** Rule N2: the least loaded live node. Throws MEDIA_UNAVAILABLE when none lives. */
  leastLoaded(): SfuNode {
    let best: SfuNode | undefined;
    for (const node of this.#nodes.values()) {
      if (!node.alive || this.#draining.has(node.url)) continue;
      if (best === undefined || node.load < best.load) best = node;
    }
    if (best === undefined) throw new AppError('MEDIA_UNAVAILABLE');
    return best;
  }

  /** Any node's capabilities: all nodes of one version have the same. */
  capabilities(): SfuNode['capabilities'] {
    for (const node of this.#nodes.values()) if (node.capabilities) return node.capabilities;
    return undefined;
  }

  close(): void {
    clearInterval(this.#refresher);
    for (const node of this.#nodes.values()) node.close();
    this.#nodes.clear();
  }

  #open(url: string): SfuNode {
    const known = this.#nodes.get(url);
    if (known) return known;
    const { serviceSecret, listener, log } = this.#options;
    const node = new SfuNode({ url, serviceSecret, listener, log });
    this.#nodes.set(url, node);
    return node;
  }
}
