import { type ReadonlySignal, signal } from '@preact/signals';
import type { ReceivedTrack } from './frames/FrameOpener.ts';
import type { SealedTrack } from './frames/track.ts';
import type { SessionGroup } from './group/SessionGroup.ts';
import type { FromSealingWorker, ToSealingWorker, TransformOptions } from './messages.ts';

/** The others have a new epoch by then, so they can open what is sent with it. */
const switchMilliseconds = 300;

/** Whether this browser lets frames be sealed; where it does not, none are sent or played (rule E4). */
export function canSealFrames(): boolean {
  return 'RTCRtpScriptTransform' in globalThis;
}

/**
 * The page's hand on its sealing worker. There is one of both in the life of a page: when the worker
 * fails, its counters are gone, so the page has to come into the group as a new leaf.
 */
export class FrameSealing {
  readonly #worker = new Worker(new URL('./SealingWorker.ts', import.meta.url), { type: 'module' });
  readonly #statistics = signal<FromSealingWorker | null>(null);

  /** @param onFailed the worker is dead; nothing is sent or played any more. */
  constructor(onFailed: () => void) {
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromSealingWorker>) => {
      this.#statistics.value = data;
    });
    this.#worker.addEventListener('error', onFailed);
  }

  /** Whose frames open, told each half second in which something has changed; null at first. */
  get statistics(): ReadonlySignal<FromSealingWorker | null> {
    return this.#statistics;
  }

  /** The group is in another epoch; `isFirst` when this page has just come in and sent nothing yet. */
  async follow(group: SessionGroup, isFirst: boolean): Promise<void> {
    this.#say({
      kind: 'epoch',
      epoch: group.epoch,
      baseKey: await group.frameBaseKey(),
      ownLeaf: group.ownLeaf,
      members: new Map(group.members.map(({ leaf, participantId }) => [leaf, participantId])),
      sendAfterMilliseconds: isFirst ? 0 : switchMilliseconds,
    });
  }

  /** To be called before anything is negotiated: mediasoup-client's `onRtpSender`. */
  seal(sender: RTCRtpSender, track: SealedTrack): void {
    sender.transform = this.#transform({ direction: 'seal', ...track });
  }

  /** To be called before anything can be played: mediasoup-client's `onRtpReceiver`. */
  open(receiver: RTCRtpReceiver, track: ReceivedTrack): void {
    receiver.transform = this.#transform({ direction: 'open', ...track });
  }

  /** Out of the group: nothing is sent or played until the next `follow()`. */
  clear(): void {
    this.#say({ kind: 'clear' });
  }

  close(): void {
    this.#worker.terminate();
  }

  #transform(options: TransformOptions): RTCRtpScriptTransform {
    return new RTCRtpScriptTransform(this.#worker, options);
  }

  #say(message: ToSealingWorker): void {
    this.#worker.postMessage(message);
  }
}
