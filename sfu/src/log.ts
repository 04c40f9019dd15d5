import { setLogEventListeners } from 'mediasoup';
import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';

/**
 * The process's log. Lines carry ids only (rule X5); of an error its name, code and stack, whose
 * texts come from our own code and mediasoup's and hold ids too.
 */
export function createLog({ logLevel, nodeId }: Pick<Config, 'logLevel' | 'nodeId'>): Logger {
  const log = pino({ level: logLevel, base: { service: 'sfu', nodeId } });
  // mediasoup's warnings tell what a page sent, address and all; only its errors are kept.
  setLogEventListeners({
    onerror: (namespace, text) => log.error({ namespace, text }, 'mediasoup'),
  });
  return log;
}
