import { type ReadonlySignal, signal } from '@preact/signals';

const intervalMilliseconds = 66;
const silentAfterMilliseconds = 8_000;
/** About −80 dBFS: below what any working microphone gives in the quietest room. */
const silentPeak = 1e-4;

/** Measures how loud a microphone's track is. Owns its audio context. */
export class LevelMeter {
  readonly #level = signal(0);
  readonly #silent = signal(false);
  #context: AudioContext | null = null;
  #source: MediaStreamAudioSourceNode | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** 0 to 1, about 15 times a second. */
  get level(): ReadonlySignal<number> {
    return this.#level;
  }

  /** True after 8 s of nothing at all. */
  get silent(): ReadonlySignal<boolean> {
    return this.#silent;
  }

  /**
   * Measures a microphone from now on; null measures nothing. `source` is the device's own track, for
   * a filter may make a living one silent; `sent` says by `enabled` whether its owner is muted.
   */
  measure(microphone: { source: MediaStreamTrack; sent: MediaStreamTrack } | null): void {
    this.#stop();
    if (!microphone) return;
    const { source, sent } = microphone;
    this.#context ??= new AudioContext();
    const context = this.#context;
    const analyser = new AnalyserNode(context, { fftSize: 1024 });
    this.#source = new MediaStreamAudioSourceNode(context, {
      mediaStream: new MediaStream([source]),
    });
    this.#source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let silentMilliseconds = 0;
    this.#timer = setInterval(() => {
      // Until a person has touched the page some browsers keep the context waiting.
      if (context.state !== 'running') return void context.resume();
      analyser.getFloatTimeDomainData(samples);
      const { level, peak } = loudness(samples);
      this.#level.value = sent.enabled ? level : 0;
      silentMilliseconds =
        sent.enabled && peak < silentPeak ? silentMilliseconds + intervalMilliseconds : 0;
      this.#silent.value = silentMilliseconds >= silentAfterMilliseconds;
    }, intervalMilliseconds);
  }

  close(): void {
    this.#stop();
    void this.#context?.close();
    this.#context = null;
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#source?.disconnect();
    this.#source = null;
    this.#level.value = 0;
    this.#silent.value = false;
  }
}

/** Loudness from 0 (−60 dBFS or less) to 1 (−10 dBFS or more), and the highest sample. */
export function loudness(samples: Float32Array): { level: number; peak: number } {
  let sum = 0;
  let peak = 0;
  for (const sample of samples) {
    sum += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  const decibels = 10 * Math.log10(Math.max(sum / samples.length, 1e-12));
  return { level: Math.min(1, Math.max(0, (decibels + 60) / 50)), peak };
}
