import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { readSettings, signalingEnvironment } from './settings.ts';

const secrets = { SERVICE_SECRET: 's', TICKET_SECRET: 't', TURN_SECRET: 'u', VAULT_KEY: 'v' };
const free = { PORT: '39417', SFU_WORKERS: '1' };

test.each([
  [{ PORT: '99999' }, /PORT=99999/],
  [{ PORT: 'x' }, /PORT=x/],
  [{ PUBLIC_URL: 'http://care.example.org' }, /https/],
  [{ DATABASE_URL: 'mysql://user:hidden@host/x' }, /DATABASE_URL must begin with postgres:/],
  [{ REDIS_URL: 'localhost' }, /REDIS_URL/],
])('a wrong setting %j is answered with a sentence', async (env, sentence) => {
  await expect(readSettings({ ...free, ...env }, '/nowhere')).rejects.toThrow(sentence);
});

test('a used port is answered with another one', { timeout: 10_000 }, async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  try {
    const reading = readSettings({ ...free, PORT: String(port) }, '/nowhere');
    await expect(reading).rejects.toThrow(
      `Port ${port} is in use. Stop the other program or set PORT=`,
    );
  } finally {
    server.close();
  }
});

test('the demo is on only where nobody else can reach it', async () => {
  const demo = async (env: Record<string, string>): Promise<string | undefined> => {
    const settings = await readSettings({ ...free, ...env }, '/nowhere');
    return signalingEnvironment(settings, secrets, 'postgres://x', '/nowhere', env).DEMO;
  };
  expect(await demo({})).toBe('1');
  expect(await demo({ HOST: '0.0.0.0' })).toBe('0');
  expect(await demo({ PUBLIC_URL: 'https://care.example.org' })).toBe('0');
});

test('what the person set wins over what we made', async () => {
  const env = { ...free, TICKET_SECRET: 'their own', LOG_LEVEL: '' };
  const settings = await readSettings(env, '/nowhere');
  const made = signalingEnvironment(settings, secrets, 'postgres://x', '/nowhere', env);
  expect(made).toMatchObject({
    TICKET_SECRET: 'their own',
    SERVICE_SECRET: 's',
    LOG_LEVEL: 'info',
  });
});
