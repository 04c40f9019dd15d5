import { type ReadonlySignal, signal } from '@preact/signals';
import { deviceMemory } from './DeviceMemory.ts';
import type { MadeTrack } from './DeviceSlot.ts';
import type { BlurState } from './model.ts';

/** Whether the camera's background is to be blurred, and whether that works out. */
export class CameraBlur {
  readonly #state = signal<BlurState>('off');
  readonly #onGaveUp: () => void;
  #wanted = deviceMemory.read('blur') ?? false;

  /** @param onGaveUp called once the picture must be shown as it is */
  constructor(onGaveUp: () => void) {
    this.#onGaveUp = onGaveUp;
  }

  get state(): ReadonlySignal<BlurState> {
    return this.#state;
  }

  get wanted(): boolean {
    return this.#wanted;
  }

  /** Remembers the wish. It counts from the next `make()` on. */
  want(on: boolean): void {
    this.#wanted = on;
    deviceMemory.write('blur', on);
    this.#state.value = 'off';
  }

  /**
   * The picture with its background blurred; null where it cannot be, or once it is superseded. Takes
   * up to half a minute on a slow line or computer.
   */
  async make(source: MediaStreamTrack, superseded: AbortSignal): Promise<MadeTrack | null> {
    this.#state.value = 'starting';
    // The camera went off or gave way to another: the wish stays for the next picture.
    const onSuperseded = (): void => {
      if (this.#wanted) this.#state.value = 'on';
    };
    superseded.addEventListener('abort', onSuperseded, { once: true });
    try {
      // Loaded with its model only for who wants it: some six megabytes.
      const { blurBackground } = await import('./blur/BackgroundBlur.ts');
      const made = await blurBackground(source, superseded, () => this.#giveUp('gaveUp'));
      if (superseded.aborted) {
        made.stop();
        return null;
      }
      this.#state.value = 'on';
      return made;
    } catch {
      if (!superseded.aborted) this.#stop('failed');
      return null;
    } finally {
      superseded.removeEventListener('abort', onSuperseded);
    }
  }

  /** Not tried again at the next visit: who shows their room by surprise should not do it twice. */
  #stop(state: 'gaveUp' | 'failed'): void {
    this.#wanted = false;
    deviceMemory.write('blur', false);
    this.#state.value = state;
  }

  #giveUp(state: 'gaveUp'): void {
    this.#stop(state);
    this.#onGaveUp();
  }
}
