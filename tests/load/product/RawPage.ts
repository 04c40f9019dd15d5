import { randomUUID } from 'node:crypto';
import type { SessionEntry } from '@gabinet/shared/contracts/http';
import type {
  ConsumerSetup,
  DtlsParametersMessage,
  MediaSetup,
  TrackKind,
} from '@gabinet/shared/contracts/media';
import { sessionNotices } from '@gabinet/shared/contracts/session';
import { Api } from '../../support/Api.ts';
import { PageSocket } from '../../support/PageSocket.ts';
import { fabricatedDtls, fabricatedTrack } from '../fabricated.ts';
import type { PersonMedia } from '../generator/Load.ts';
import { ownAddress } from './stack.ts';

/** How patient a page is; figures that take time measure it themselves. */
const READY_LIMIT_MS = 30_000;
/** Sound and picture of the one other person. */
const TRACKS_OF_THE_OTHER = 2;

interface FabricatedTrack {
  kind: TrackKind;
  rtpParameters: ReturnType<typeof fabricatedTrack>;
}

/** HTTP as a browser at an address of its own. */
export class PersonApi extends Api {
  readonly #address = ownAddress();

  override raw(path: string, init: RequestInit = {}) {
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(this.#address)) headers.set(name, value);
    return super.raw(path, { ...init, headers });
  }
}

/** A page without a browser: it says all that the app's page says in a join, as early as it does. */
export class RawPage {
  readonly #entry: SessionEntry;
  readonly #socket: PageSocket;
  readonly #readied = Promise.withResolvers<void>();
  /** Consumers that were set up; an ack and a notice may both tell of one. */
  readonly #ready = new Set<string>();

  private constructor(entry: SessionEntry, socket: PageSocket) {
    this.#entry = entry;
    this.#socket = socket;
    this.#readied.promise.catch(() => {});
  }

  /** In the lobby: the seat is taken and the socket is open. */
  static async open(origin: string, entry: SessionEntry): Promise<RawPage> {
    const page = new RawPage(entry, await PageSocket.open(origin, entry.ticket));
    page.#socket.socket.on('media:consumer-added', (notice: unknown) => {
      const { mediaEpoch, consumer } = sessionNotices['media:consumer-added'].parse(notice);
      page.#take(mediaEpoch, [consumer]);
    });
    return page;
  }

  /**
   * Joins, then connects, produces and readies without waiting in between (rule M2). Gives what media
   * needs.
   */
  async join(dtls: () => DtlsParametersMessage = fabricatedDtls): Promise<PersonMedia> {
    const capabilities = this.#entry.routerRtpCapabilities;
    if (!capabilities) throw new Error('No media node answers.');
    const { media } = await this.#socket.call('session:join', {
      pageId: randomUUID(),
      rtpCapabilities: capabilities,
    });
    if (!media) throw new Error('The join came back without media.');
    this.#take(media.mediaEpoch, media.consumers);
    const tracks = (['audio', 'video'] as const).map((kind) => ({
      kind,
      rtpParameters: fabricatedTrack(kind, capabilities),
    }));
    await Promise.all([...this.#connect(media, dtls), ...this.#produce(media, tracks)]);
    return { send: media.send, receive: media.receive, tracks };
  }

  /** The psychologist's click. */
  async admit(participantId: string): Promise<void> {
    await this.#socket.call('session:admit', { participantId });
  }

  async end(): Promise<void> {
    await this.#socket.call('session:end', {});
  }

  /** Resolves when the service has let both tracks of the other flow to this page. */
  flowing(): Promise<void> {
    const timer = setTimeout(
      () => this.#readied.reject(new Error(`${this.#ready.size} of 2 tracks of the other came.`)),
      READY_LIMIT_MS,
    );
    return this.#readied.promise.finally(() => clearTimeout(timer));
  }

  close(): void {
    this.#socket.close();
  }

  #connect({ mediaEpoch }: MediaSetup, dtls: () => DtlsParametersMessage) {
    return (['send', 'receive'] as const).map((direction) =>
      this.#socket.call('media:connect', {
        mediaEpoch,
        direction,
        dtlsParameters: dtls(),
      }),
    );
  }

  #produce({ mediaEpoch }: MediaSetup, tracks: readonly FabricatedTrack[]) {
    const sources = { audio: 'microphone', video: 'camera' } as const;
    return tracks.map(({ kind, rtpParameters }) =>
      this.#socket.call('media:produce', {
        mediaEpoch,
        producerId: randomUUID(),
        kind,
        source: sources[kind],
        rtpParameters,
        paused: false,
      }),
    );
  }

  #take(mediaEpoch: number, consumers: readonly ConsumerSetup[]): void {
    if (consumers.length === 0) return;
    const consumerIds = consumers.map(({ consumerId }) => consumerId);
    this.#socket.call('media:ready', { mediaEpoch, consumerIds }).then(() => {
      for (const consumerId of consumerIds) this.#ready.add(consumerId);
      if (this.#ready.size >= TRACKS_OF_THE_OTHER) this.#readied.resolve();
    }, this.#readied.reject);
  }
}
