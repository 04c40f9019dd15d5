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
  #preparation = new AbortController();
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

  /** The device's own track, untouched, from `prepare()` on; null while there is none. */
  get source(): MediaStreamTrack | null {
    return this.#source;
  }

  /**
   * Takes a track that was opened just now, or the one that is here, to make something from it. What
   * the state says stays until `on()`. The signal is aborted once something else comes first.
   */
  prepare(source: MediaStreamTrack): AbortSignal {
    this.#preparation.abort();
    this.#preparation = new AbortController();
    const before = { source: this.#source, made: this.#made };
    const { deviceId = '', groupId = '' } = source.getSettings();
    this.#identity = { deviceId, groupId };
    this.#source = source;
    if (before.source !== source) {
      this.#made = null;
      this.#watch(source);
      this.#release(before);
    }
    return this.#preparation.signal;
  }

  /** Shows what was made from the track that was prepared; null is the track as it is. */
  on(made: MadeTrack | null): void {
    const source = this.#source;
    if (!source) throw new Error('No track was prepared.');
    const before = { source, made: this.#made };
    // What a person looks at is a face, what they say is speech: encoders like to know.
    for (const track of [source, made?.track]) {
      if (track) track.contentHint = this.#kind === 'microphone' ? 'speech' : 'motion';
    }
    this.#made = made;
    this.#held.value = source.muted;
    this.#state.value = { state: 'on', track: made?.track ?? source, label: source.label };
    this.#release(before);
  }

  /** Lets go of the tracks, if there are any. */
  become(next: WithoutTrack): void {
    this.#preparation.abort();
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
