import { createSocket, type Socket } from 'node:dgram';
import { udpDrops } from '../udpDrops.ts';
import type { Certificate } from './Certificate.ts';
import { Path, type Remote } from './Path.ts';
import { STAMP_OFFSET, Track, type TrackParameters } from './Track.ts';

const TICK_MS = 2;
/** A generator that was late catches up by little more than the rate: nobody's line pours out all it owes. */
const CATCH_UP = 1.5;
const MOST_MS_AT_ONCE = 10;
/** What is under way when the sending stops may still arrive: until nothing has come for so long. */
const QUIET_MS = 400;
const LONGEST_DRAIN_MS = 4_000;
/** Every so manyth packet is opened, for its delay. */
const OPENED_ONE_IN = 16;
const PROBATION_SSRC = 1234;

/** What one person's page has agreed on with a server: where to connect, and what it sends. */
export interface PersonMedia {
  send: Remote;
  receive: Remote;
  tracks: readonly { kind: 'audio' | 'video'; rtpParameters: TrackParameters }[];
}

/** What a stretch of load was like. */
export interface Stretch {
  sent: number;
  received: number;
  /** Of what was lost, all that the kernel dropped at full buffers: the server's, and the generator's own. */
  dropped: { atServer: number; atGenerator: number };
  /** From sending to hearing, milliseconds, of a sample. */
  delays: number[];
  /** The same over our own loopback: what the generator itself adds. */
  ownDelays: number[];
  wallMilliseconds: number;
  /** CPU of the generator. */
  cpuMilliseconds: number;
}

/** Real SRTP to one server from many people, in this process. */
export class Load {
  readonly #certificate: Certificate;
  readonly #echo: Socket;
  readonly #paths: Path[] = [];
  readonly #tracks: Track[] = [];
  /** When each packet of this stretch was sent, by its number less `#first`. */
  #sentAt = new Float64Array();
  #first = 0;
  #received = 0;
  #delays: number[] = [];
  #ownDelays: number[] = [];

  private constructor(certificate: Certificate, echo: Socket) {
    this.#certificate = certificate;
    this.#echo = echo;
    echo.on('message', (packet) =>
      this.#ownDelays.push(performance.now() - packet.readDoubleBE(0)),
    );
  }

  static async start(certificate: Certificate): Promise<Load> {
    const echo = createSocket('udp4');
    await new Promise<void>((resolve) => echo.bind(0, '127.0.0.1', resolve));
    const { port, address } = echo.address();
    await new Promise<void>((resolve) => echo.connect(port, address, () => resolve()));
    return new Load(certificate, echo);
  }

  /** Connects one more person's two transports. */
  async add({ send, receive, tracks }: PersonMedia): Promise<void> {
    const [sending, receiving] = await Promise.all([
      Path.open(send, this.#certificate, () => {}),
      Path.open(receive, this.#certificate, (packet, path) => this.#take(packet, path)),
    ]);
    this.#paths.push(sending, receiving);
    const counter = { next: 1 };
    for (const { kind, rtpParameters } of tracks) {
      this.#tracks.push(new Track(sending, kind, rtpParameters, counter));
    }
  }

  /** Everybody sends for so long; then waits until everything has come. Packets are made beforehand. */
  async run(milliseconds: number): Promise<Stretch> {
    const packets = this.#prepare(milliseconds);
    this.#received = 0;
    this.#delays = [];
    this.#ownDelays = [];
    const packetsAMillisecond = packets.length / milliseconds;
    const dropsBefore = this.#drops();
    const cpu = process.cpuUsage();
    const begun = performance.now();
    let next = 0;
    for (let last = begun; next < packets.length; ) {
      const now = performance.now();
      this.#stampEcho(now);
      const most = packetsAMillisecond * CATCH_UP * Math.min(now - last, MOST_MS_AT_ONCE);
      last = now;
      for (const end = next + most; next < end; next += 1) {
        const due = packets[next];
        if (!due || due.at > now - begun) break;
        this.#sentAt[next] = performance.now();
        due.track.send(due.packet);
      }
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
    const wallMilliseconds = performance.now() - begun;
    const { user, system } = process.cpuUsage(cpu);
    await this.#drain(packets.length);
    const dropsAfter = this.#drops();
    return {
      sent: packets.length,
      received: this.#received,
      dropped: {
        atServer: dropsAfter.atServer - dropsBefore.atServer,
        atGenerator: dropsAfter.atGenerator - dropsBefore.atGenerator,
      },
      delays: this.#delays,
      ownDelays: this.#ownDelays,
      wallMilliseconds,
      cpuMilliseconds: (user + system) / 1_000,
    };
  }

  stop(): void {
    for (const path of this.#paths) path.close();
    this.#echo.close();
  }

  async #drain(sent: number): Promise<void> {
    const begun = performance.now();
    for (let before = -1; this.#received > before && this.#received < sent; ) {
      if (performance.now() - begun > LONGEST_DRAIN_MS) return;
      before = this.#received;
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    }
  }

  /** In the order in which they are due, for a transport numbers its packets in the order of sending. */
  #prepare(milliseconds: number): { at: number; track: Track; packet: Buffer }[] {
    const due = this.#tracks
      .flatMap((track) => track.begin(milliseconds).map((at) => ({ at, track })))
      .sort((one, other) => one.at - other.at);
    this.#first += this.#sentAt.length;
    this.#sentAt = new Float64Array(due.length);
    return due.map(({ at, track }, index) => ({
      at,
      track,
      packet: track.nextPacket(this.#first + index),
    }));
  }

  #drops(): { atServer: number; atGenerator: number } {
    const drops = udpDrops();
    const sum = (ports: readonly number[]) =>
      [...new Set(ports)].reduce((total, port) => total + (drops.get(port) ?? 0), 0);
    const ports = this.#paths.map((path) => path.ports);
    return {
      atServer: sum(ports.map(({ far }) => far)),
      atGenerator: sum(ports.map(({ near }) => near)),
    };
  }

  #stampEcho(now: number): void {
    const packet = Buffer.alloc(8);
    packet.writeDoubleBE(now);
    this.#echo.send(packet);
  }

  #take(packet: Buffer, path: Path): void {
    const second = packet.readUInt8(1);
    const isRtcp = second >= 192 && second <= 223;
    if (isRtcp || packet.readUInt32BE(8) === PROBATION_SSRC) return;
    this.#received += 1;
    if (this.#received % OPENED_ONE_IN !== 0) return;
    const payload = path.receiving.unprotect(packet);
    const sentAt = payload && this.#sentAt[payload.readDoubleBE(STAMP_OFFSET) - this.#first];
    if (sentAt) this.#delays.push(performance.now() - sentAt);
  }
}
