/** Relays of TCP and UDP whose two directions behave as they are told: a line where the kernel offers none. */
import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { connect, createServer, type Socket } from 'node:net';
import { Gate } from './Gate.ts';
import { Way } from './Way.ts';

export interface Endpoint {
  host: string;
  port: number;
}

/** What a relay goes through, each direction by itself; relays that share it share its rate. */
export interface Passage {
  readonly up: Way;
  readonly down: Way;
  readonly gate: Gate;
}

export interface Relay {
  readonly port: number;
  /** How many TCP connections that the far end has not ended, or senders of datagrams, there are. */
  readonly users: number;
  /** Whoever was connected hears no more of it, and is not told: as after a change of address. */
  abandon(): void;
  /** Whoever is connected by TCP is cut off, and told. */
  reset(): void;
  close(): Promise<void>;
}

export function passage(): Passage {
  return { up: new Way(), down: new Way(), gate: new Gate() };
}

/** No packet of a stream is larger where the way is narrow. */
const packetBytes = 1_200;

/** Carries TCP connections from `from` (port 0: any) to `to`. */
export function relayTcp(from: Endpoint, to: Endpoint, through: Passage): Promise<Relay> {
  const { up, down, gate } = through;
  const pairs = new Map<Socket, { far: Socket; abandoned: boolean }>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const pair = {
      far: connect({ ...to, noDelay: true, allowHalfOpen: true }),
      abandoned: false,
    };
    pairs.set(near, pair);
    const passable = async (): Promise<boolean> => {
      await gate.opened();
      return !pair.abandoned;
    };
    near.once('close', () => pairs.delete(near));
    void pass(near, pair.far, up, passable);
    void pass(pair.far, near, down, passable);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(from.port, from.host, () => {
      const address = server.address();
      const reset = (): void => {
        for (const [near, { far }] of pairs) {
          near.resetAndDestroy();
          far.resetAndDestroy();
        }
      };
      resolve({
        port: typeof address === 'object' && address ? address.port : from.port,
        get users() {
          return [...pairs.keys()].filter(({ writable }) => writable).length;
        },
        abandon() {
          for (const pair of pairs.values()) pair.abandoned = true;
        },
        reset,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            for (const [near, { far }] of pairs) {
              near.destroy();
              far.destroy();
            }
          }),
      });
    });
  });
}

async function pass(
  source: Socket,
  target: Socket,
  way: Way,
  passable: () => Promise<boolean>,
): Promise<void> {
  // A failed end makes itself known at the other by `close`, below.
  source.on('error', () => {});
  source.once('close', () => {
    void passable().then((able) => able && way.push(0, () => target.destroy()));
  });
  try {
    for await (const chunk of source.iterator({ destroyOnReturn: false })) {
      for (const packet of packets(chunk, way)) {
        await way.room();
        if (!(await passable())) return;
        way.push(packet.length, () => target.writable && target.write(packet));
      }
    }
    if (await passable()) way.push(0, () => target.end());
  } catch {
    // `close` follows.
  }
}

function packets(chunk: Buffer, way: Way): readonly Buffer[] {
  if (!way.narrow) return [chunk];
  const count = Math.ceil(chunk.length / packetBytes);
  return Array.from({ length: count }, (_, index) =>
    chunk.subarray(index * packetBytes, (index + 1) * packetBytes),
  );
}

/** Carries datagrams from `from` to `to`, with one outgoing socket for each sender. */
export function relayUdp(
  from: Endpoint,
  to: Endpoint,
  passageOf: (sender: RemoteInfo) => Passage,
): Promise<Relay> {
  const near = createSocket('udp4');
  const far = new Map<string, UdpSocket>();
  const abandoned = new Set<string>();
  const farSocketOf = (sender: RemoteInfo, key: string): UdpSocket => {
    const existing = far.get(key);
    if (existing) return existing;
    const made = createSocket('udp4');
    const { down, gate } = passageOf(sender);
    made.on('message', (packet) => {
      if (!gate.open || abandoned.has(key)) return;
      down.carry(packet.length, () => near.send(packet, sender.port, sender.address));
    });
    // A page that has gone answers nothing; its packets may be lost.
    made.on('error', () => {});
    far.set(key, made);
    return made;
  };
  near.on('message', (packet, sender) => {
    const key = `${sender.address}:${sender.port}`;
    const { up, gate } = passageOf(sender);
    // Known even while nothing passes, so that `abandon` means them too.
    const socket = farSocketOf(sender, key);
    if (!gate.open || abandoned.has(key)) return;
    up.carry(packet.length, () => socket.send(packet, to.port, to.host));
  });
  return new Promise((resolve, reject) => {
    near.once('error', reject);
    near.bind(from.port, from.host, () => {
      near.on('error', () => {});
      resolve({
        port: near.address().port,
        get users() {
          return far.size;
        },
        abandon() {
          for (const key of far.keys()) abandoned.add(key);
        },
        reset: () => {},
        close: async () => {
          for (const socket of far.values()) socket.close();
          near.close();
        },
      });
    });
  });
}
