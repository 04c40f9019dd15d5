import type { TrackSource } from '@gabinet/shared/contracts/media';
import type { DropReason, ReceivedTrack } from './frames/FrameOpener.ts';
import type { SealedTrack } from './frames/track.ts';

/** What the page says to its sealing worker. */
export type ToSealingWorker =
  | {
      kind: 'epoch';
      epoch: bigint;
      /** Not to be taken out again: made by `importBaseKey`. */
      baseKey: CryptoKey;
      ownLeaf: number;
      members: ReadonlyMap<number, string>;
      /** After how long to send with it. The one before is sent with until then. */
      sendAfterMilliseconds: number;
    }
  /** Forgets all keys: nothing is sent or played until another epoch comes. */
  | { kind: 'clear' };

/** What a transform is attached with: `new RTCRtpScriptTransform(worker, options)`. */
export type TransformOptions =
  | ({ direction: 'seal' } & SealedTrack)
  | ({ direction: 'open' } & ReceivedTrack);

/** How it goes with the track of somebody else, since the worker began. */
export interface OpeningStatistics {
  participantId: string;
  source: TrackSource;
  opened: number;
  dropped: Record<DropReason, number>;
  /** Whether the last frame was opened: what the lock sign goes by (rule E9). */
  opens: boolean;
}

/** What the worker says to the page: numbers and states, never a frame or a key. */
export interface FromSealingWorker {
  kind: 'statistics';
  sealed: number;
  /** Frames that were not sent, for there was no key, or the codec is not sealed. */
  withheld: number;
  tracks: OpeningStatistics[];
}
