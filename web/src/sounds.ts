import { signal } from '@preact/signals';
import { soundOutput } from './live/SoundOutput.ts';

/** Two soft sounds, made here: no file to load, nothing that startles. */

let context: AudioContext | null = null;

/** True when the browser holds sound back until the person touches the page. */
export const soundBlocked = signal(false);

function opened(): AudioContext | null {
  if (!('AudioContext' in window)) return null;
  if (!context) {
    const made = new AudioContext();
    made.addEventListener('statechange', () => {
      soundBlocked.value = made.state !== 'running';
    });
    context = made;
    soundOutput.attach(made);
    soundBlocked.value = made.state !== 'running';
  }
  return context;
}

/** Asks the browser for sound; call it from a click, and early, to learn whether it is blocked. */
export async function allowSound(): Promise<void> {
  const audio = opened();
  if (!audio) return;
  // Without a gesture `resume` waits for ever in some browsers: it is never awaited alone.
  await Promise.race([
    audio.resume().catch(() => undefined),
    new Promise((done) => setTimeout(done, 300)),
  ]);
  soundBlocked.value = audio.state !== 'running';
}

function play(notes: readonly number[]): void {
  const audio = opened();
  if (audio?.state !== 'running') return;
  notes.forEach((frequency, index) => {
    const from = audio.currentTime + index * 0.22;
    const gain = audio.createGain();
    const tone = audio.createOscillator();
    tone.type = 'sine';
    tone.frequency.value = frequency;
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(0.12, from + 0.03);
    gain.gain.exponentialRampToValueAtTime(0.0005, from + 0.9);
    tone.connect(gain).connect(audio.destination);
    tone.start(from);
    tone.stop(from + 1);
  });
}

/** To the psychologist: somebody is in the waiting room. */
export function playArrival(): void {
  play([523.25, 659.25]);
}

/** To the one who waited: the door is open. */
export function playAdmission(): void {
  play([659.25, 523.25]);
}
