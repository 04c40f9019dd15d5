import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type Captured, type CaptureRequest, capture, listDevices } from './capture.ts';
import { deviceMemory } from './DeviceMemory.ts';
import { LevelMeter } from './LevelMeter.ts';
import type { DeviceKind, DeviceState, LocalDevices } from './model.ts';
import { SerialQueue } from './SerialQueue.ts';
import { playTestSound } from './testSound.ts';

/**
 * The microphone and the camera of this page. Owns their tracks: nobody else stops them. Requests are
 * answered one after the other, so a quick off and on ends as the last one said.
 */
export class Devices implements LocalDevices {
  readonly #queue = new SerialQueue();
  readonly #meter = new LevelMeter();
  readonly #states: Record<DeviceKind, Signal<DeviceState>> = {
    microphone: signal<DeviceState>({ state: 'idle' }),
    camera: signal<DeviceState>({ state: 'idle' }),
  };
  readonly #available = signal<readonly MediaDeviceInfo[]>([]);
  /** Grows with `close()`: what was asked for before comes too late. */
  #generation = 0;
  #listening = false;
  readonly #onDeviceChange = (): void => void this.#refresh();

  get microphone(): ReadonlySignal<DeviceState> {
    return this.#states.microphone;
  }

  get camera(): ReadonlySignal<DeviceState> {
    return this.#states.camera;
  }

  get level(): ReadonlySignal<number> {
    return this.#meter.level;
  }

  get microphoneSilent(): ReadonlySignal<boolean> {
    return this.#meter.silent;
  }

  get available(): ReadonlySignal<readonly MediaDeviceInfo[]> {
    return this.#available;
  }

  open(wanted: { microphone: boolean; camera: boolean }): Promise<void> {
    return this.#queue.run(async () => {
      const kinds: DeviceKind[] = [];
      if (wanted.microphone && !this.#isOn('microphone')) kinds.push('microphone');
      if (wanted.camera && !this.#isOn('camera')) kinds.push('camera');
      await this.#acquire(kinds.map((kind) => ({ kind })));
    });
  }

  set(kind: DeviceKind, on: boolean): Promise<void> {
    return this.#queue.run(async () => {
      if (!on) this.#become(kind, { state: 'off' });
      else if (!this.#isOn(kind)) await this.#acquire([{ kind }]);
    });
  }

  choose(kind: DeviceKind, deviceId: string): Promise<void> {
    return this.#queue.run(async () => {
      const chosen = this.#available.peek().find((one) => one.deviceId === deviceId);
      deviceMemory.write(kind, { deviceId, label: chosen?.label ?? '' });
      // The old one goes first: many phones cannot open two cameras at once.
      this.#become(kind, { state: 'asking' });
      await this.#acquire([{ kind, exactDeviceId: deviceId }]);
    });
  }

  playTestSound(): Promise<void> {
    return playTestSound();
  }

  /** Stops all tracks; lights go out. */
  close(): void {
    this.#generation += 1;
    this.#become('microphone', { state: 'idle' });
    this.#become('camera', { state: 'idle' });
    this.#meter.close();
    if (this.#listening) {
      navigator.mediaDevices?.removeEventListener('devicechange', this.#onDeviceChange);
      this.#listening = false;
    }
  }

  async #acquire(requests: readonly CaptureRequest[]): Promise<void> {
    if (requests.length === 0) return;
    const generation = this.#generation;
    for (const { kind } of requests) this.#become(kind, { state: 'asking' });
    const captured = await capture(requests);
    if (generation !== this.#generation) {
      for (const one of captured.values()) if (typeof one !== 'string') one.stop();
      return;
    }
    for (const [kind, one] of captured) this.#received(kind, one);
    this.#listen();
    await this.#refresh();
  }

  #received(kind: DeviceKind, captured: Captured): void {
    if (typeof captured === 'string') {
      this.#become(kind, { state: captured });
      return;
    }
    const track = captured;
    // What a person looks at is a face, what they say is speech: encoders like to know.
    track.contentHint = kind === 'microphone' ? 'speech' : 'motion';
    track.addEventListener('ended', () => {
      const now = this.#states[kind].peek();
      if (now.state === 'on' && now.track === track) this.#become(kind, { state: 'ended' });
    });
    this.#become(kind, { state: 'on', track, label: track.label });
  }

  #become(kind: DeviceKind, next: DeviceState): void {
    const before = this.#states[kind].peek();
    this.#states[kind].value = next;
    if (kind === 'microphone') this.#meter.measure(next.state === 'on' ? next.track : null);
    // After the signal: whoever sends the track has let go of it by now.
    if (before.state === 'on') before.track.stop();
  }

  #isOn(kind: DeviceKind): boolean {
    return this.#states[kind].peek().state === 'on';
  }

  #listen(): void {
    if (this.#listening) return;
    navigator.mediaDevices?.addEventListener('devicechange', this.#onDeviceChange);
    this.#listening = true;
  }

  async #refresh(): Promise<void> {
    this.#available.value = await listDevices();
  }
}
