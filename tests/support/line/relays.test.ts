import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { passage, relayTcp, relayUdp } from './relays.ts';

const DELAY_MS = 60;
const loopback = { host: '127.0.0.1', port: 0 };

/** A long line: each way takes a while. */
function long() {
  const through = passage();
  for (const way of [through.up, through.down]) way.change({ delayMilliseconds: DELAY_MS });
  return through;
}

describe('the relays of a line', () => {
  it('hold TCP back each way, keep its order and its end', async () => {
    const echo = createServer((socket) => socket.pipe(socket)).listen(0, loopback.host);
    await once(echo, 'listening');
    const address = echo.address();
    if (typeof address !== 'object' || !address) throw new Error('No port.');
    const relay = await relayTcp(loopback, { host: loopback.host, port: address.port }, long());
    const socket = connect({ host: loopback.host, port: relay.port });
    await once(socket, 'connect');
    const startedAt = performance.now();
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    socket.write('one ');
    socket.write('two ');
    socket.end('three');
    await once(socket, 'end');
    expect(text).toBe('one two three');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(2 * DELAY_MS - 2);
    await relay.close();
    echo.close();
  });

  it('hold datagrams back each way, and answer each sender its own', async () => {
    const echo = createSocket('udp4');
    echo.on('message', (packet, { port, address }) => echo.send(packet, port, address));
    echo.bind(0, loopback.host);
    await once(echo, 'listening');
    const through = long();
    const relay = await relayUdp(
      loopback,
      { host: loopback.host, port: echo.address().port },
      () => through,
    );
    const senders = [createSocket('udp4'), createSocket('udp4')];
    const startedAt = performance.now();
    const answers = await Promise.all(
      senders.map(async (sender, index) => {
        sender.send(`from ${index}`, relay.port, loopback.host);
        const [packet] = await once(sender, 'message');
        return String(packet);
      }),
    );
    expect(answers).toEqual(['from 0', 'from 1']);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(2 * DELAY_MS - 2);
    for (const sender of senders) sender.close();
    await relay.close();
    echo.close();
  });
});
