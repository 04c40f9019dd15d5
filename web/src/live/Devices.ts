import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { CameraBlur } from './CameraBlur.ts';
import { type CaptureRequest, capture, listDevices } from './capture.ts';
import { deviceMemory, mediaKindOf } from './DeviceMemory.ts';
import { DeviceSlot, type MadeTrack } from './DeviceSlot.ts';
import { LevelMeter } from './LevelMeter.ts';
import type {
  BlurState,
  DeviceKind,
  DeviceNotice,
  DeviceState,
  LocalDevices,
  SoundTreatment,
} from './model.ts';
import { watchPermission } from './permissions.ts';
import { SerialQueue } from './SerialQueue.ts';
import { soundOutput } from './SoundOutput.ts';
import { playTestSound } from './testSound.ts';

const kinds = ['microphone', 'camera'] as const;

/**
 * The microphone and the camera of this page. Owns their tracks: nobody else stops them. Requests are
 * answered one after the other, so a quick off and on ends as the last one said. What is made from a
 * track (a blurred picture, a voice without noise) may take its time: no request waits for it.
 */
export class Devices implements LocalDevices {
  readonly #queue = new SerialQueue();
  readonly #meter = new LevelMeter();
  readonly #slots: Record<DeviceKind, DeviceSlot> = {
    microphone: new DeviceSlot('microphone', () => this.#lost('microphone')),
    camera: new DeviceSlot('camera', () => this.#lost('camera')),
  };
  readonly #blur = new CameraBlur(() => void this.#gaveUpBlur());
  readonly #available = signal<readonly MediaDeviceInfo[]>([]);
  readonly #notice = signal<DeviceNotice | null>(null);
  readonly #treatment = signal<SoundTreatment>(deviceMemory.read('treatment') ?? 'usual');
  readonly held = computed(() => kinds.filter((kind) => this.#slots[kind].held.value));
  /** Grows with `close()`: what was asked for before comes too late. */
  #generation = 0;
  #stopListening: (() => void) | null = null;

  get microphone(): ReadonlySignal<DeviceState> {
    return this.#slots.microphone.state;
  }

  get camera(): ReadonlySignal<DeviceState> {
    return this.#slots.camera.state;
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

  get notice(): ReadonlySignal<DeviceNotice | null> {
    return this.#notice;
  }

  get output(): ReadonlySignal<string> {
    return soundOutput.deviceId;
  }

  get canChooseOutput(): boolean {
    return soundOutput.canChoose;
  }

  get treatment(): ReadonlySignal<SoundTreatment> {
    return this.#treatment;
  }

  get blur(): ReadonlySignal<BlurState> {
    return this.#blur.state;
  }

  chosen(kind: DeviceKind): string {
    const slot = this.#slots[kind];
    return slot.state.value.state === 'on' ? (slot.source?.getSettings().deviceId ?? '') : '';
  }

  open(wanted: { microphone: boolean; camera: boolean }): Promise<void> {
    return this.#queue.run(() =>
      this.#acquire(
        kinds.filter((kind) => wanted[kind] && !this.#slots[kind].source).map((kind) => ({ kind })),
      ),
    );
  }

  set(kind: DeviceKind, on: boolean): Promise<void> {
    return this.#queue.run(async () => {
      if (!on) this.#become(kind, { state: 'off' });
      else if (!this.#slots[kind].source) await this.#acquire([{ kind }]);
    });
  }

  choose(kind: DeviceKind, deviceId: string): Promise<void> {
    return this.#queue.run(async () => {
      const chosen = this.#available.peek().find((one) => one.deviceId === deviceId);
      deviceMemory.write(kind, { deviceId, label: chosen?.label ?? '' });
      this.#notice.value = null;
      await this.#reopen(kind, deviceId);
    });
  }

  chooseOutput(deviceId: string): Promise<void> {
    return this.#queue.run(async () => {
      const before = this.#slots.microphone.source;
      // Shut while the sound moves: echo cancellation must not learn the way of the old output.
      if (before) this.#become('microphone', { state: 'asking' });
      await soundOutput.choose(deviceId, this.#available.peek());
      if (before) await this.#reopen('microphone', before.getSettings().deviceId);
    });
  }

  setTreatment(treatment: SoundTreatment): Promise<void> {
    return this.#queue.run(async () => {
      if (treatment === this.#treatment.peek()) return;
      deviceMemory.write('treatment', treatment);
      this.#treatment.value = treatment;
      const before = this.#slots.microphone.source;
      if (before) await this.#reopen('microphone', before.getSettings().deviceId);
    });
  }

  setBlur(on: boolean): Promise<void> {
    return this.#queue.run(async () => {
      this.#blur.want(on);
      this.#showCamera();
    });
  }

  playTestSound(): Promise<void> {
    return playTestSound();
  }

  dismissNotice(): void {
    this.#notice.value = null;
  }

  /** Stops all tracks; lights go out. */
  close(): void {
    this.#generation += 1;
    for (const kind of kinds) this.#become(kind, { state: 'idle' });
    this.#meter.close();
    this.#notice.value = null;
    this.#stopListening?.();
    this.#stopListening = null;
  }

  /** The old one goes first: many phones cannot open two cameras at once. */
  async #reopen(kind: DeviceKind, deviceId: string | undefined): Promise<void> {
    this.#become(kind, { state: 'asking' });
    await this.#acquire([{ kind, ...(deviceId ? { deviceId } : {}) }]);
  }

  async #acquire(requests: readonly CaptureRequest[]): Promise<void> {
    if (requests.length === 0) return;
    const generation = this.#generation;
    for (const { kind } of requests) this.#become(kind, { state: 'asking' });
    // The output first, then the microphone: a later change breaks the cancelling of echo.
    await soundOutput.settle(await listDevices());
    let captured = await capture(requests, this.#treatment.peek());
    const available = await listDevices();
    const microphone = captured.get('microphone');
    if (microphone instanceof MediaStreamTrack && (await soundOutput.settle(available))) {
      // Only with the consent could the remembered output be found: once more, in the right order.
      microphone.stop();
      const again = await capture(
        requests.filter(({ kind }) => kind === 'microphone'),
        this.#treatment.peek(),
      );
      captured = new Map([...captured, ...again]);
    }
    if (generation !== this.#generation) {
      for (const one of captured.values()) if (one instanceof MediaStreamTrack) one.stop();
      return;
    }
    this.#available.value = available;
    this.#listen();
    for (const [kind, one] of captured) {
      if (one instanceof MediaStreamTrack) this.#show(kind, one);
      else this.#become(kind, one);
    }
  }

  /** Shows the device's track: as it is at once, or as its owner wishes once that is made. */
  #show(kind: DeviceKind, source: MediaStreamTrack): void {
    const slot = this.#slots[kind];
    const superseded = slot.prepare(source);
    const show = (made: MadeTrack | null): void => {
      if (superseded.aborted) made?.stop();
      else if (source.readyState === 'ended') {
        made?.stop();
        this.#become(kind, { state: 'ended' });
      } else {
        slot.on(made);
        if (kind === 'microphone') this.#measure();
      }
    };
    if (kind === 'camera' && this.#blur.wanted) void this.#blur.make(source, superseded).then(show);
    else if (kind === 'microphone' && this.#treatment.peek() === 'strong') {
      void this.#filter(source, superseded).then(show);
    } else show(null);
  }

  #showCamera(): void {
    const { source } = this.#slots.camera;
    if (source) this.#show('camera', source);
  }

  /** The stronger suppression is made here; without it the browser's own takes its place. */
  async #filter(source: MediaStreamTrack, superseded: AbortSignal): Promise<MadeTrack | null> {
    try {
      const { withoutNoise } = await import('./NoiseFilter.ts');
      return await withoutNoise(source);
    } catch {
      if (superseded.aborted) return null;
      this.#treatment.value = 'usual';
      await source.applyConstraints({ noiseSuppression: true }).catch(() => undefined);
      return null;
    }
  }

  #gaveUpBlur(): Promise<void> {
    return this.#queue.run(async () => this.#showCamera());
  }

  #become(kind: DeviceKind, next: Exclude<DeviceState, { state: 'on' }>): void {
    this.#slots[kind].become(next);
    if (kind === 'microphone') this.#measure();
  }

  #measure(): void {
    const state = this.#slots.microphone.state.peek();
    const { source } = this.#slots.microphone;
    this.#meter.measure(source && state.state === 'on' ? { source, sent: state.track } : null);
  }

  /** A track ended by itself: unplugged, taken by a phone call, or no longer allowed. */
  #lost(kind: DeviceKind): void {
    this.#become(kind, { state: 'ended' });
    void this.#queue.run(() => this.#recover(kind));
  }

  /** Takes another device of the kind, or the same one when it is there again, and says so. */
  async #recover(kind: DeviceKind): Promise<void> {
    const slot = this.#slots[kind];
    const { state } = slot.state.peek();
    this.#available.value = await listDevices();
    if (state !== 'ended' && state !== 'missing') return;
    const ofKind = this.#available.peek().filter((one) => one.kind === mediaKindOf(kind));
    if (ofKind.length === 0) return this.#become(kind, { state: 'missing' });
    // It is there and yet it died: only its owner knows whether it may be taken again.
    if (state === 'ended' && slot.isAmong(ofKind)) return;
    await this.#acquire([{ kind }]);
    const now = slot.state.peek();
    if (now.state === 'on') this.#notice.value = { kind, label: now.label };
  }

  #listen(): void {
    if (this.#stopListening) return;
    const changed = (): void => {
      for (const kind of kinds) void this.#queue.run(() => this.#recover(kind));
    };
    navigator.mediaDevices?.addEventListener('devicechange', changed);
    const endings = kinds.map((kind) =>
      watchPermission(kind, (permission) => {
        const { state } = this.#slots[kind].state.peek();
        if (permission === 'granted' && state === 'denied') void this.set(kind, true);
        if (permission === 'denied' && (state === 'on' || state === 'ended')) {
          this.#become(kind, { state: 'denied', by: 'browser' });
        }
      }),
    );
    this.#stopListening = () => {
      navigator.mediaDevices?.removeEventListener('devicechange', changed);
      for (const end of endings) end();
    };
  }
}
