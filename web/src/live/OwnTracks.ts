import { AppError } from '@gabinet/shared/contracts/errors';
import type { SessionView } from '@gabinet/shared/contracts/session';
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { Devices } from './Devices.ts';
import type { Carried } from './Ladder.ts';
import type { SendWishes } from './MediaEngine.ts';
import type { DeviceKind } from './model.ts';
import { maySend, sendWish } from './people.ts';

/** This person's microphone and camera: what their owner wants of them, and what is sent. */
export class OwnTracks {
  readonly devices = new Devices();
  /** Whether there is a picture that would be sent if the ladder let it. */
  readonly pictureWanted: ReadonlySignal<boolean>;
  readonly #view: ReadonlySignal<SessionView | null>;
  readonly #isInside: () => boolean;
  readonly #microphoneOn = signal(true);
  readonly #cameraOn = signal(true);

  /** @param isInside whether the person has entered: unmuting then opens a microphone never asked for */
  constructor(view: ReadonlySignal<SessionView | null>, isInside: () => boolean) {
    this.#view = view;
    this.#isInside = isInside;
    this.pictureWanted = computed(
      () =>
        this.#cameraOn.value &&
        this.devices.camera.value.state === 'on' &&
        maySend(view.value, 'video'),
    );
  }

  get microphoneOn(): ReadonlySignal<boolean> {
    return this.#microphoneOn;
  }

  get cameraOn(): ReadonlySignal<boolean> {
    return this.#cameraOn;
  }

  /** Mutes or unmutes; rejects with ABOVE_CEILING (rule S8). */
  async setMicrophone(on: boolean): Promise<void> {
    if (on && !maySend(this.#view.value, 'audio')) throw new AppError('ABOVE_CEILING');
    this.#microphoneOn.value = on;
    // Muted, the microphone stays open: the first word after it must not be lost.
    const { state } = this.devices.microphone.value;
    if (on && (state !== 'idle' || this.#isInside())) await this.devices.set('microphone', true);
  }

  /** Turns the picture on or off; rejects with ABOVE_CEILING (rule S8). */
  async setCamera(on: boolean): Promise<void> {
    if (on && !maySend(this.#view.value, 'video')) throw new AppError('ABOVE_CEILING');
    this.#cameraOn.value = on;
    await this.devices.set('camera', on);
  }

  /** Not the owner's choice but the form's: a later one turns nothing on by itself. */
  turnOff(kind: DeviceKind): void {
    const wanted = kind === 'camera' ? this.#cameraOn : this.#microphoneOn;
    wanted.value = false;
    // Never opened, it stays as it is: nobody was asked for it.
    if (this.devices[kind].peek().state !== 'idle') void this.devices.set(kind, false);
  }

  /** What should be sent now. Called in an effect, it is called again whenever one of its reasons changes. */
  wishes(carried: Carried): SendWishes {
    const view = this.#view.value;
    const microphone = this.devices.microphone.value;
    const camera = this.devices.camera.value;
    const microphoneOn = this.#microphoneOn.value;
    if (microphone.state === 'on') microphone.track.enabled = microphoneOn;
    return {
      microphone: sendWish(view, 'audio', microphone, microphoneOn, carried),
      camera: sendWish(view, 'video', camera, this.#cameraOn.value, carried),
    };
  }
}
