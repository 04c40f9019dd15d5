import { soundOutput } from './SoundOutput.ts';

const durationSeconds = 0.9;

/** Plays two soft rising notes; resolves when they have faded. Needs a person's click before. */
export async function playTestSound(): Promise<void> {
  const context = new AudioContext();
  const detach = soundOutput.attach(context);
  try {
    await context.resume();
    const volume = new GainNode(context, { gain: 0 });
    const tone = new OscillatorNode(context, { type: 'sine', frequency: 440 });
    const start = context.currentTime;
    tone.frequency.setValueAtTime(554.37, start + 0.35);
    volume.gain.linearRampToValueAtTime(0.18, start + 0.05);
    volume.gain.setValueAtTime(0.18, start + 0.5);
    volume.gain.linearRampToValueAtTime(0, start + durationSeconds);
    tone.connect(volume).connect(context.destination);
    const ended = new Promise<void>((resolve) => {
      tone.addEventListener('ended', () => resolve(), { once: true });
    });
    tone.start(start);
    tone.stop(start + durationSeconds);
    await ended;
  } finally {
    detach();
    await context.close();
  }
}
