import { type ReadonlySignal, signal } from '@preact/signals';
import type { DeviceKind, DeviceState } from './model.ts';

/** A track made from another one: a voice without noise, a picture with a blurred background. */
export interface MadeTrack {
  track: MediaStreamTrack;
  /** Ends the made track. The one it was made from goes on. */
  stop(): void;
}

type WithoutTrack = Exclude<DeviceState, { state: 'on' }>;

/** One device: its state, its own track, and the track that is made from it for all to see or hear. */
export class DeviceSlot {
  readonly #kind: DeviceKind;
  readonly #state = signal<DeviceState>({ state: 'idle' });
  readonly #held = signal(false);
  readonly #onLost: () => void;
  #source: MediaStreamTrack | null = null;
  #made: MadeTrack | null = null;
  #identity: { deviceId: string; groupId: string } | null = null;

  constructor(kind: DeviceKind, onLost: () => void) {
    this.#kind = kind;
    this.#onLost = onLost;
  }

  get state(): ReadonlySignal<DeviceState> {
    return this.#state;
  }

  /** True while the system holds the device back, as for a phone call. */
  get held(): ReadonlySignal<boolean> {
    return this.#held;
  }

  /** The device's own track, untouched; null while it is not on. */
  get source(): MediaStreamTrack | null {
    return this.#source;
  }

  get isOn(): boolean {
    return this.#state.peek().state === 'on';
  }

  /** Takes a track that was opened just now, and what was made from it. */
  on(source: MediaStreamTrack, made: MadeTrack | null): void {
    const before = { source: this.#source, made: this.#made };
    // What a person looks at is a face, what they say is speech: encoders like to know.
    for (const track of [source, made?.track]) {
      if (track) track.contentHint = this.#kind === 'microphone' ? 'speech' : 'motion';
    }
    const { deviceId = '', groupId = '' } = source.getSettings();
    this.#identity = { deviceId, groupId };
    this.#source = source;
    this.#made = made;
    if (before.source !== source) this.#watch(source);
    this.#held.value = source.muted;
    this.#state.value = { state: 'on', track: made?.track ?? source, label: source.label };
    this.#release(before);
  }

  /** Lets go of the tracks, if there are any. */
  become(next: WithoutTrack): void {
    const before = { source: this.#source, made: this.#made };
    this.#source = null;
    this.#made = null;
    this.#held.value = false;
    this.#state.value = next;
    this.#release(before);
  }

  /** Whether the device that was last open is among these. A "default" is another one by its group. */
  isAmong(devices: readonly MediaDeviceInfo[]): boolean {
    const identity = this.#identity;
    return (
      identity !== null &&
      devices.some(
        ({ deviceId, groupId }) =>
          deviceId === identity.deviceId &&
          (identity.groupId === '' || groupId === identity.groupId),
      )
    );
  }

  #watch(source: MediaStreamTrack): void {
    source.addEventListener('ended', () => {
      if (this.#source === source) this.#onLost();
    });
    const look = (): void => {
      if (this.#source === source) this.#held.value = source.muted;
    };
    source.addEventListener('mute', look);
    source.addEventListener('unmute', look);
  }

  /** After the signal: whoever sends the track has let go of it by now. */
  #release(before: { source: MediaStreamTrack | null; made: MadeTrack | null }): void {
    if (before.made !== this.#made) before.made?.stop();
    if (before.source !== this.#source) before.source?.stop();
  }
}
