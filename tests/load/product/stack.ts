import { Stack, type StackOptions } from '../../support/Stack.ts';

/** The product's processes as in production: little logging, and one proxy whose word on addresses counts. */
export function startStack(options: StackOptions = {}): Promise<Stack> {
  return Stack.start({
    ...options,
    demo: false,
    // Every person of the bench says an address of their own, or the door's limit would stop them.
    environment: { LOG_LEVEL: 'warn', TRUSTED_PROXIES: '1', ...options.environment },
    sfuEnvironment: { LOG_LEVEL: 'warn', ...options.sfuEnvironment },
  });
}

/** A header with an address that nobody else in the bench has. */
export function ownAddress(): Record<string, string> {
  const byte = () => Math.floor(Math.random() * 256);
  return { 'x-forwarded-for': `10.${byte()}.${byte()}.${byte()}` };
}
