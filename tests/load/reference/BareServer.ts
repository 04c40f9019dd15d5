import { randomUUID } from 'node:crypto';
import type { types } from 'mediasoup';
import { io, type Socket } from 'socket.io-client';
import { fabricatedDtls, fabricatedTrack } from '../fabricated.ts';
import type { PersonMedia } from '../generator/Load.ts';
import { type Child, childrenOf, freePort, startChild } from '../processes.ts';
import type { Waiting } from '../sides.ts';
import type { ReferenceNotices, ReferenceRequests } from './protocol.ts';

interface MediaTypes {
  RtpCapabilities: types.RtpCapabilities;
  RtpParameters: types.RtpParameters;
  DtlsParameters: types.DtlsParameters;
  IceParameters: types.IceParameters;
  IceCandidate: types.IceCandidate;
}
type ServerSocket = Socket<ReferenceNotices, ReferenceRequests<MediaTypes>>;

/** The bare server, for pages without browsers. */
export class BareServer {
  readonly #child: Child;

  private constructor(child: Child) {
    this.#child = child;
  }

  static async start(environment: Record<string, string> = {}): Promise<BareServer> {
    const program = new URL('server.ts', import.meta.url).pathname;
    const child = await startChild(program, {
      ...environment,
      PORT: '0',
      MEDIA_LISTEN_IP: '127.0.0.1',
      MEDIA_PORT: String(await freePort()),
      // No browser comes; it must be a file.
      PAGE: import.meta.filename,
    });
    return new BareServer(child);
  }

  get pid(): number {
    return this.#child.pid;
  }

  get worker(): number {
    const [worker] = childrenOf(this.#child.pid);
    if (worker === undefined) throw new Error('The bare server has no worker.');
    return worker;
  }

  /** A room with one page in it that sends; `live()` brings the second, and each takes what the other sends. */
  async openWaiting(dtls?: () => types.DtlsParameters): Promise<Waiting> {
    const room = randomUUID();
    const first = await BarePage.open(this.#child.url, room);
    const pages = [first];
    const media = [await first.join(dtls)];
    return {
      live: async () => {
        const second = await BarePage.open(this.#child.url, room);
        pages.push(second);
        media.push(await second.join(dtls));
        await Promise.all(pages.map((page) => page.consume()));
        return media;
      },
      async end() {
        for (const page of pages) page.close();
      },
    };
  }

  stop(): Promise<void> {
    return this.#child.stop();
  }
}

/** A page of the bare server without a browser: it says all that its page says. */
class BarePage {
  readonly #socket: ServerSocket;
  #capabilities: types.RtpCapabilities = {};

  private constructor(socket: ServerSocket) {
    this.#socket = socket;
  }

  static async open(url: string, room: string): Promise<BarePage> {
    const socket: ServerSocket = io(url, {
      transports: ['websocket'],
      query: { room },
      forceNew: true,
      reconnection: false,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('ready', resolve);
      socket.once('connect_error', reject);
    });
    return new BarePage(socket);
  }

  /** Makes and connects both transports, and announces sound and picture. Gives what media needs. */
  async join(dtlsParameters: () => types.DtlsParameters = fabricatedDtls): Promise<PersonMedia> {
    const socket = this.#socket;
    this.#capabilities = await socket.emitWithAck('capabilities', {});
    const { send, receive } = await socket.emitWithAck('transports', {});
    const tracks = (['audio', 'video'] as const).map((kind) => ({
      kind,
      rtpParameters: fabricatedTrack(kind, this.#capabilities),
    }));
    await Promise.all([
      ...[send, receive].map(({ id }) =>
        socket.emitWithAck('connectTransport', {
          transportId: id,
          dtlsParameters: dtlsParameters(),
        }),
      ),
      ...tracks.map((track) => socket.emitWithAck('produce', track)),
    ]);
    return { send, receive, tracks };
  }

  /** Takes all that the others send. */
  async consume(): Promise<void> {
    const found = await this.#socket.emitWithAck('consume', {
      rtpCapabilities: this.#capabilities,
    });
    await this.#socket.emitWithAck('resume', { consumerIds: found.map(({ id }) => id) });
  }

  close(): void {
    this.#socket.close();
  }
}
