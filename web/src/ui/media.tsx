import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { soundOutput } from '../live/SoundOutput.ts';

/** Tracks in elements. */

/** A picture. Own pictures are mirrored, as people know themselves from mirrors. */
export function VideoTrack(props: {
  track: MediaStreamTrack;
  label: string;
  testId: 'remote-video' | 'self-video';
}): JSX.Element {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = new MediaStream([props.track]);
    element.play().catch(() => undefined); // A muted picture may always play; else it is being removed.
    return () => {
      element.srcObject = null;
    };
  }, [props.track]);
  return (
    <video
      ref={video}
      class={props.testId === 'self-video' ? 'mirrored' : ''}
      data-testid={props.testId}
      aria-label={props.label}
      autoplay
      playsInline
      muted
    />
  );
}

/** A voice. `onBlocked` is told when the browser wants a click first, and when that is over. */
export function AudioTrack(props: {
  track: MediaStreamTrack;
  onBlocked: (retry: (() => void) | null) => void;
}): JSX.Element {
  const audio = useRef<HTMLAudioElement>(null);
  const { track, onBlocked } = props;
  useEffect(() => (audio.current ? soundOutput.attach(audio.current) : undefined), []);
  useEffect(() => {
    const element = audio.current;
    if (!element) return;
    element.srcObject = new MediaStream([track]);
    const start = (): void => {
      element.play().then(
        () => onBlocked(null),
        (refused: unknown) => {
          if (refused instanceof DOMException && refused.name === 'NotAllowedError') {
            onBlocked(start);
          }
        },
      );
    };
    start();
    return () => {
      element.srcObject = null;
    };
  }, [track, onBlocked]);
  // biome-ignore lint/a11y/useMediaCaption: a live voice has no captions to load.
  return <audio ref={audio} data-testid="remote-audio" autoplay />;
}
