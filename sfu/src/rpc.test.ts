import { sfuRequests } from '@gabinet/shared/contracts/sfu';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { joinInput, microphone } from './testing/page.ts';
import { startTestNode, type TestNode, TestSignaling, ticket } from './testing/TestNode.ts';

let node: TestNode;
let signaling: TestSignaling;

beforeAll(async () => {
  node = await startTestNode();
  signaling = new TestSignaling(node.url);
  expect(await signaling.opened()).toBe('connected');
});
afterAll(async () => {
  signaling?.close();
  await node?.stop();
});

describe('X2: the service ticket', () => {
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  test.each([
    ['missing', {}],
    ['not a string', { ticket: { a: 1 } }],
    ['signed with another secret', { ticket: ticket({}, 'another secret'.repeat(4)) }],
    ['for another audience', { ticket: ticket({}, undefined, { audience: 'gabinet' }) }],
    ['of another type', { ticket: ticket({ typ: 'seat' }) }],
    ['by another algorithm', { ticket: ticket({}, undefined, { algorithm: 'HS512' }) }],
    ['expired', { ticket: ticket({}, undefined, { expiresIn: -1 }) }],
    [
      'too old',
      {
        ticket: ticket({ iat: Math.floor(Date.now() / 1000) - 200 }, undefined, { expiresIn: 600 }),
      },
    ],
    ['unsigned', { ticket: `${none}.${ticket().split('.')[1]}.` }],
  ])('is refused when %s', async (_, auth) => {
    const stranger = new TestSignaling(node.url, auth);
    expect(await stranger.opened()).toBe('TICKET_REFUSED');
    stranger.close();
  });

  test('X3: a browser is refused, for it sends an origin', async () => {
    const browser = io(node.url, {
      path: '/control',
      transports: ['websocket'],
      reconnection: false,
      auth: { ticket: ticket() },
      extraHeaders: { origin: 'http://localhost' },
    });
    const refused = await new Promise((resolve) => {
      browser.on('connect', () => resolve(false));
      browser.on('connect_error', () => resolve(true));
    });
    browser.close();
    expect(refused).toBe(true);
  });
});

describe('messages', () => {
  const names = Object.keys(sfuRequests).filter((name) => !name.startsWith('node:'));
  test.each(names)('X1: %s with a wrong body is refused with a coded error', async (name) => {
    for (const body of [{ roomId: 'no' }, null, 'text', []]) {
      expect(await signaling.raw(name, body)).toMatchObject({
        ok: false,
        error: { code: 'INVALID_INPUT' },
      });
    }
  });

  test('X1: parameters that pass the contract but not the media library are refused too', async () => {
    const peer = joinInput();
    await signaling.ask('peer:join', peer);
    const wrong = (change: object) =>
      signaling.raw('peer:produce', { ...microphone(peer), ...change });
    const codec = { mimeType: 'audio/opus', payloadType: 111 };
    for (const rtpParameters of [
      { codecs: [codec] },
      { codecs: [{ ...codec, clockRate: 'fast' }] },
      { codecs: [{ ...codec, clockRate: 48_000, parameters: { a: { b: 1 } } }] },
      { codecs: [{ ...codec, clockRate: 48_000, channels: 2 }], encodings: [{ ssrc: -1 }] },
    ]) {
      expect(await wrong({ rtpParameters })).toMatchObject({ error: { code: 'INVALID_INPUT' } });
    }
    const dtlsParameters = { fingerprints: [{ algorithm: 'md5', value: 'AB' }] };
    expect(
      await signaling.raw('peer:connect', { ...peer, direction: 'send', dtlsParameters }),
    ).toMatchObject({ error: { code: 'INVALID_INPUT' } });
    // The worker's encoder is still in order.
    await signaling.ask('peer:produce', microphone(peer));
    await signaling.ask('room:close', peer);
  });

  test('X4: an unknown event is counted and dropped', async () => {
    const count = async () => {
      const text = await (await fetch(`${node.url}/metrics`)).text();
      return Number(/^sfu_unknown_events_total (\d+)$/m.exec(text)?.[1]);
    };
    const before = await count();
    signaling.socket.emit('peer:explode', {}, () => expect.unreachable());
    signaling.socket.emit('toString', {}, () => expect.unreachable());
    signaling.socket.emit('node:load', {});
    await vi.waitFor(async () => expect(await count()).toBe(before + 3));
    expect(await signaling.ask('node:load', {})).toMatchObject({ workers: 1 });
  });

  test('X1: a message too large ends the connection', async () => {
    const other = new TestSignaling(node.url);
    await other.opened();
    const ended = new Promise((resolve) => other.socket.on('disconnect', resolve));
    other.socket.emit('node:load', { filler: 'x'.repeat(300_000) }, () => undefined);
    await ended;
    expect(await signaling.ask('node:load', {})).toMatchObject({ workers: 1 });
  });

  test('a peer or room that is not there answers NOT_FOUND; leaving and closing never fail', async () => {
    const nobody = joinInput();
    await expect(signaling.ask('peer:admit', nobody)).rejects.toThrow('NOT_FOUND');
    await expect(signaling.ask('peer:produce', microphone(nobody))).rejects.toThrow('NOT_FOUND');
    await signaling.ask('peer:leave', nobody);
    await signaling.ask('room:close', nobody);
  });
});

test('health and figures are served beside the control socket', async () => {
  expect((await fetch(`${node.url}/healthz`)).status).toBe(200);
  expect(await (await fetch(`${node.url}/metrics`)).text()).toContain('sfu_workers_running 1');
  expect((await fetch(`${node.url}/else`)).status).toBe(404);
});
