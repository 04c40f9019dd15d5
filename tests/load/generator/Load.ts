import { createSocket, type Socket } from 'node:dgram';
import type { Certificate } from './Certificate.ts';
import { Path, type Remote } from './Path.ts';
import { STAMP_OFFSET, Track, type TrackParameters } from './Track.ts';

const TICK_MS = 2;
/** What is under way when the sending stops may still arrive. */
const DRAIN_MS = 400;
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

  /** Everybody sends for so long; then waits until everything has come. */
  async run(milliseconds: number): Promise<Stretch> {
    this.#received = 0;
    this.#delays = [];
    this.#ownDelays = [];
    let sent = 0;
    const cpu = process.cpuUsage();
    const begun = performance.now();
    for (const track of this.#tracks) track.begin(begun);
    for (let now = begun; now < begun + milliseconds; now = performance.now()) {
      this.#stampEcho(now);
      for (const track of this.#tracks) sent += track.sendDue(now);
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
    const wallMilliseconds = performance.now() - begun;
    const { user, system } = process.cpuUsage(cpu);
    await new Promise((resolve) => setTimeout(resolve, DRAIN_MS));
    return {
      sent,
      received: this.#received,
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
    if (payload) this.#delays.push(performance.now() - payload.readDoubleBE(STAMP_OFFSET));
  }
}
