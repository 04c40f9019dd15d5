import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const good = {
  DATABASE_URL: 'postgres://localhost/gabinet',
  SFU_URLS: 'http://127.0.0.1:4100',
  SERVICE_SECRET: 's'.repeat(32),
  TICKET_SECRET: 't'.repeat(32),
  VAULT_KEY: 'v'.repeat(43),
};

describe('the configuration', () => {
  it('is frozen and has defaults that are reachable from this machine alone', () => {
    const config = readConfig(good);
    expect(Object.isFrozen(config)).toBe(true);
    expect(config).toMatchObject({ host: '127.0.0.1', port: 3000, demo: false, secure: false });
  });

  it.each([
    [{ ...good, DATABASE_URL: undefined }, 'DATABASE_URL is not set'],
    [{ ...good, PORT: 'ninety' }, 'PORT is not right'],
    [{ ...good, SERVICE_SECRET: 'short' }, 'SERVICE_SECRET is not right: it must have at least 32'],
    [{ ...good, SFU_URLS: undefined }, 'SFU_URLS'],
    [
      { ...good, DEMO: '1', PUBLIC_URL: 'https://gabinet.example' },
      'DEMO is not right: it must be off',
    ],
    [{ ...good, VAULT_KEY: 'short' }, 'VAULT_KEY is not right: it must be 32 random bytes'],
    [
      { ...good, SMTP_URL: 'smtp://mail.example' },
      'MAIL_FROM is not right: it must name the sender',
    ],
    [
      { ...good, MEDIA_RELAY_ONLY: 'true', TURN_SECRET: 't'.repeat(32) },
      'MEDIA_RELAY_ONLY is not right: it must be false until TURN_URLS and TURN_SECRET are set',
    ],
    [{ ...good, DEMO: '1', HOST: '0.0.0.0' }, 'DEMO is not right: it must be off unless HOST'],
  ])('says in one sentence what to do about a wrong value (%#)', (env, sentence) => {
    expect(() => readConfig(env)).toThrow(ConfigError);
    expect(() => readConfig(env)).toThrow(sentence);
  });

  it('X5 never repeats a secret in its sentence', () => {
    expect(() => readConfig({ ...good, TICKET_SECRET: 'hunter2' })).not.toThrow(/hunter2/);
  });

  it('is secure, with its own kind of cookie, behind TLS', () => {
    expect(readConfig({ ...good, PUBLIC_URL: 'https://gabinet.example' }).secure).toBe(true);
  });
});
