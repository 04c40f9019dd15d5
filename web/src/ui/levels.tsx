import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { initials } from '../i18n/time.ts';

/** Time and voice, drawn quietly. */

/** A 3 px line that fills; `done` is 0 to 1. */
export function ClockLine(props: { done: number; label: string; text: string }): JSX.Element {
  const percent = Math.round(Math.min(1, Math.max(0, props.done)) * 100);
  return (
    <div
      class="clock"
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={props.text}
    >
      <i style={{ width: `${percent}%` }} />
    </div>
  );
}

const barHeights = [7, 11, 15, 20, 16, 12, 8];

/** Seven bars that move with the voice. Words beside it say the same, so it is hidden from readers. */
export function LevelBars({ level }: { level: number }): JSX.Element {
  // Speech lies low on a linear scale: the root lets a quiet voice be seen.
  const lit = Math.min(barHeights.length, Math.round(Math.sqrt(level) * 1.4 * barHeights.length));
  return (
    <span class="bars" aria-hidden="true">
      {barHeights.map((height, index) => (
        <i
          key={height * 10 + index}
          class={index < lit ? 'on' : ''}
          style={{ height: `${height}px` }}
        />
      ))}
    </span>
  );
}

/** A closed outline as a brush draws it: two wobbling circles, the space between them is the ink. */
function brush(radius: number, thickness: number, turn: number): string {
  const steps = 72;
  const outline = (inner: boolean): string => {
    const points: string[] = [];
    for (let step = 0; step <= steps; step += 1) {
      const angle = ((inner ? steps - step : step) / steps) * 2 * Math.PI;
      const wobble = 2.4 * Math.sin(2 * angle + turn) + 1.6 * Math.sin(3 * angle + 2 * turn);
      const ink = thickness * (0.5 + 0.5 * Math.sin(angle + turn * 3)) + 0.4;
      const distance = radius + wobble - (inner ? ink : 0);
      const x = 200 + distance * Math.cos(angle);
      const y = 200 + distance * Math.sin(angle);
      points.push(`${x.toFixed(1)} ${y.toFixed(1)}`);
    }
    return `M${points.join('L')}Z`;
  };
  return outline(false) + outline(true);
}
const outerRing = brush(186, 3, 1.1);
const innerRing = brush(158, 5.5, 4.2);

/** A person without a picture: their initials in a still disc, two rings that breathe with the voice. */
export function LevelRing(props: { name: string; level: number }): JSX.Element {
  const grow = Math.min(1, Math.sqrt(props.level) * 1.3);
  return (
    <svg class="rings" viewBox="0 0 400 400" aria-hidden="true">
      <path d={outerRing} opacity="0.45" style={{ transform: `scale(${1 + grow * 0.05})` }} />
      <path d={innerRing} opacity="0.85" style={{ transform: `scale(${1 + grow * 0.035})` }} />
      <circle class="disc" cx="200" cy="200" r="126" />
      <text x="200" y="226">
        {initials(props.name)}
      </text>
    </svg>
  );
}

/** Initials where a photograph would be. */
export function PersonPicture({ name }: { name: string }): JSX.Element {
  return (
    <div class="person" aria-hidden="true">
      {initials(name)}
    </div>
  );
}

/** Loudness of a track, 0 to 1, about ten times a second; 0 without a track. */
export function useLoudness(track: MediaStreamTrack | null): number {
  const [level, setLevel] = useState(0);
  useEffect(() => {
    if (!track || !('AudioContext' in window)) {
      setLevel(0);
      return;
    }
    const audio = new AudioContext();
    const analyser = audio.createAnalyser();
    analyser.fftSize = 512;
    audio.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      let sum = 0;
      for (const sample of samples) sum += sample * sample;
      const loudness = Math.sqrt(sum / samples.length) * 3;
      setLevel((before) => Math.round(Math.max(loudness, before * 0.7) * 50) / 50);
    }, 100);
    return () => {
      clearInterval(timer);
      void audio.close();
    };
  }, [track]);
  return level;
}
