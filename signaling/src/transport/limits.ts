import { AppError } from '@gabinet/shared/contracts/errors';
import type { Redis } from 'ioredis';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';

/** Points an hour-glass holds, and the seconds in which it fills again. */
const budgets = {
  /** Opening invitations and signing in, per address: guessing 160 bits is hopeless, trying is noise. */
  door: { points: 30, seconds: 60 },
  /** Any other request, per address. */
  request: { points: 600, seconds: 60 },
  /** Messages over one socket; a join with its media is about ten. */
  message: { points: 120, seconds: 10 },
  /** Tests of the way to a media node, per participant: each costs it some seconds of media. */
  probe: { points: 10, seconds: 600 },
  /** Writing and reading on: a page that comes back with a full outbox sends it in one go. */
  writing: { points: 400, seconds: 10 },
  /** Marks and typing signs: they may get lost, and must not stand in the way of anything else. */
  sign: { points: 120, seconds: 10 },
} as const;
export type Budget = keyof typeof budgets;

/** The rate-limit hook of route() and bind(). Throws TOO_MANY_REQUESTS with a wait in seconds. */
export interface Limits {
  take(budget: Budget, key: string): Promise<void>;
}

export class RateLimited extends AppError {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('TOO_MANY_REQUESTS');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * Limits in Redis when there is one, else in this process. Messages are always counted in the
 * process that holds the socket. If Redis is gone, the door closes and the rest counts locally.
 */
export function createLimits(redis: Redis | undefined): Limits {
  const limiters = {
    door: limiter('door', redis),
    request: limiter('request', redis),
    message: limiter('message', undefined),
    probe: limiter('probe', redis),
    writing: limiter('writing', undefined),
    sign: limiter('sign', undefined),
  };
  return {
    async take(budget, key) {
      try {
        await limiters[budget].consume(key);
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) {
          throw new RateLimited(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)));
        }
        throw new AppError('UNAVAILABLE', { cause: refusal });
      }
    },
  };
}

function limiter(budget: Budget, redis: Redis | undefined): RateLimiterAbstract {
  const { points, seconds: duration } = budgets[budget];
  const local = new RateLimiterMemory({ keyPrefix: budget, points, duration });
  if (redis === undefined) return local;
  return new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: `gabinet:limit:${budget}`,
    points,
    duration,
    rejectIfRedisNotReady: true,
    ...(budget === 'door' ? {} : { insuranceLimiter: local }),
  });
}
