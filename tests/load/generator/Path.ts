import { createSocket, type Socket } from 'node:dgram';
import { bindingRequest } from './bindingRequest.ts';
import type { Certificate } from './Certificate.ts';
import { SrtpContext } from './SrtpContext.ts';

const CONSENT_MS = 5_000;
const CONNECT_LIMIT_MS = 10_000;
/** One path's share of a burst must not be dropped at our own door. */
const RECEIVE_BUFFER_BYTES = 1_000_000;

/** What is needed to connect to a transport, as both sides' signaling tells it. */
export interface Remote {
  iceParameters: { usernameFragment: string; password: string };
  iceCandidates: readonly { address: string; port: number; protocol: string }[];
}

/** The client's end of one transport over UDP: ICE, DTLS and SRTP, without a browser. */
export class Path {
  readonly #socket: Socket;
  readonly #consent: ReturnType<typeof setInterval>;
  readonly sending: SrtpContext;
  readonly receiving: SrtpContext;

  private constructor(socket: Socket, remote: Remote, keying: Buffer) {
    this.#socket = socket;
    const { sending, receiving } = SrtpContext.ofClient(keying);
    this.sending = sending;
    this.receiving = receiving;
    this.#consent = setInterval(
      () => socket.send(bindingRequest(remote.iceParameters)),
      CONSENT_MS,
    );
  }

  /** Connects; `onPacket` hears every RTP and RTCP packet that comes. */
  static async open(
    remote: Remote,
    certificate: Certificate,
    onPacket: (packet: Buffer, path: Path) => void,
  ): Promise<Path> {
    const candidate = remote.iceCandidates.find(({ protocol }) => protocol === 'udp');
    if (!candidate) throw new Error('There is no way over UDP.');
    const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES });
    socket.on('error', () => {});
    await new Promise<void>((resolve) =>
      socket.connect(candidate.port, candidate.address, () => resolve()),
    );
    // The handshake's own program talks through our socket, so that it is one path to the other side.
    const near = createSocket('udp4');
    let program: { port: number; address: string } | undefined;
    near.on('message', (packet, sender) => {
      program = sender;
      socket.send(packet);
    });
    await new Promise<void>((resolve) => near.bind(0, '127.0.0.1', resolve));
    let path: Path | undefined;
    const answered = Promise.withResolvers<void>();
    socket.on('message', (packet) => {
      const first = packet.readUInt8(0);
      if (first >= 128) {
        if (path) onPacket(packet, path);
      } else if (first >= 20) {
        if (program && !path) near.send(packet, program.port, program.address);
      } else answered.resolve();
    });
    const late = setTimeout(
      () => answered.reject(new Error('No answer to a binding request.')),
      CONNECT_LIMIT_MS,
    );
    try {
      socket.send(bindingRequest(remote.iceParameters));
      await answered.promise;
      path = new Path(socket, remote, await certificate.shakeHands(near.address().port));
      return path;
    } catch (error) {
      socket.close();
      throw error;
    } finally {
      clearTimeout(late);
      near.close();
    }
  }

  /** The UDP ports of both ends. */
  get ports(): { near: number; far: number } {
    return { near: this.#socket.address().port, far: this.#socket.remoteAddress().port };
  }

  send(packet: Buffer): void {
    this.#socket.send(packet);
  }

  close(): void {
    clearInterval(this.#consent);
    this.#socket.close();
  }
}
