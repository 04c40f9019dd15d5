import { loadRnnoise, RnnoiseWorkletNode } from '@sapphi-red/web-noise-suppressor';
import plainUrl from '@sapphi-red/web-noise-suppressor/rnnoise.wasm?url';
import simdUrl from '@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url';
import workletUrl from '@sapphi-red/web-noise-suppressor/rnnoiseWorklet.js?url';
import type { MadeTrack } from './DeviceSlot.ts';

/** What the network was trained on; the browser converts on both ends. */
const sampleRate = 48_000;

/**
 * A voice with the noise around it taken out by a small neural network (RNNoise), on the sound's own
 * thread. Rejects where the browser cannot do that.
 */
export async function withoutNoise(source: MediaStreamTrack): Promise<MadeTrack> {
  const context = new AudioContext({ sampleRate, latencyHint: 'interactive' });
  try {
    const [wasmBinary] = await Promise.all([
      loadRnnoise({ url: plainUrl, simdUrl }),
      context.audioWorklet.addModule(workletUrl),
    ]);
    const voice = new MediaStreamAudioSourceNode(context, {
      mediaStream: new MediaStream([source]),
    });
    const filter = new RnnoiseWorkletNode(context, { wasmBinary, maxChannels: 1 });
    const cleaned = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    voice.connect(filter).connect(cleaned);
    const track = cleaned.stream.getAudioTracks()[0];
    if (!track) throw new Error('The browser made no track.');
    // A phone call halts the context; afterwards the voice must flow again without a touch.
    const goOn = (): void => {
      if (context.state !== 'running' && context.state !== 'closed') void context.resume();
    };
    context.addEventListener('statechange', goOn);
    document.addEventListener('visibilitychange', goOn);
    goOn();
    return {
      track,
      stop() {
        document.removeEventListener('visibilitychange', goOn);
        context.removeEventListener('statechange', goOn);
        track.stop();
        filter.destroy();
        void context.close();
      },
    };
  } catch (error) {
    await context.close();
    throw error;
  }
}
