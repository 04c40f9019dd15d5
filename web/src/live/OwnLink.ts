import type { SessionView } from '@gabinet/shared/contracts/session';
import { effect, type ReadonlySignal, untracked } from '@preact/signals';
import type { Request } from './Channel.ts';
import { Ladder } from './Ladder.ts';
import { LinkStatistics } from './LinkStatistics.ts';
import type { HeardTrack } from './linkReading.ts';
import type { MediaEngine } from './MediaEngine.ts';
import type { Link } from './model.ts';
import { QualityReport } from './QualityReport.ts';
import type { RemoteTrack } from './RemoteTracks.ts';

export interface OwnLinkOptions {
  view: ReadonlySignal<SessionView | null>;
  link: ReadonlySignal<Link>;
  engine: MediaEngine;
  pictureWanted: ReadonlySignal<boolean>;
  turnPictureOff: () => void;
  request: Request;
  clock: () => number;
}

/** This page's own link: what its statistics say drives the ladder and the record of quality. */
export class OwnLink {
  readonly ladder: Ladder;
  readonly #options: OwnLinkOptions;
  readonly #quality: QualityReport;
  readonly #statistics: LinkStatistics;
  readonly #endings: (() => void)[];

  constructor(options: OwnLinkOptions) {
    const { view, link, engine, request, clock } = options;
    this.#options = options;
    this.ladder = new Ladder(options);
    const { uplink, downlink } = this.ladder;
    this.#quality = new QualityReport({
      rungs: () => ({ uplink: uplink.peek(), downlink: downlink.peek() }),
      send: (sample) => request('session:report-quality', sample),
      clock,
    });
    this.#statistics = new LinkStatistics({
      path: () => (view.peek()?.you.presence === 'admitted' ? engine.path : null),
      tracks: () => heardTracks(view.peek(), engine.tracks.peek()),
      receiversWell: () => receiversWell(view.peek()),
      onReading: (reading) => {
        this.ladder.hear(reading);
        this.#quality.hear(reading);
      },
      clock,
    });
    let away = false;
    this.#endings = [
      effect(() => {
        const now = link.value;
        if (away && now.state === 'connected') this.#quality.reconnected();
        away = now.state === 'reconnecting';
        const lost = now.state === 'reconnecting' && now.media;
        untracked(() => (lost ? this.ladder.pathLost() : this.ladder.pathMended()));
      }),
      effect(() => this.#quality.meets(meetsSomebody(view.value))),
      effect(() => engine.limitPictures(this.ladder.carried.value.others)),
      effect(() => {
        for (const { track } of engine.tracks.value) this.#noteFirst(track);
      }),
    ];
  }

  /** The person goes in: from here on the link is watched. */
  entered(): void {
    this.#quality.clicked();
    this.#statistics.start();
  }

  /** The person's part is over; what is known of its connection is handed in while it can be. */
  left(): void {
    this.#statistics.close();
    if (this.#options.link.peek().state === 'connected') this.#quality.end();
  }

  close(): void {
    this.#statistics.close();
    this.ladder.close();
    for (const end of this.#endings.splice(0)) end();
  }

  /** A track of somebody else is mute until its first packet. */
  #noteFirst(track: MediaStreamTrack): void {
    if (!track.muted) this.#quality.mediaCame();
    else track.addEventListener('unmute', () => this.#quality.mediaCame(), { once: true });
  }
}

function meetsSomebody(view: SessionView | null): boolean {
  if (view?.you.presence !== 'admitted') return false;
  return view.others.some(({ presence, connected }) => presence === 'admitted' && connected);
}

function receiversWell(view: SessionView | null): boolean {
  const present = view?.others.filter(({ presence }) => presence === 'admitted') ?? [];
  return present.every(({ downlink }) => downlink === 'full');
}

function heardTracks(view: SessionView | null, tracks: readonly RemoteTrack[]): HeardTrack[] {
  return tracks.map(({ track, participantId, source, paused, limited }) => {
    const owner = view?.others.find((one) => one.participantId === participantId);
    return {
      trackId: track.id,
      participantId,
      kind: source === 'camera' ? 'video' : 'audio',
      expected: owner?.presence === 'admitted' && owner.connected && !paused && !limited,
      ownerWell: owner?.uplink === 'full',
    };
  });
}
