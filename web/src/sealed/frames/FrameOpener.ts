import { FrameKey } from './FrameKey.ts';
import { decodeHeader } from './header.ts';
import { type FrameKind, lowerBits, readKeyId } from './keyId.ts';
import { ReplayWindow } from './ReplayWindow.ts';
import { cut, join, kindOf, type SealedTrack } from './track.ts';

/** How long the epochs before the present one can still be opened. */
export const formerEpochMilliseconds = 5_000;

/** An epoch of the group as its receivers need it. */
export interface ReceivingEpoch {
  epoch: bigint;
  baseKey: CryptoKey;
  /** Whose leaf is whose: participant ids by leaf. */
  members: ReadonlyMap<number, string>;
}

/** A track of somebody else. */
export interface ReceivedTrack extends SealedTrack {
  participantId: string;
}

/**
 * Why a frame is not played. `malformed`: no sealed frame, or of another codec. `no-key`: of an epoch that
 * this page does not have, or has no longer. `wrong-sender`: not from the person whose track it is, or not
 * a member. `replayed`: had before. `undecryptable`: altered, or sealed by another key.
 */
export type DropReason = 'malformed' | 'no-key' | 'wrong-sender' | 'replayed' | 'undecryptable';

export type Opened = { frame: ArrayBuffer } | { dropped: DropReason };

interface HeldEpoch extends ReceivingEpoch {
  /** By the opener's clock; infinite for the present one. */
  until: number;
  senders: Map<bigint, { key: Promise<FrameKey>; window: ReplayWindow }>;
}

/** Opens the frames of everybody else, for one page (rule E3). It never throws because of a frame. */
export class FrameOpener {
  readonly #clock: () => number;
  /** The present epoch first. */
  #epochs: HeldEpoch[] = [];

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Takes the epoch that the group is in now; those before it can be opened for 5 s more. */
  install(epoch: ReceivingEpoch): void {
    const now = this.#clock();
    const former = this.#epochs
      .filter(({ until }) => until > now)
      .map((one) => ({ ...one, until: Math.min(one.until, now + formerEpochMilliseconds) }));
    this.#epochs = [{ ...epoch, until: Number.POSITIVE_INFINITY, senders: new Map() }, ...former];
  }

  /** Nothing can be opened until another epoch comes. */
  clear(): void {
    this.#epochs = [];
  }

  async open(frame: ArrayBuffer, track: ReceivedTrack): Promise<Opened> {
    const parts = cut(frame, track);
    const header = parts && decodeHeader(parts.rest);
    const name = header && readKeyId(header.keyId);
    if (!parts || !header || !name) return { dropped: 'malformed' };
    const { keyId, counter } = header;
    let reason: DropReason = 'no-key';
    for (const epoch of this.#alive()) {
      if (lowerBits(epoch.epoch) !== name.epoch) continue;
      if (!this.#isFrom(track, name, epoch)) {
        reason = 'wrong-sender';
        continue;
      }
      const sender = senderOf(epoch, keyId);
      if (sender.window.has(counter)) return { dropped: 'replayed' };
      try {
        const plain = await (await sender.key).open(parts.rest, parts.metadata);
        // Its twin may have been opened while this one was.
        if (sender.window.has(counter)) return { dropped: 'replayed' };
        sender.window.add(counter);
        return { frame: join(parts.clear, plain) };
      } catch {
        reason = 'undecryptable';
      }
    }
    return { dropped: reason };
  }

  #alive(): HeldEpoch[] {
    const now = this.#clock();
    this.#epochs = this.#epochs.filter(({ until }) => until > now);
    return this.#epochs;
  }

  /** Who was removed is heard no more, though the epoch before can still be opened. */
  #isFrom(
    track: ReceivedTrack,
    { kind, leaf }: { kind: FrameKind; leaf: number },
    epoch: HeldEpoch,
  ): boolean {
    const { participantId } = track;
    const present = this.#epochs[0];
    return (
      kind === kindOf(track) &&
      epoch.members.get(leaf) === participantId &&
      present !== undefined &&
      [...present.members.values()].includes(participantId)
    );
  }
}

function senderOf(epoch: HeldEpoch, keyId: bigint) {
  const known = epoch.senders.get(keyId);
  if (known) return known;
  const made = { key: FrameKey.derive(epoch.baseKey, keyId), window: new ReplayWindow() };
  epoch.senders.set(keyId, made);
  return made;
}
