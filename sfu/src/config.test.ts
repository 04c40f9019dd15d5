import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const SERVICE_SECRET = 'x'.repeat(32);

describe('the settings of the media server', () => {
  test('a secret alone is enough, and the result is frozen', () => {
    const config = readConfig({ SERVICE_SECRET, REDIS_URL: '' });
    expect(config).toMatchObject({ host: '127.0.0.1', port: 4100, redisUrl: undefined });
    expect(config.media).toEqual({
      listenIp: '127.0.0.1',
      announcedAddress: undefined,
      port: 40_000,
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  test.each([
    ['no secret', {}, 'SERVICE_SECRET must be set'],
    ['a short secret', { SERVICE_SECRET: 'short' }, 'SERVICE_SECRET must have'],
    ['a public control address', { SERVICE_SECRET, SFU_HOST: '203.0.113.9' }, 'SFU_HOST must be'],
    ['every control address', { SERVICE_SECRET, SFU_HOST: '0.0.0.0' }, 'SFU_HOST must be'],
    ['a name as media address', { SERVICE_SECRET, MEDIA_LISTEN_IP: 'sfu' }, 'MEDIA_LISTEN_IP must'],
    ['a broken Redis address', { SERVICE_SECRET, REDIS_URL: 'nope' }, 'REDIS_URL must be'],
    [
      'more workers than ports',
      { SERVICE_SECRET, MEDIA_PORT: '65535', SFU_WORKERS: '2' },
      'MEDIA_PORT is too high',
    ],
  ])('%s is told in one sentence without the value', (_, env, start) => {
    expect(() => readConfig(env)).toThrow(ConfigError);
    expect(() => readConfig(env)).toThrow(start);
    for (const value of ['short', '203.0.113.9', 'nope']) {
      expect(() => readConfig(env)).not.toThrow(value);
    }
  });

  test.each(['10.1.2.3', '192.168.0.4', '::1', 'fd00::1', 'sfu'])(
    '%s may take commands',
    (host) => {
      expect(readConfig({ SERVICE_SECRET, SFU_HOST: host }).host).toBe(host);
    },
  );
});
