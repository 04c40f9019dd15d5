import { type ReadonlySignal, signal } from '@preact/signals';
import { deviceMemory, findRemembered } from './DeviceMemory.ts';

/** Whatever plays, and in most browsers can be told where. */
type Sink = HTMLMediaElement | AudioContext;

type Known = readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[];

/**
 * Where all sound of this page goes. Echo cancellation learns the way from this output to the
 * microphone, so whoever opens a microphone calls `settle()` first, and opens it anew after `choose()`.
 */
class SoundOutput {
  readonly #deviceId = signal('');
  readonly #sinks = new Set<Sink>();

  /** Empty is the system's choice. */
  get deviceId(): ReadonlySignal<string> {
    return this.#deviceId;
  }

  /** Whether this browser lets a page choose at all: Safari on phones and tablets does not. */
  get canChoose(): boolean {
    return 'setSinkId' in HTMLMediaElement.prototype;
  }

  /** Keeps a sink on the chosen output until the returned function is called. */
  attach(sink: Sink): () => void {
    this.#sinks.add(sink);
    void point(sink, this.#deviceId.peek());
    return () => this.#sinks.delete(sink);
  }

  /**
   * Applies the remembered output, if it is plugged in and its name can be read already.
   * @returns whether that has changed anything
   */
  async settle(available: Known): Promise<boolean> {
    if (!this.canChoose) return false;
    const wanted = findRemembered('output', deviceMemory.read('output'), available) ?? '';
    if (wanted === this.#deviceId.peek()) return false;
    await this.#apply(wanted);
    return true;
  }

  /** Chooses an output for now and for the next visit; empty leaves it to the system. */
  async choose(deviceId: string, available: Known): Promise<void> {
    const label = available.find(
      (one) => one.kind === 'audiooutput' && one.deviceId === deviceId,
    )?.label;
    deviceMemory.write('output', deviceId ? { deviceId, label: label ?? '' } : undefined);
    await this.#apply(deviceId);
  }

  async #apply(deviceId: string): Promise<void> {
    this.#deviceId.value = deviceId;
    await Promise.all([...this.#sinks].map((sink) => point(sink, deviceId)));
  }
}

async function point(sink: Sink, deviceId: string): Promise<void> {
  try {
    if ('setSinkId' in sink && typeof sink.setSinkId === 'function') await sink.setSinkId(deviceId);
  } catch {
    // It was unplugged this moment: the browser plays on the system's own.
  }
}

/** The one of this page: a person has two ears, wherever a sound comes from. */
export const soundOutput = new SoundOutput();
