import type { Page } from '@playwright/test';
import { type Passage, passage, type Relay, relayTcp, relayUdp } from './line/relays.ts';
import type { Conditions, Way } from './line/Way.ts';
import type { Stack } from './Stack.ts';

/** What a line carries; each can be cut by itself. */
const carriers = [
  /** Pages, HTTP and the socket. */
  'signaling',
  'media-udp',
  'media-tcp',
  'turn-udp',
  'turn-tcp',
  'turn-tls',
] as const;
export type Carrier = (typeof carriers)[number];

export interface LineOptions {
  /** Which signaling process the page talks to. */
  signaling?: number;
  /** TURN servers that the page is told of, and the address from which they relay. */
  turn?: { address: string; port: number; tlsPort?: number };
  /** What passes on this line only once it is restored. */
  blocked?: readonly Carrier[];
}

const stackAddress = '127.0.0.1';
let laid = 0;

/**
 * The line of one person's page to the stack (started with `lines: true`): the page reaches it
 * nowhere else, and what the line is like may change while it carries. Both directions by themselves;
 * all carriers share their rate.
 */
export class ShapedLine {
  readonly #address: string;
  readonly #origin: string;
  readonly #up: Way;
  readonly #down: Way;
  readonly #passages: Readonly<Record<Carrier, Passage>>;
  readonly #relays: { carrier: Carrier; relay: Relay }[] = [];

  private constructor(address: string, origin: string) {
    this.#address = address;
    this.#origin = origin;
    const { up, down } = passage();
    this.#up = up;
    this.#down = down;
    const own = (): Passage => ({ ...passage(), up, down });
    this.#passages = {
      signaling: own(),
      'media-udp': own(),
      'media-tcp': own(),
      'turn-udp': own(),
      'turn-tcp': own(),
      'turn-tls': own(),
    };
  }

  /** Lays a line, at first without any hindrance, on a loopback address of its own. */
  static async lay(stack: Stack, options: LineOptions = {}): Promise<ShapedLine> {
    laid += 1;
    const address = `127.0.${1 + Math.floor(laid / 250)}.${1 + (laid % 250)}`;
    const { port: signalingPort, hostname } = new URL(stack.origin(options.signaling ?? 0));
    const line = new ShapedLine(address, `http://${address}:${signalingPort}`);
    await line.#tcp('signaling', hostname, Number(signalingPort));
    const { turn } = options;
    for (const port of stack.mediaPorts) {
      await line.#udp('media-udp', stackAddress, port, turn?.address);
      await line.#tcp('media-tcp', stackAddress, port);
    }
    if (turn) {
      await line.#udp('turn-udp', turn.address, turn.port);
      await line.#tcp('turn-tcp', turn.address, turn.port);
      if (turn.tlsPort) await line.#tcp('turn-tls', turn.address, turn.tlsPort);
    }
    if (options.blocked) line.cut(...options.blocked);
    return line;
  }

  /** Where this person finds the stack, without a slash at the end. */
  get origin(): string {
    return this.#origin;
  }

  /** A link of the stack as this person opens it. */
  link(link: string): string {
    const { pathname, search, hash } = new URL(link);
    return `${this.#origin}${pathname}${search}${hash}`;
  }

  /** Makes a page's media go over this line. Call it before the first navigation. */
  async usedBy(page: Page): Promise<void> {
    await page.addInitScript((address) => {
      const here = (text: string): string => text.replace(/\b127\.\d+\.\d+\.\d+\b/g, address);
      const elsewhere = (configuration: RTCConfiguration): RTCConfiguration => ({
        ...configuration,
        iceServers: (configuration.iceServers ?? []).map((server) => ({
          ...server,
          urls: [server.urls].flat().map(here),
        })),
      });
      window.RTCPeerConnection = class extends window.RTCPeerConnection {
        constructor(configuration: RTCConfiguration = {}) {
          super(elsewhere(configuration));
        }
        override setConfiguration(configuration: RTCConfiguration = {}): void {
          super.setConfiguration(elsewhere(configuration));
        }
        override setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
          const sdp = description.sdp?.replace(/^a=candidate:.*$/gm, here);
          return super.setRemoteDescription({ ...description, ...(sdp ? { sdp } : {}) });
        }
      };
    }, this.#address);
  }

  /** Changes what is named of each direction; `up` is from the page to the stack. */
  shape(directions: { up?: Partial<Conditions>; down?: Partial<Conditions> }): void {
    this.#up.change(directions.up ?? {});
    this.#down.change(directions.down ?? {});
  }

  /** How many connections this person has there at this moment. */
  users(carrier: Carrier): number {
    return this.#relays.reduce(
      (sum, { carrier: own, relay }) => sum + (own === carrier ? relay.users : 0),
      0,
    );
  }

  /** No packet of these (of all, when none is named) passes any more; nobody is told. */
  cut(...which: readonly Carrier[]): void {
    for (const carrier of named(which)) this.#passages[carrier].gate.shut();
  }

  /** Packets pass again. What TCP held back goes on, as after a short outage. */
  restore(...which: readonly Carrier[]): void {
    for (const carrier of named(which)) this.#passages[carrier].gate.unshut();
  }

  /** Ends TCP connections of these so that both ends know. */
  reset(...which: readonly Carrier[]): void {
    const wanted = named(which);
    for (const { carrier, relay } of this.#relays) if (wanted.includes(carrier)) relay.reset();
  }

  /**
   * Another network, as from Wi-Fi to mobile: everything that was begun before is dead without a word,
   * and what begins now works.
   */
  changeNetwork(): void {
    for (const { relay } of this.#relays) relay.abandon();
  }

  async close(): Promise<void> {
    this.restore();
    this.#up.close();
    this.#down.close();
    await Promise.all(this.#relays.map(({ relay }) => relay.close()));
  }

  async #tcp(carrier: Carrier, host: string, port: number): Promise<void> {
    const from = { host: this.#address, port };
    const relay = await relayTcp(from, { host, port }, this.#passages[carrier]);
    this.#relays.push({ carrier, relay });
  }

  /** @param outside from there come packets that left this line when they went to the TURN server. */
  async #udp(carrier: Carrier, host: string, port: number, outside?: string): Promise<void> {
    const from = { host: this.#address, port };
    const free = passage();
    const own = this.#passages[carrier];
    const relay = await relayUdp(from, { host, port }, ({ address }) =>
      address === outside ? free : own,
    );
    this.#relays.push({ carrier, relay });
  }
}

function named(which: readonly Carrier[]): readonly Carrier[] {
  return which.length > 0 ? which : carriers;
}
