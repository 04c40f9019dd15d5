/**
 * Relays that hold every packet for a while, each way: a long line where the kernel offers none.
 * Order is kept, for equal delays end in the order in which they began.
 */
import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { connect, createServer, type Socket } from 'node:net';

interface Endpoint {
  host: string;
  port: number;
}
export interface Relay {
  readonly port: number;
  close(): Promise<void>;
}

/** Carries TCP connections from `from` (port 0: any) to `to`, each chunk delayed. */
export function relayTcp(from: Endpoint, to: Endpoint, delayMilliseconds: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  const later = (act: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, delayMilliseconds);
    timers.add(timer);
  };
  const pass = (source: Socket, target: Socket) => {
    source.on('data', (chunk) => later(() => target.writable && target.write(chunk)));
    source.on('end', () => later(() => target.end()));
    source.on('error', () => target.destroy());
    source.on('close', () => {
      sockets.delete(source);
      later(() => target.destroy());
    });
  };
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const far = connect({ ...to, noDelay: true, allowHalfOpen: true });
    for (const socket of [near, far]) sockets.add(socket);
    pass(near, far);
    pass(far, near);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(from.port, from.host, () => {
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address ? address.port : from.port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            for (const timer of timers) clearTimeout(timer);
            for (const socket of sockets) socket.destroy();
          }),
      });
    });
  });
}

/** Carries datagrams from `from` to `to`, with one outgoing socket for each sender, each datagram delayed. */
export function relayUdp(from: Endpoint, to: Endpoint, delayMilliseconds: number): Promise<Relay> {
  const near = createSocket('udp4');
  const far = new Map<string, UdpSocket>();
  const timers = new Set<NodeJS.Timeout>();
  const later = (act: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, delayMilliseconds);
    timers.add(timer);
  };
  const farSocketOf = (sender: RemoteInfo): UdpSocket => {
    const key = `${sender.address}:${sender.port}`;
    const existing = far.get(key);
    if (existing) return existing;
    const made = createSocket('udp4');
    made.on('message', (packet) => later(() => near.send(packet, sender.port, sender.address)));
    // A page that has gone answers nothing; its packets may be lost.
    made.on('error', () => {});
    far.set(key, made);
    return made;
  };
  near.on('message', (packet, sender) => {
    const socket = farSocketOf(sender);
    later(() => socket.send(packet, to.port, to.host));
  });
  return new Promise((resolve, reject) => {
    near.once('error', reject);
    near.bind(from.port, from.host, () => {
      near.on('error', () => {});
      resolve({
        port: near.address().port,
        close: async () => {
          for (const timer of timers) clearTimeout(timer);
          for (const socket of far.values()) socket.close();
          near.close();
        },
      });
    });
  });
}
