import { passage, type Relay, relayTcp, relayUdp } from '../support/line/relays.ts';
import { freePort } from './processes.ts';

/**
 * The line between pages and a system: where the system listens and what it tells pages. Without a
 * delay that is the same; with one, the media port is on another loopback address behind a relay.
 */
export interface Line {
  readonly media: {
    MEDIA_LISTEN_IP: string;
    MEDIA_PORT: string;
    MEDIA_ANNOUNCED_ADDRESS?: string;
  };
  /** Takes the system's own address; gives the one that pages use. */
  attach(url: string): Promise<string>;
  close(): Promise<void>;
}

export async function layLine(delayMilliseconds: number): Promise<Line> {
  const relays: Relay[] = [];
  const port = await freePort();
  const delayed = delayMilliseconds > 0;
  const through = passage();
  for (const way of [through.up, through.down]) way.change({ delayMilliseconds });
  const listen = delayed ? '127.0.0.2' : '127.0.0.1';
  if (delayed) {
    relays.push(await relayUdp({ host: '127.0.0.1', port }, { host: listen, port }, () => through));
  }
  return {
    media: {
      MEDIA_LISTEN_IP: listen,
      MEDIA_PORT: String(port),
      ...(delayed ? { MEDIA_ANNOUNCED_ADDRESS: '127.0.0.1' } : {}),
    },
    async attach(url) {
      if (!delayed) return url;
      const { hostname, port: target } = new URL(url);
      const relay = await relayTcp(
        { host: '127.0.0.1', port: 0 },
        { host: hostname, port: Number(target) },
        through,
      );
      relays.push(relay);
      return `http://127.0.0.1:${relay.port}`;
    },
    async close() {
      for (const way of [through.up, through.down]) way.close();
      await Promise.all(relays.map((relay) => relay.close()));
    },
  };
}
