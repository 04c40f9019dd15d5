import { AppError } from '@gabinet/shared/contracts/errors';
import type { TransportDirection, TransportSetup } from '@gabinet/shared/contracts/media';
import type { types } from 'mediasoup';
import { ICE_CONSENT_SECONDS, type SilenceWatch } from './SilenceWatch.ts';
import type { RoomGround } from './WorkerSlot.ts';

const INITIAL_OUTGOING_BITS_PER_SECOND = 1_000_000;
const MAX_INCOMING_BITS_PER_SECOND = 2_500_000;

/** One of a peer's two transports, with the DTLS parameters that its one connect call pinned. */
class MediaPath {
  readonly transport: types.WebRtcTransport;
  #pinned: string | undefined;

  constructor(transport: types.WebRtcTransport) {
    this.transport = transport;
  }

  /** Throws WRONG_PHASE when other parameters were given before. */
  async connect(dtlsParameters: types.DtlsParameters): Promise<void> {
    const fingerprints = dtlsParameters.fingerprints.map((print) => JSON.stringify(print)).sort();
    const wanted = `${dtlsParameters.role ?? 'auto'} ${fingerprints.join()}`;
    if (this.#pinned === wanted) return;
    if (this.#pinned !== undefined) throw new AppError('WRONG_PHASE');
    this.#pinned = wanted;
    try {
      await this.transport.connect({ dtlsParameters });
    } catch (error) {
      this.#pinned = undefined;
      throw error;
    }
  }

  describe(): TransportSetup {
    const { id, iceParameters, iceCandidates, dtlsParameters } = this.transport;
    return { transportId: id, iceParameters, iceCandidates, dtlsParameters };
  }
}

export type MediaPaths = Readonly<Record<TransportDirection, MediaPath>>;

export interface PathsOptions {
  readonly peerId: string;
  readonly silence: SilenceWatch;
  /** A transport has ended in a way that only new ones mend. */
  readonly onBroken: () => void;
}

/** Makes both transports at once, or none. Throws MEDIA_UNAVAILABLE. Who calls it closes them. */
export async function createPaths(
  { router, webRtcServer }: RoomGround,
  { peerId, silence, onBroken }: PathsOptions,
): Promise<MediaPaths> {
  const create = () =>
    router.createWebRtcTransport({
      webRtcServer,
      enableUdp: true,
      enableTcp: true,
      preferUdp: true,
      initialAvailableOutgoingBitrate: INITIAL_OUTGOING_BITS_PER_SECOND,
      iceConsentTimeout: ICE_CONSENT_SECONDS,
      appData: { peerId },
    });
  const made = await Promise.allSettled([create(), create()]);
  const [send, receive] = made;
  if (send.status === 'rejected' || receive.status === 'rejected') {
    for (const one of made) if (one.status === 'fulfilled') one.value.close();
    throw new AppError('MEDIA_UNAVAILABLE');
  }
  for (const transport of [send.value, receive.value]) {
    silence.watch(transport);
    transport.on('dtlsstatechange', (state) => {
      if (state === 'failed' || state === 'closed') onBroken();
    });
  }
  // The join doesn't wait for it, and a transport that closes first needs none.
  send.value.setMaxIncomingBitrate(MAX_INCOMING_BITS_PER_SECOND).catch(() => undefined);
  return { send: new MediaPath(send.value), receive: new MediaPath(receive.value) };
}
