/** A track that shows and says nothing of anybody, for tests of the way. Ended by `end()`. */
export interface MadeUpTrack {
  track: MediaStreamTrack;
  end(): void;
}

const width = 640;
const height = 360;
const framesPerSecond = 20;
const tile = 16;

/** A picture of coloured noise: as hard to squeeze as a face that moves. Throws without a canvas. */
export function madeUpPicture(): MadeUpTrack {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const paint = canvas.getContext('2d');
  if (!paint) throw new Error('This browser draws no pictures.');
  const draw = (): void => {
    for (let count = 0; count < 60; count += 1) {
      paint.fillStyle = `hsl(${Math.random() * 360} 60% ${30 + Math.random() * 40}%)`;
      paint.fillRect(Math.random() * width, Math.random() * height, 4 * tile, 3 * tile);
    }
  };
  draw();
  const timer = setInterval(draw, 1_000 / framesPerSecond);
  const track = only(canvas.captureStream(framesPerSecond).getVideoTracks());
  return {
    track,
    end: () => {
      clearInterval(timer);
      track.stop();
    },
  };
}

/** A soft tone that goes to the network and never to a loudspeaker. */
export function madeUpSound(): MadeUpTrack {
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { frequency: 440 });
  const soft = new GainNode(context, { gain: 0.05 });
  const destination = context.createMediaStreamDestination();
  tone.connect(soft).connect(destination);
  tone.start();
  const track = only(destination.stream.getAudioTracks());
  return {
    track,
    end: () => {
      track.stop();
      void context.close();
    },
  };
}

function only(tracks: readonly MediaStreamTrack[]): MediaStreamTrack {
  const [track] = tracks;
  if (!track) throw new Error('This browser makes no tracks.');
  return track;
}
