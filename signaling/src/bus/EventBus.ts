import { EventEmitter } from 'node:events';
import { Redis } from 'ioredis';
import { z } from 'zod';
import type { Log } from '../observability/log.ts';

/** What signaling processes tell each other. Losing one costs a moment, never the truth: that is in Postgres. */
const topics = {
  /** The session was placed anew; whoever holds pages of it moves them (rule M6). */
  'session:moved': z.object({ sessionId: z.uuid(), mediaEpoch: z.int() }),
  /** The practice's crisis contacts or name are others now; every other process writes its page (rule K1). */
  'crisis:changed': z.object({ processId: z.uuid() }),
} as const;
type Topic = keyof typeof topics;
type Message<T extends Topic> = z.infer<(typeof topics)[T]>;

export interface EventBus {
  publish<T extends Topic>(topic: T, message: Message<T>): void;
  on<T extends Topic>(topic: T, listener: (message: Message<T>) => void): void;
  close(): Promise<void>;
}

/** Within one process (rule N3). */
export function createMemoryBus(): EventBus {
  const emitter = new EventEmitter();
  return {
    publish: (topic, message) => void emitter.emit(topic, message),
    on: (topic, listener) => void emitter.on(topic, listener),
    close: async () => void emitter.removeAllListeners(),
  };
}

const channel = 'gabinet:bus';
const envelope = z.object({
  topic: z.enum(Object.keys(topics) as [Topic, ...Topic[]]),
  message: z.unknown(),
});

/** Between processes, over Redis publish and subscribe; `redis` stays its owner's. */
export async function createRedisBus(redis: Redis, redisUrl: string, log: Log): Promise<EventBus> {
  const emitter = new EventEmitter();
  const subscriber = new Redis(redisUrl, { maxRetriesPerRequest: null });
  subscriber.on('error', (error) => log.warn('The event bus lost Redis.', {}, error));
  subscriber.on('message', (_channel, text) => {
    const parsed = envelope.safeParse(parseJson(text));
    if (!parsed.success) return;
    const message = topics[parsed.data.topic].safeParse(parsed.data.message);
    if (message.success) emitter.emit(parsed.data.topic, message.data);
  });
  await subscriber.subscribe(channel);
  return {
    publish(topic, message) {
      redis.publish(channel, JSON.stringify({ topic, message })).catch((error: unknown) => {
        log.warn('An event could not be published.', { event: topic }, error);
      });
    },
    on: (topic, listener) => void emitter.on(topic, listener),
    async close() {
      emitter.removeAllListeners();
      subscriber.disconnect();
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
