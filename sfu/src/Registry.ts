import { type SfuNodeRecord, sfuRegistry } from '@gabinet/shared/contracts/sfu';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';

export interface RegistryOptions {
  readonly redisUrl: string;
  readonly nodeId: string;
  /** Reads the figures of this moment. */
  readonly read: () => Omit<SfuNodeRecord, 'nodeId' | 'at' | 'draining'>;
  readonly log: Logger;
}

/**
 * Announces this node in Redis at each heartbeat until `close()`, which takes it off the list. A
 * Redis that is away costs new placements only: media goes on, and the next heartbeat announces.
 */
export class Registry {
  readonly #options: RegistryOptions;
  readonly #redis: Redis;
  readonly #heartbeat: NodeJS.Timeout;
  #reachable: boolean | undefined;

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#redis = new Redis(options.redisUrl, {
      maxRetriesPerRequest: 1,
      connectTimeout: 2_000,
      // Also bounds how long a stop waits.
      commandTimeout: 1_000,
    });
    this.#redis.on('error', () => this.#note(false));
    this.#heartbeat = setInterval(() => void this.#beat(), sfuRegistry.heartbeatSeconds * 1000);
    void this.#beat();
  }

  async #beat(): Promise<void> {
    const { nodeId, read } = this.#options;
    const record: SfuNodeRecord = { nodeId, ...read(), at: Date.now(), draining: false };
    try {
      await this.#redis.hset(sfuRegistry.key, nodeId, JSON.stringify(record));
      this.#note(true);
    } catch {
      this.#note(false);
    }
  }

  /** Says once when Redis goes and once when it is back, not at each try. */
  #note(reachable: boolean): void {
    if (this.#reachable === reachable) return;
    this.#reachable = reachable;
    if (reachable) this.#options.log.info('announced in the registry');
    else this.#options.log.warn('the registry is out of reach');
  }

  async close(): Promise<void> {
    clearInterval(this.#heartbeat);
    if (this.#reachable) {
      await this.#redis.hdel(sfuRegistry.key, this.#options.nodeId).catch(() => undefined);
    }
    this.#redis.disconnect();
  }
}
